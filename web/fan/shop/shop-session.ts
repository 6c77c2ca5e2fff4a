import type { ShopServerEvents } from '../../../src/contract/live/socket-events.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { spread } from '../net/backoff.js';
import { LiveSocket } from '../net/live-socket.js';
import { Store } from '../state/store.js';
import type { Trouble } from '../ui/refusal.js';
import { isOfPass } from './pass.rules.js';
import { PressKey } from './press-key.js';
import type { Selection } from './selection.js';
import { ShopHold } from './shop-hold.js';
import { ShopPass } from './shop-pass.js';
import { firstShopState, type ShopState } from './shop-state.js';
import { ShopStock } from './shop-stock.js';

/** Full re-read interval without a socket, and with one (deltas may be lost). */
const rereadMs = 5_000;
const rereadBesideSocketMs = 45_000;

/** One admission: its pass, what there is to buy and what is held, kept current. `stop` ends its timers and its socket. */
export class ShopSession {
  readonly state: Store<ShopState>;
  readonly pass: ShopPass;
  readonly stock: ShopStock;
  readonly hold: ShopHold;
  readonly key = new PressKey();
  private socket: LiveSocket<ShopServerEvents> | null = null;
  private live = false;
  private stopped = false;
  private readTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly sale: SaleShape) {
    const state = new Store<ShopState>(firstShopState(sale));
    this.state = state;
    this.pass = new ShopPass(sale.slug, state, (isInside) => this.follow(isInside));
    const pass = () => this.pass.text();
    this.stock = new ShopStock(sale, state, pass, (answer) => this.unread(answer));
    this.hold = new ShopHold(sale.slug, state, this.pass);
  }

  async start(): Promise<void> {
    document.addEventListener('visibilitychange', this.wake);
    window.addEventListener('online', this.wake);
    document.addEventListener('pointerdown', this.pass.touch);
    document.addEventListener('keydown', this.pass.touch);
    await this.pass.start();
    await this.hold.restore();
  }

  stop(): void {
    this.stopped = true;
    document.removeEventListener('visibilitychange', this.wake);
    window.removeEventListener('online', this.wake);
    document.removeEventListener('pointerdown', this.pass.touch);
    document.removeEventListener('keydown', this.pass.touch);
    clearTimeout(this.readTimer);
    this.pass.stop();
    this.hold.stop();
    this.socket?.close();
  }

  choose(selection: Selection): void {
    this.state.patch({ selection, trouble: null });
  }

  /** Re-reads everything over HTTP: at the start, after a gap, and periodically. */
  async reread(): Promise<void> {
    clearTimeout(this.readTimer);
    const { admission, hold } = this.state.get();
    if (this.stopped || admission !== 'inside') return;
    void this.stock.readPlan();
    // an interruption of ours has put its deadline off
    if (hold?.state === 'active') await this.hold.check(hold.id);
    await this.stock.reread();
    this.rereadIn(spread(this.live && this.stock.isWhole() ? rereadBesideSocketMs : rereadMs));
  }

  /** Shows why a call failed, and does what its reason asks for. */
  async refused(answer: Trouble, retry: (() => void) | null = null): Promise<void> {
    if (answer.kind === 'refused') {
      const { code, orderId } = answer.problem;
      if (code === 'HOLD_EXPIRED') return this.hold.drop(true);
      if (orderId !== undefined) await this.hold.adopt(orderId);
    }
    this.state.patch({ trouble: answer, retry });
    if (isOfPass(answer)) await this.pass.renew();
  }

  /** Nobody has pressed for what is read in the background: it is read again soon, and shows no trouble. */
  private async unread(answer: Trouble): Promise<void> {
    this.rereadIn(spread(rereadMs));
    if (isOfPass(answer)) await this.pass.renew();
  }

  private follow(isInside: boolean): void {
    if (!isInside) {
      this.socket?.close();
      this.socket = null;
      return;
    }
    if (!this.state.get().stock.house) void this.reread();
    void this.stock.readPlan();
    this.connect();
  }

  private connect(): void {
    if (this.socket || this.stopped) return;
    this.socket = new LiveSocket<ShopServerEvents>({
      namespace: '/shop',
      auth: () => ({ pass: this.pass.text() }),
      onLink: (link) => {
        const wasLive = this.live;
        this.live = link === 'live';
        // catches up on changes missed while disconnected
        if (this.live) void this.reread();
        // the next read was to be a late one, and the server may keep the socket waiting for longer
        else if (wasLive) this.rereadIn(Math.random() * rereadMs);
      },
      on: {
        availability: (delta) => {
          if (!this.stock.hear(delta)) void this.reread();
        },
        hold: (hold) => hold.id === this.state.get().hold?.id && this.hold.hear(hold),
        deadline: ({ what, id, expiresAt }) => {
          const { hold } = this.state.get();
          if (what === 'hold' && hold?.id === id) this.hold.hear({ ...hold, expiresAt });
          if (what !== 'admission') return;
          this.state.patch({ admissionEndsAt: expiresAt });
          // the promoter extended deadlines, which includes the hold's
          if (hold) void this.hold.check(hold.id);
        },
      },
    });
    this.socket.connect();
  }

  private rereadIn(ms: number): void {
    clearTimeout(this.readTimer);
    if (!this.stopped) this.readTimer = setTimeout(() => void this.reread(), ms);
  }

  private readonly wake = (): void => {
    if (document.visibilityState === 'hidden' || this.stopped) return;
    this.socket?.wake();
    void this.catchUp();
  };

  private async catchUp(): Promise<void> {
    await this.pass.renewIfDue();
    await this.reread();
    this.socket?.wake();
  }
}
