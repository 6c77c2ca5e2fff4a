import type { OrderShape } from '../../../src/contract/shapes.js';
import type { TransferShape } from '../../../src/contract/transfer-shapes.js';
import { type Answer, api } from '../net/api.js';
import { spread } from '../net/backoff.js';
import { orderBox } from '../state/boxes.js';
import { keepOrder } from '../state/kept-orders.js';
import { Store } from '../state/store.js';
import type { Trouble } from '../ui/refusal.js';

/** Something is about to happen, or the fan is typing: how often the order is read. */
const soonMs = 1_500;
const quietMs = 5_000;
/** A paid order may still be refunded by the promoter while its page is open. */
const settledMs = 60_000;

export interface OrderPageState {
  order: OrderShape | null;
  /** No token, or one that does not fit. */
  denied: boolean;
  offline: boolean;
  trouble: Trouble | null;
  /** The fan gave it up on this page: until the provider has confirmed that no money is taken. */
  canceling: boolean;
  /** The holder of a single ticket has just given it away: there is nothing more to show. */
  given: TransferShape | null;
}

/** The page of a single ticket, which its holder did not buy. */
export const isHeld = (id: string): boolean => id.startsWith('tkt_');

function pauseAfter(order: OrderShape | null): number | null {
  switch (order?.state) {
    case undefined:
    case 'authorized':
      return soonMs;
    case 'pending':
      return order?.payment ? quietMs / 2 : soonMs;
    case 'needs_attention':
      return quietMs * 2;
    case 'paid':
      return settledMs;
    case 'expired':
    case 'canceled':
    case 'refunded':
      return null;
  }
}

/** Reads one order again and again until it has ended, and keeps the last answer on this device for a hall without reception. */
export class OrderSession {
  readonly state: Store<OrderPageState>;
  readonly slug: string | null;
  private token: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  constructor(private readonly id: string) {
    const kept = orderBox.get(id);
    this.token = kept?.accessToken ?? '';
    this.slug = kept?.slug ?? null;
    this.state = new Store<OrderPageState>({
      order: kept?.order ?? null,
      denied: kept === null,
      offline: false,
      trouble: null,
      canceling: false,
      given: null,
    });
  }

  start(): void {
    document.addEventListener('visibilitychange', this.wake);
    window.addEventListener('online', this.wake);
    if (!this.state.get().denied) void this.begin();
  }

  stop(): void {
    this.stopped = true;
    document.removeEventListener('visibilitychange', this.wake);
    window.removeEventListener('online', this.wake);
    clearTimeout(this.timer);
  }

  /** The link that shows this order on another device; null while the server cannot be reached. */
  async link(): Promise<string | null> {
    const answer = await api.orderLink(this.id, this.token);
    return answer.kind === 'ok' ? answer.data.url : null;
  }

  /** Gives a ticket to somebody else. @param idempotencyKey of this wish, however often it is tried */
  async transfer(
    ticketId: string,
    to: { email: string; name: string },
    { language, idempotencyKey }: { language: string | null; idempotencyKey: string },
  ): Promise<Answer<TransferShape>> {
    const body = { ...to, ...(language === null ? {} : { language }) };
    const answer = await api.transfer(this.id, ticketId, body, this.token, idempotencyKey);
    if (answer.kind === 'ok' && isHeld(this.id)) {
      this.stop();
      orderBox.clear(this.id);
      this.state.patch({ given: answer.data });
    } else if (answer.kind === 'ok') await this.read();
    return answer;
  }

  /** The fan confirmed a payment: the answer is near. */
  hurry(): void {
    this.again(soonMs);
  }

  async cancel(): Promise<void> {
    this.state.patch({ canceling: true, trouble: null });
    const answer = await api.cancelOrder(this.id, this.token);
    if (answer.kind !== 'ok') return this.state.patch({ trouble: answer, canceling: false });
    this.again(0);
  }

  /** Takes the token out of the device's storage: a script that got into the page could read it there. */
  private async begin(): Promise<void> {
    if (this.token && (await api.keepAccess(this.id, this.token)).kind === 'ok' && (await this.opensByCookie())) {
      this.token = '';
      const kept = orderBox.get(this.id);
      if (kept) orderBox.set(this.id, { ...kept, accessToken: '' });
    }
    await this.read();
  }

  /** Browsers may refuse cookies: the token stays then. */
  private async opensByCookie(): Promise<boolean> {
    return (await api.readOrder(this.id, '')).kind === 'ok';
  }

  private async read(): Promise<void> {
    const answer = await api.readOrder(this.id, this.token);
    if (this.stopped) return;
    if (answer.kind === 'ok') this.hear(answer.data);
    else if (answer.kind === 'away') this.state.patch({ offline: true });
    else if (answer.problem.status === 404 || answer.problem.status === 401) return this.state.patch({ denied: true });
    const pause =
      answer.kind === 'refused' ? (answer.problem.retryAfterMs ?? quietMs) : pauseAfter(this.state.get().order);
    if (pause !== null) this.again(pause);
  }

  private hear(order: OrderShape): void {
    const kept = orderBox.get(this.id) ?? { order: null };
    keepOrder(this.id, { ...kept, accessToken: this.token, slug: this.slug }, order);
    this.state.patch({ order, offline: false, denied: false });
  }

  private again(afterMs: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.read(), spread(afterMs));
  }

  private readonly wake = (): void => {
    if (document.visibilityState === 'visible' && !this.state.get().denied) this.again(0);
  };
}
