import type { AdmissionShape } from '../../../src/contract/line/line-shapes.js';
import type { BasketLimits } from '../../../src/contract/orders/most-tickets.js';
import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { ShopServerEvents } from '../../../src/contract/live/socket-events.js';
import { api, newIdempotencyKey, type Answer } from '../net/api.js';
import { spread } from '../net/backoff.js';
import { LiveSocket } from '../net/live-socket.js';
import { wordsStore } from '../words/index.js';
import { holdBox, orderBox, passBox, placeBox } from '../state/boxes.js';
import { serverClock } from '../state/server-clock.js';
import { Store } from '../state/store.js';
import type { Trouble } from '../ui/refusal.js';
import { applyDelta, emptyStock, sectionsOf, type Stock } from './availability-state.js';
import { selectionOfHold, withOwn } from './basket-change.js';
import type { HousePlan } from '../../../src/contract/stock/seat-map-shapes.js';
import { emptySelection, holdItems, withoutTaken, type Selection } from './selection.js';

/** A pass is renewed after this share of its lifetime, and at the latest this long before it expires. */
const renewAtShare = 0.6;
const renewBeforeMs = 60_000;
/** Re-read interval of a hold whose order is being canceled. */
const comingBackMs = 700;
const renewAgainMs = 5_000;
/** User input is reported to the server as presence at most this often. */
const tellPresenceMs = 30_000;
/** Full re-read interval without a socket, and with one (deltas may be lost). */
const rereadMs = 5_000;
const rereadBesideSocketMs = 45_000;
/** Sections fetched concurrently when many come into view at once. */
const sectionsAtOnce = 4;
/** Tolerated clock difference to the server: deadlines are checked this much later. */
const deadlineGraceMs = 700;

export interface ShopState {
  /** looking: no answer yet · inside · outside: not this fan's turn · ended: the admission is over. */
  admission: 'looking' | 'inside' | 'outside' | 'ended';
  admissionEndsAt: string | null;
  /** Without a hold, the slot passes on at this time unless the fan shows activity before. */
  idleUntil: string | null;
  stock: Stock;
  /** The house in outline; null while loading, and for sales without seats. */
  plan: HousePlan | null;
  selection: Selection;
  limits: BasketLimits;
  hold: HoldShape | null;
  /** The basket is being changed; it stays held until the change is committed. */
  changing: boolean;
  /** The hold expired while the fan was on the page. */
  timeUp: boolean;
  busy: 'hold' | 'release' | 'extend' | 'order' | null;
  trouble: Trouble | null;
  /** Repeats the press that failed. */
  retry: (() => void) | null;
}

const endedCodes = new Set(['PLACE_DONE', 'PLACE_EXPIRED', 'PLACE_LEFT', 'SALE_CLOSED', 'PASS_EXPIRED']);
const passCodes = new Set<string>(['PASS_EXPIRED', 'PASS_INVALID', 'PASS_REQUIRED']);

const sameItems = (one: HoldShape, other: HoldShape): boolean =>
  JSON.stringify(one.items) === JSON.stringify(other.items);

/** One admission: renews the pass, tracks availability and holds tickets. `stop` ends its timers and its socket. */
export class ShopSession {
  readonly state: Store<ShopState>;
  private readonly slug: string;
  private socket: LiveSocket<ShopServerEvents> | null = null;
  /** Availability as the server reports it; the state shows it from this fan's point of view. */
  private known: Stock = emptyStock;
  private live = false;
  /** Opened sections that could not be read yet. */
  private readonly unread = new Set<string>();
  private readonly wanted = new Set<string>();
  private readonly reading = new Set<string>();
  private stopped = false;
  /** Whether there was user input since the last pass renewal. */
  private touched = true;
  private renewedAt = 0;
  private renewTimer: ReturnType<typeof setTimeout> | undefined;
  private readTimer: ReturnType<typeof setTimeout> | undefined;
  private holdTimer: ReturnType<typeof setTimeout> | undefined;
  /** A press without an answer is retried with the same idempotency key. */
  private asked: { body: string; key: string } | null = null;

  constructor(private readonly sale: SaleShape) {
    this.slug = sale.slug;
    this.state = new Store<ShopState>({
      admission: 'looking',
      admissionEndsAt: null,
      idleUntil: null,
      stock: emptyStock,
      plan: null,
      selection: emptySelection,
      limits: { members: 1, maxPerOrder: sale.maxPerOrder },
      hold: null,
      changing: false,
      timeUp: false,
      busy: null,
      trouble: null,
      retry: null,
    });
  }

  async start(): Promise<void> {
    document.addEventListener('visibilitychange', this.wake);
    window.addEventListener('online', this.wake);
    document.addEventListener('pointerdown', this.touch);
    document.addEventListener('keydown', this.touch);
    const known = passBox.get(this.slug);
    if (known && Date.parse(known.expiresAt) > serverClock.now() + renewAgainMs) this.enter(known);
    else await this.renew();
    await this.restoreHold();
  }

  stop(): void {
    this.stopped = true;
    document.removeEventListener('visibilitychange', this.wake);
    window.removeEventListener('online', this.wake);
    document.removeEventListener('pointerdown', this.touch);
    document.removeEventListener('keydown', this.touch);
    for (const timer of [this.renewTimer, this.readTimer, this.holdTimer]) clearTimeout(timer);
    this.socket?.close();
  }

  choose(selection: Selection): void {
    this.state.patch({ selection, trouble: null });
  }

  /** Loads sections that came into view, a few at a time; they are kept current from then on. */
  needSections(keys: readonly string[]): void {
    for (const key of keys)
      if (key !== '' && !this.state.get().stock.sections[key] && !this.reading.has(key)) this.wanted.add(key);
    while (this.reading.size < sectionsAtOnce) {
      const [key] = this.wanted;
      if (key === undefined) return;
      this.wanted.delete(key);
      this.reading.add(key);
      void this.openSection(key).finally(() => {
        this.reading.delete(key);
        this.needSections([]);
      });
    }
  }

  /** Loads a section seat by seat; it is kept current from then on. */
  async openSection(section: string): Promise<void> {
    const answer = await api.section(this.slug, this.pass(), section);
    if (answer.kind !== 'ok') {
      this.unread.add(section); // retried by the next re-read
      return this.refused(answer);
    }
    this.unread.delete(section);
    this.hearStock({ ...this.known, sections: { ...this.known.sections, [section]: answer.data } });
  }

  /** Starts changing the basket; the current hold stays. */
  change(): void {
    const { hold } = this.state.get();
    if (!hold) return;
    this.state.patch({ changing: true, trouble: null, selection: selectionOfHold(hold, this.sale.ticketTypes) });
    this.hearStock(this.known);
    // only its seats tell whether what is held is a wheelchair place
    const keys = this.sale.ticketTypes.flatMap(({ id }) => sectionsOf(this.known, id).map(({ key }) => key));
    this.needSections(keys.filter((key) => hold.items.some(({ seatId }) => seatId?.startsWith(`${key}-`))));
  }

  /** Discards the change and keeps the basket as it was. */
  keep(): void {
    this.state.patch({ changing: false, trouble: null, selection: emptySelection });
    this.hearStock(this.known);
  }

  /** Replaces the hold atomically: on refusal the fan keeps the current one. */
  async swap(): Promise<void> {
    const { hold, selection } = this.state.get();
    const items = holdItems(selection, this.sale.ticketTypes);
    if (!hold) return;
    if (items.length === 0) return await this.release();
    this.state.patch({ busy: 'hold', trouble: null });
    const answer = await api.swap(hold.id, this.pass(), items);
    this.state.patch({ busy: null });
    if (answer.kind === 'ok') this.hearHold(answer.data);
    else await this.refused(answer, () => void this.swap());
    void this.reread();
  }

  async hold(): Promise<void> {
    const items = holdItems(this.state.get().selection, this.sale.ticketTypes);
    const body = JSON.stringify(items);
    if (this.asked?.body !== body) this.asked = { body, key: newIdempotencyKey() };
    this.state.patch({ busy: 'hold', trouble: null, timeUp: false });
    const answer = await api.hold(this.slug, this.pass(), items, this.asked.key);
    if (answer.kind !== 'away') this.asked = null;
    this.state.patch({ busy: null });
    if (answer.kind === 'ok') return this.hearHold(answer.data);
    await this.refused(answer, () => void this.hold());
    void this.reread();
  }

  async release(): Promise<void> {
    const { hold } = this.state.get();
    if (!hold) return;
    this.state.patch({ busy: 'release', trouble: null });
    const answer = await api.release(hold.id, this.pass());
    this.state.patch({ busy: null });
    if (answer.kind === 'ok' || (answer.kind === 'refused' && answer.problem.code === 'NOT_FOUND'))
      this.dropHold(false);
    else await this.refused(answer, () => void this.release());
    void this.reread();
  }

  async extend(): Promise<void> {
    const { hold } = this.state.get();
    if (!hold) return;
    this.state.patch({ busy: 'extend', trouble: null });
    const answer = await api.extend(hold.id, this.pass());
    this.state.patch({ busy: null });
    if (answer.kind === 'ok') this.hearHold(answer.data);
    else await this.refused(answer, () => void this.extend());
  }

  /** Turns the hold into an order and stores its access token here. @returns the order's id; null on failure */
  async order(buyer: { email: string; name: string }, promoCode: string | null): Promise<string | null> {
    const { hold } = this.state.get();
    if (!hold) return null;
    const wanted = {
      holdId: hold.id,
      buyer,
      language: wordsStore.get().code,
      ...(promoCode === null ? {} : { promoCode }),
    };
    const body = JSON.stringify(wanted);
    if (this.asked?.body !== body) this.asked = { body, key: newIdempotencyKey() };
    this.state.patch({ busy: 'order', trouble: null });
    const answer = await api.order(wanted, this.pass(), this.asked.key);
    if (answer.kind !== 'away') this.asked = null;
    this.state.patch({ busy: null });
    if (answer.kind !== 'ok') {
      await this.refused(answer);
      return null;
    }
    const { accessToken = '', ...order } = answer.data;
    // the order owns the basket until it is paid or canceled
    orderBox.set(order.id, { accessToken, slug: this.slug, order, hold });
    holdBox.clear(this.slug);
    return order.id;
  }

  /** Sends the answer to "Are you still there?". */
  async stillHere(): Promise<void> {
    this.touched = true;
    await this.renew();
  }

  /** Re-reads the admission after the idle deadline has passed. */
  async idled(): Promise<void> {
    await this.renew();
  }

  private pass(): string {
    return passBox.get(this.slug)?.pass ?? '';
  }

  private enter(admission: AdmissionShape): void {
    passBox.set(this.slug, admission);
    this.state.patch({
      admission: 'inside',
      admissionEndsAt: admission.admissionEndsAt,
      // a pass stored by an older page lacks both
      idleUntil: admission.idleUntil ?? null,
      limits: { members: admission.members ?? 1, maxPerOrder: this.sale.maxPerOrder },
    });
    const life = Date.parse(admission.expiresAt) - serverClock.now();
    this.renewIn(Math.max(renewAgainMs, Math.min(life * renewAtShare, life - renewBeforeMs)));
    if (!this.state.get().stock.house) void this.reread();
    void this.readPlan();
    this.connect();
  }

  private renewIn(ms: number): void {
    clearTimeout(this.renewTimer);
    if (!this.stopped) this.renewTimer = setTimeout(() => void this.renew(), ms);
  }

  /** Renews the pass of the same admission. Without an answer the current one stays, and renewal is retried soon. */
  private async renew(): Promise<void> {
    const token = placeBox.get(this.slug)?.placeToken;
    if (!token) return this.state.patch({ admission: 'outside' });
    const unattended = !this.touched;
    this.touched = false;
    this.renewedAt = serverClock.now();
    const answer = await api.claim(token, passBox.get(this.slug)?.pass, unattended);
    if (answer.kind !== 'ok' && !unattended) this.touched = true; // the server did not receive the presence signal
    if (answer.kind === 'ok') return this.enter(answer.data);
    if (answer.kind === 'refused' && endedCodes.has(answer.problem.code)) {
      placeBox.clear(this.slug);
      return this.leave('ended');
    }
    if (answer.kind === 'refused' && answer.problem.code === 'NOT_YET') return this.leave('outside');
    if (this.state.get().admission === 'looking') this.state.patch({ trouble: answer });
    this.renewIn(answer.kind === 'refused' ? (answer.problem.retryAfterMs ?? renewAgainMs) : spread(renewAgainMs));
  }

  private leave(admission: 'ended' | 'outside'): void {
    passBox.clear(this.slug);
    this.socket?.close();
    this.socket = null;
    this.state.patch({ admission });
  }

  private connect(): void {
    if (this.socket || this.stopped) return;
    this.socket = new LiveSocket<ShopServerEvents>({
      namespace: '/shop',
      auth: () => ({ pass: this.pass() }),
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
          const result = applyDelta(this.known, delta);
          if (result.kind === 'gap') void this.reread();
          if (result.kind === 'applied') this.hearStock(result.stock);
        },
        hold: (hold) => hold.id === this.state.get().hold?.id && this.hearHold(hold),
        deadline: ({ what, id, expiresAt }) => {
          const { hold } = this.state.get();
          if (what === 'hold' && hold?.id === id) this.hearHold({ ...hold, expiresAt });
          if (what !== 'admission') return;
          this.state.patch({ admissionEndsAt: expiresAt });
          // the promoter extended deadlines, which includes the hold's
          if (hold) void this.checkHold(hold.id);
        },
      },
    });
    this.socket.connect();
  }

  /** Fetched once: outlines hardly change, and seats carry their own coordinates. */
  private async readPlan(): Promise<void> {
    if (this.state.get().plan || !this.sale.ticketTypes.some(({ admission }) => admission === 'reserved')) return;
    const answer = await api.seatMap(this.slug);
    if (answer.kind === 'ok') this.state.patch({ plan: answer.data });
  }

  private hearStock(known: Stock): void {
    this.known = known;
    const { hold, changing } = this.state.get();
    const stock = hold && changing ? withOwn(known, hold) : known;
    const seats = Object.values(stock.sections).flatMap((section) => section.seats);
    this.state.patch({ stock, selection: withoutTaken(this.state.get().selection, seats) });
  }

  /** Re-reads everything over HTTP: at the start, after a gap, and periodically. */
  private async reread(): Promise<void> {
    clearTimeout(this.readTimer);
    if (this.stopped || this.state.get().admission !== 'inside') return;
    const sections = new Set([...Object.keys(this.state.get().stock.sections), ...this.unread]);
    void this.readPlan();
    const { hold } = this.state.get();
    // an interruption of ours has put its deadline off
    if (hold?.state === 'active') await this.checkHold(hold.id);
    const house = await api.availability(this.slug, this.pass());
    if (house.kind === 'ok') this.hearStock({ ...this.known, house: house.data });
    for (const section of sections) await this.openSection(section);
    this.rereadIn(spread(this.live && this.unread.size === 0 ? rereadBesideSocketMs : rereadMs));
  }

  private rereadIn(ms: number): void {
    clearTimeout(this.readTimer);
    if (!this.stopped) this.readTimer = setTimeout(() => void this.reread(), ms);
  }

  private async restoreHold(): Promise<void> {
    if (this.state.get().admission !== 'inside') return;
    const kept = holdBox.get(this.slug)?.hold;
    if (!kept) return await this.findHold();
    const answer = await api.readHold(kept.id, this.pass());
    if (answer.kind === 'ok') this.hearHold(answer.data);
    else if (answer.kind === 'refused') holdBox.clear(this.slug);
  }

  /** Finds a hold made on another device, or forgotten by this page. */
  private async findHold(): Promise<void> {
    const answer = await api.ownHolds(this.pass());
    if (answer.kind !== 'ok') return;
    const { holds } = answer.data;
    const hold = holds.find(({ state }) => state === 'paying') ?? holds.find(({ state }) => state === 'active');
    if (hold && !this.state.get().hold) this.hearHold(hold);
  }

  /** Shows an order of this place that another browser has made: the fan pays or cancels it from here. */
  private async adopt(orderId: string): Promise<void> {
    if (orderBox.get(orderId) !== null) return;
    // this browser may have its cookie, and have lost the rest
    const own = await api.readOrder(orderId, '');
    const answer = own.kind === 'refused' ? await api.readOrder(orderId, `Bearer ${this.pass()}`) : own;
    if (answer.kind !== 'ok' || answer.data.state !== 'pending') return;
    orderBox.set(orderId, { accessToken: '', slug: this.slug, order: answer.data, isFromElsewhere: own !== answer });
    this.state.patch({});
  }

  private hearHold(hold: HoldShape): void {
    clearTimeout(this.holdTimer);
    if (this.stopped) return;
    if (hold.state === 'expired') return this.dropHold(true);
    if (hold.state === 'released') return this.dropHold(false);
    if (hold.state === 'sold') return this.dropHold(false);
    holdBox.set(this.slug, { hold });
    // its order was just canceled: the basket is being restored
    if (hold.state === 'paying') {
      const isOurs = hold.orderId === null || orderBox.get(hold.orderId)?.isFromElsewhere !== true;
      if (hold.orderId !== null) void this.adopt(hold.orderId);
      this.holdTimer = setTimeout(() => void this.checkHold(hold.id), spread(isOurs ? comingBackMs : rereadMs));
      return;
    }
    const { hold: before, changing } = this.state.get();
    // an extended deadline alone leaves the change in progress; different content ends it
    const goesOn = changing && before !== null && sameItems(before, hold);
    this.state.patch(goesOn ? { hold } : { hold, changing: false, selection: emptySelection, timeUp: false });
    const left = Date.parse(hold.expiresAt) - serverClock.now() + deadlineGraceMs;
    this.holdTimer = setTimeout(() => void this.checkHold(hold.id), Math.max(deadlineGraceMs, left));
  }

  private async checkHold(id: string): Promise<void> {
    const answer = await api.readHold(id, this.pass());
    if (answer.kind === 'ok') return this.hearHold(answer.data);
    // a pass may run out in a sleep that this page has not counted, and the hold be there still
    const isOfPass = answer.kind === 'refused' && passCodes.has(answer.problem.code);
    if (isOfPass) await this.renew();
    if (answer.kind === 'refused' && !(isOfPass && this.state.get().admission === 'inside')) return this.dropHold(true);
    clearTimeout(this.holdTimer);
    if (!this.stopped) this.holdTimer = setTimeout(() => void this.checkHold(id), renewAgainMs);
  }

  private dropHold(timeUp: boolean): void {
    clearTimeout(this.holdTimer);
    holdBox.clear(this.slug);
    this.state.patch({ hold: null, changing: false, timeUp, ...(timeUp ? { selection: emptySelection } : {}) });
  }

  private async refused(
    answer: Exclude<Answer<unknown>, { kind: 'ok' }>,
    retry: (() => void) | null = null,
  ): Promise<void> {
    const code = answer.kind === 'refused' ? answer.problem.code : null;
    if (code === 'HOLD_EXPIRED') return this.dropHold(true);
    if (answer.kind === 'refused' && answer.problem.orderId !== undefined) await this.adopt(answer.problem.orderId);
    this.state.patch({ trouble: answer, retry });
    if (code !== null && passCodes.has(code)) await this.renew();
  }

  private readonly touch = (): void => {
    this.touched = true;
    if (this.state.get().admission !== 'inside' || serverClock.now() - this.renewedAt < tellPresenceMs) return;
    void this.renew();
  };

  private readonly wake = (): void => {
    if (document.visibilityState === 'hidden' || this.stopped) return;
    this.socket?.wake();
    void this.catchUp();
  };

  private async catchUp(): Promise<void> {
    const pass = passBox.get(this.slug);
    if (pass && Date.parse(pass.expiresAt) - serverClock.now() < renewBeforeMs) await this.renew();
    await this.reread();
    this.socket?.wake();
  }
}
