import type { AvailabilityDelta } from '../../../src/contract/live/socket-events.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { api } from '../net/api.js';
import type { Store } from '../state/store.js';
import type { Trouble } from '../ui/refusal.js';
import { applyDelta, emptyStock, type Stock } from './availability-state.js';
import { withOwn } from './basket-change.js';
import { withoutTaken } from './selection.js';
import type { ShopState } from './shop-state.js';

/** Sections fetched concurrently when many come into view at once. */
const sectionsAtOnce = 4;

/** What there is to buy: totals of the house, the opened sections seat by seat, the outlines. */
export class ShopStock {
  /** Availability as the server reports it; the state shows it from this fan's point of view. */
  private known: Stock = emptyStock;
  /** Opened sections that could not be read yet. */
  private readonly unread = new Set<string>();
  private readonly wanted = new Set<string>();
  private readonly reading = new Set<string>();

  constructor(
    private readonly sale: SaleShape,
    private readonly state: Store<ShopState>,
    private readonly pass: () => string,
    private readonly onUnread: (answer: Trouble) => Promise<void>,
  ) {}

  /** Whether every opened section has been read. */
  isWhole(): boolean {
    return this.unread.size === 0;
  }

  /** Loads sections that came into view, a few at a time; they are kept current from then on. */
  need(keys: readonly string[]): void {
    for (const key of keys)
      if (key !== '' && !this.state.get().stock.sections[key] && !this.reading.has(key)) this.wanted.add(key);
    while (this.reading.size < sectionsAtOnce) {
      const [key] = this.wanted;
      if (key === undefined) return;
      this.wanted.delete(key);
      this.reading.add(key);
      void this.readSection(key).finally(() => {
        this.reading.delete(key);
        this.need([]);
      });
    }
  }

  /** Shows the stock anew, after the hold or the wish to change it has changed. */
  show(known = this.known): void {
    this.known = known;
    const { hold, changing, selection } = this.state.get();
    const stock = hold && changing ? withOwn(known, hold) : known;
    const seats = Object.values(stock.sections).flatMap((section) => section.seats);
    this.state.patch({ stock, selection: withoutTaken(selection, seats) });
  }

  /** @returns false if deltas are missing before this one: everything has to be read again */
  hear(delta: AvailabilityDelta): boolean {
    const result = applyDelta(this.known, delta);
    if (result.kind === 'applied') this.show(result.stock);
    return result.kind !== 'gap';
  }

  async reread(): Promise<void> {
    const sections = new Set([...Object.keys(this.state.get().stock.sections), ...this.unread]);
    const house = await api.availability(this.sale.slug, this.pass());
    if (house.kind === 'ok') this.show({ ...this.known, house: house.data });
    for (const section of sections) await this.readSection(section);
  }

  /** Fetched once: outlines hardly change, and seats carry their own coordinates. */
  async readPlan(): Promise<void> {
    if (this.state.get().plan || !this.sale.ticketTypes.some(({ admission }) => admission === 'reserved')) return;
    const answer = await api.seatMap(this.sale.slug);
    if (answer.kind === 'ok') this.state.patch({ plan: answer.data });
  }

  private async readSection(section: string): Promise<void> {
    const answer = await api.section(this.sale.slug, this.pass(), section);
    if (answer.kind !== 'ok') {
      this.unread.add(section); // retried by the next re-read
      return await this.onUnread(answer);
    }
    this.unread.delete(section);
    this.show({ ...this.known, sections: { ...this.known.sections, [section]: answer.data } });
  }
}
