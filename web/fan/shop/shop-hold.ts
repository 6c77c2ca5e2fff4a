import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';
import { api } from '../net/api.js';
import { spread } from '../net/backoff.js';
import { holdBox, orderBox } from '../state/boxes.js';
import { serverClock } from '../state/server-clock.js';
import type { Store } from '../state/store.js';
import { changeGoesOn, checkInMs, checkPayingMs, fateOf, ownHoldOf } from './hold.rules.js';
import { isOfPass, renewAgainMs } from './pass.rules.js';
import { emptySelection } from './selection.js';
import type { ShopPass } from './shop-pass.js';
import type { ShopState } from './shop-state.js';

/** The fan's hold: found again after a reload, followed until it expires, is sold or is released. */
export class ShopHold {
  private stopped = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly slug: string,
    private readonly state: Store<ShopState>,
    private readonly pass: ShopPass,
  ) {}

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  async restore(): Promise<void> {
    if (this.state.get().admission !== 'inside') return;
    const kept = holdBox.get(this.slug)?.hold;
    if (!kept) return await this.find();
    const answer = await api.readHold(kept.id, this.pass.text());
    if (answer.kind === 'ok') this.hear(answer.data);
    else if (answer.kind === 'refused') holdBox.clear(this.slug);
  }

  hear(hold: HoldShape): void {
    clearTimeout(this.timer);
    if (this.stopped) return;
    const fate = fateOf(hold);
    if (fate === 'timeUp' || fate === 'gone') return this.drop(fate === 'timeUp');
    holdBox.set(this.slug, { hold });
    if (fate === 'paying') return this.waitForOrder(hold);
    const { hold: before, changing } = this.state.get();
    const goesOn = changing && changeGoesOn(before, hold);
    this.state.patch(goesOn ? { hold } : { hold, changing: false, selection: emptySelection, timeUp: false });
    this.checkIn(hold.id, checkInMs(hold, serverClock.now()));
  }

  async check(id: string): Promise<void> {
    const answer = await api.readHold(id, this.pass.text());
    if (answer.kind === 'ok') return this.hear(answer.data);
    // a pass may run out in a sleep that this page has not counted, and the hold be there still
    const mayBeThere = isOfPass(answer);
    if (mayBeThere) await this.pass.renew();
    if (answer.kind === 'refused' && !(mayBeThere && this.state.get().admission === 'inside')) return this.drop(true);
    this.checkIn(id, renewAgainMs);
  }

  drop(timeUp: boolean): void {
    clearTimeout(this.timer);
    holdBox.clear(this.slug);
    this.state.patch({ hold: null, changing: false, timeUp, ...(timeUp ? { selection: emptySelection } : {}) });
  }

  /** Shows an order of this place that another browser has made: the fan pays or cancels it from here. */
  async adopt(orderId: string): Promise<void> {
    if (orderBox.get(orderId) !== null) return;
    // this browser may have its cookie, and have lost the rest
    const own = await api.readOrder(orderId, '');
    const answer = own.kind === 'refused' ? await api.readOrder(orderId, `Bearer ${this.pass.text()}`) : own;
    if (answer.kind !== 'ok' || answer.data.state !== 'pending') return;
    orderBox.set(orderId, { accessToken: '', slug: this.slug, order: answer.data, isFromElsewhere: own !== answer });
    this.state.patch({});
  }

  /** Finds a hold made on another device, or forgotten by this page. */
  private async find(): Promise<void> {
    const answer = await api.ownHolds(this.pass.text());
    if (answer.kind !== 'ok') return;
    const hold = ownHoldOf(answer.data.holds);
    if (hold && !this.state.get().hold) this.hear(hold);
  }

  /** Its order was just canceled and the basket is being restored, or another browser pays it. */
  private waitForOrder({ id, orderId }: HoldShape): void {
    const isElsewhere = orderId !== null && orderBox.get(orderId)?.isFromElsewhere === true;
    if (orderId !== null) void this.adopt(orderId);
    this.checkIn(id, spread(checkPayingMs(isElsewhere)));
  }

  private checkIn(id: string, ms: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.check(id), ms);
  }
}
