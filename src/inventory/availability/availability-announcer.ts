import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { SaleNews } from '../../contract/live/news.js';
import { NewsService } from '../../platform/news/news.service.js';
import { StoreAwayError } from '../../platform/store-away.js';
import { AvailabilityService } from './availability.service.js';
import { ticketTypesOf } from './availability.rules.js';
import { DELTA_GAP_MS } from '../inventory.bounds.js';
import { isAway } from '../inventory.store.js';
import { AvailabilityStore, type Changes } from './availability.store.js';
import { laneDelta, laneStockOf, seatsOf, sectionsOf } from './lane-deltas.rules.js';
import type { SeatLayout } from '../seats/seat-layout.js';
import { SeatLayouts } from '../seats/seat-layouts.js';
import { PUBLIC } from '../../contract/sale/channels.js';
import type { StockBook } from '../channels/stock-book.rules.js';

/**
 * Broadcasts availability deltas, a few times per second at most. Redis collects the changes of all nodes and hands
 * them to the first node that asks; each node asks shortly after its own changes, so no leader is needed.
 */
@Injectable()
export class AvailabilityAnnouncer implements OnApplicationShutdown {
  private readonly log = new Logger('Availability');
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private ended = false;

  constructor(
    private readonly store: AvailabilityStore,
    private readonly layouts: SeatLayouts,
    private readonly availability: AvailabilityService,
    private readonly news: NewsService,
  ) {}

  /** Schedules a delta within about 250 ms of a change to the sale's stock. */
  touch(saleId: string, afterMs = DELTA_GAP_MS): void {
    if (this.ended || this.timers.has(saleId)) return;
    const timer = setTimeout(() => {
      this.timers.delete(saleId);
      this.announce(saleId).catch((error: unknown) => this.log.warn(`no delta sent for ${saleId}: ${String(error)}`));
    }, afterMs);
    timer.unref();
    this.timers.set(saleId, timer);
  }

  /** Takes and broadcasts one delta now; reschedules if changes remain or another node's delta was too recent. */
  async announce(saleId: string): Promise<void> {
    const taken = await this.store.takeChanges(saleId);
    if (isAway(taken) || taken.kind === 'none') return;
    if (taken.kind === 'soon') return this.touch(saleId, taken.afterMs);
    if (taken.left > 0) this.touch(saleId);
    const { lanes, everybodys } = await this.newsOf(saleId, taken);
    // apart from the public's delta, which a node that does not know of lanes passes on to everybody
    if (lanes) await this.news.publish(`sale:${saleId}`, 'lanes', lanes);
    await this.news.publish(`sale:${saleId}`, 'availability', everybodys);
  }

  onApplicationShutdown(): void {
    this.ended = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private async newsOf(
    saleId: string,
    changes: Changes,
  ): Promise<{ lanes: SaleNews['lanes'] | null; everybodys: SaleNews['availability'] }> {
    const [book, layout] = await Promise.all([
      this.layouts.book(saleId),
      this.layouts.matching(saleId, changes.layout),
    ]);
    // no delta is better than one about other seats: its missing number makes pages read everything again
    if (!layout) throw new StoreAwayError('the seats that have changed');
    const pools = book.pools.filter(({ channel }) => channel === PUBLIC);
    const blocks = await this.countsOf(saleId, layout, changes);
    const everybodys = {
      version: changes.version,
      ticketTypes: ticketTypesOf(pools, layout.blocks, { pools: changes.pools, blocks }),
      seats: seatsOf(changes, layout, book.lettersByName([PUBLIC])),
    };
    return { everybodys, lanes: await this.lanesOf(saleId, layout, book, changes) };
  }

  /** One read for all lanes, which asks the server that decides. */
  private async lanesOf(
    saleId: string,
    layout: SeatLayout,
    book: StockBook,
    changes: Changes,
  ): Promise<SaleNews['lanes'] | null> {
    const stock = laneStockOf(book, layout, changes);
    if (!stock) return null;
    const counts = await this.availability.countsNow(saleId, stock);
    const deltas = [...stock.lanes].map(([lane, channels]) => [
      lane,
      laneDelta(book, layout, changes, counts, channels),
    ]);
    return { version: changes.version, deltas: Object.fromEntries(deltas) as SaleNews['lanes']['deltas'] };
  }

  /** Adds counts of the other zones of touched sections, because a section's figure covers all its zones. */
  private async countsOf(saleId: string, layout: SeatLayout, changes: Changes): Promise<Changes['blocks']> {
    const { blocks } = changes;
    const touched = sectionsOf(layout, changes);
    const siblings = layout.blocks.filter(({ section, index }) => touched.has(section) && !blocks.has(index));
    if (siblings.length === 0) return blocks;
    const all = await this.availability.freeOfBlocks(saleId, layout);
    return new Map([...siblings.map(({ index }) => [index, all.get(index) ?? 0] as const), ...blocks]);
  }
}
