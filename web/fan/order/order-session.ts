import type { OrderShape } from '../../../src/contract/orders/order-shapes.js';
import type { TransferShape } from '../../../src/contract/orders/transfer-shapes.js';
import { type Answer, api } from '../net/api.js';
import { spread } from '../net/backoff.js';
import { orderBox, passBox } from '../state/boxes.js';
import { keepOrder } from '../state/kept-orders.js';
import { forgetReturn } from '../state/order-link.js';
import { Store } from '../state/store.js';
import type { Trouble } from '../ui/refusal.js';

/** Poll interval while a change is expected or the fan is typing. */
const soonMs = 1_500;
const quietMs = 5_000;
/** Poll interval for a paid order, which the promoter may still refund while the page is open. */
const settledMs = 60_000;

export interface OrderPageState {
  order: OrderShape | null;
  /** The token is missing or invalid. */
  denied: boolean;
  offline: boolean;
  trouble: Trouble | null;
  /** Why the fan could not be sent to the payment page. */
  unpaid: Trouble | null;
  /** Canceled on this page, not yet confirmed by the provider to have taken no money. */
  canceling: boolean;
  /** The holder has just transferred this single ticket: nothing is left to show. */
  given: TransferShape | null;
}

/** Whether this is the page of a single ticket, opened by a holder who did not buy it. */
export const isHeld = (id: string): boolean => id.startsWith('tkt_');

/** Whether another browser of the same place has made the order. */
export const isFromElsewhere = (id: string): boolean => orderBox.get(id)?.isFromElsewhere === true;

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

/** Polls one order until it has ended, and caches the last answer on this device for venues without reception. */
export class OrderSession {
  readonly state: Store<OrderPageState>;
  private token: string;
  /** Reads an order that another browser of the same place has made; empty if it is this one's own. */
  private readonly pass: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  constructor(private readonly id: string) {
    const kept = orderBox.get(id);
    this.token = kept?.accessToken ?? '';
    this.pass = kept?.isFromElsewhere ? `Bearer ${passBox.get(kept.slug ?? '')?.pass ?? ''}` : '';
    this.state = new Store<OrderPageState>({
      order: kept?.order ?? null,
      denied: kept === null,
      offline: false,
      trouble: null,
      unpaid: null,
      canceling: false,
      given: null,
    });
  }

  get slug(): string | null {
    return orderBox.get(this.id)?.slug ?? null;
  }

  start(): void {
    document.addEventListener('visibilitychange', this.wake);
    window.addEventListener('online', this.wake);
    window.addEventListener('pageshow', this.wake);
    if (!this.state.get().denied) void this.begin();
  }

  stop(): void {
    this.stopped = true;
    document.removeEventListener('visibilitychange', this.wake);
    window.removeEventListener('online', this.wake);
    window.removeEventListener('pageshow', this.wake);
    clearTimeout(this.timer);
  }

  /** Makes the link that shows this order on another device. */
  async link(): Promise<Answer<{ url: string }>> {
    return await api.orderLink(this.id, this.token);
  }

  /** Transfers a ticket to somebody else. @param idempotencyKey one per intended transfer, reused by retries */
  async transfer(
    ticketId: string,
    to: { email: string; name: string },
    { language, idempotencyKey }: { language: string; idempotencyKey: string },
  ): Promise<Answer<TransferShape>> {
    const answer = await api.transfer(this.id, ticketId, { ...to, language }, this.token, idempotencyKey);
    if (answer.kind === 'ok' && isHeld(this.id)) {
      this.stop();
      orderBox.clear(this.id);
      this.state.patch({ given: answer.data });
    } else if (answer.kind === 'ok') await this.read();
    return answer;
  }

  /** Shows the form again although a bank was said to be deciding: a refusal of its is told to the provider alone. */
  payOtherwise(): void {
    forgetReturn();
    this.state.patch({});
    this.again(0);
  }

  /** Re-reads soon, because the provider has just answered a confirmation. */
  hurry(): void {
    this.again(soonMs);
  }

  /** Re-reads before a press that leaves the page. @returns whether it is still to be paid and can be reached */
  async isToPay(): Promise<boolean> {
    this.state.patch({ unpaid: null });
    const answer = await api.readOrder(this.id, this.token || this.pass);
    if (answer.kind === 'ok') this.hear(answer.data);
    else this.state.patch({ unpaid: answer });
    return answer.kind === 'ok' && answer.data.state === 'pending' && answer.data.payment !== null;
  }

  async cancel(): Promise<void> {
    this.state.patch({ canceling: true, trouble: null });
    const answer = await api.cancelOrder(this.id, this.token || this.pass);
    if (answer.kind !== 'ok') return this.state.patch({ trouble: answer, canceling: false });
    this.again(0);
  }

  /** Replaces the token in storage by a cookie, because an injected script could read storage. */
  private async begin(): Promise<void> {
    if (this.token && (await api.keepAccess(this.id, this.token)).kind === 'ok' && (await this.opensByCookie())) {
      this.token = '';
      const kept = orderBox.get(this.id);
      if (kept) orderBox.set(this.id, { ...kept, accessToken: '' });
    }
    await this.read();
  }

  /** Returns false if the browser refuses cookies; the token is kept then. */
  private async opensByCookie(): Promise<boolean> {
    return (await api.readOrder(this.id, '')).kind === 'ok';
  }

  private async read(): Promise<void> {
    const answer = await api.readOrder(this.id, this.token || this.pass);
    if (this.stopped) return;
    if (answer.kind === 'ok') this.hear(answer.data);
    else if (answer.kind === 'away') this.state.patch({ offline: true });
    else if (answer.problem.status === 404 || answer.problem.status === 401) return this.deny();
    const pause =
      answer.kind === 'refused' ? (answer.problem.retryAfterMs ?? quietMs) : pauseAfter(this.state.get().order);
    if (pause !== null) this.again(pause);
  }

  /** What a pass has shown stays when the pass is over: its order was paid, or the turn has ended. */
  private deny(): void {
    const denied = !(this.pass && this.state.get().order?.state !== 'pending');
    this.state.patch({ denied });
  }

  private hear(order: OrderShape): void {
    const kept = orderBox.get(this.id) ?? { order: null };
    keepOrder(this.id, { ...kept, accessToken: this.token, slug: this.slug }, order);
    this.state.patch({ order, offline: false, denied: false, unpaid: null });
  }

  private again(afterMs: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.read(), spread(afterMs));
  }

  private readonly wake = (): void => {
    if (document.visibilityState === 'visible' && !this.state.get().denied) this.again(0);
  };
}
