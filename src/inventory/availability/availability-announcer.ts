import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { SaleNews } from '../../contract/live/news.js';
import type { AvailabilityDelta } from '../../contract/live/socket-events.js';
import { NewsService } from '../../platform/news/news.service.js';
import { StoreAwayError } from '../../platform/store-away.js';
import { AvailabilityService } from './availability.service.js';
import { seatState, ticketTypesOf } from './availability.rules.js';
import { DELTA_GAP_MS } from '../inventory.bounds.js';
import { isAway } from '../inventory.store.js';
import { AvailabilityStore, type Changes } from './availability.store.js';
import type { SeatLayout } from '../seats/seat-layout.js';
import { SeatLayouts } from '../seats/seat-layouts.js';
import { PUBLIC } from '../../contract/sale/channels.js';
import type { StockBook } from '../channels/stock-book.js';

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
    await this.news.publish(`sale:${saleId}`, 'availability', await this.newsOf(saleId, taken));
  }

  onApplicationShutdown(): void {
    this.ended = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private async newsOf(saleId: string, changes: Changes): Promise<SaleNews['availability']> {
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
    const own = book
      .lanesWithChannels()
      .map(async (lane) => [lane, await this.deltaOfLane(saleId, layout, book, changes, lane)] as const);
    return own.length === 0 ? everybodys : { ...everybodys, lanes: Object.fromEntries(await Promise.all(own)) };
  }

  /** A lane's own channels count besides the public one, also those of their pools that have not changed. */
  private async deltaOfLane(
    saleId: string,
    layout: SeatLayout,
    book: StockBook,
    changes: Changes,
    lane: string,
  ): Promise<AvailabilityDelta> {
    const channels = book.channelsOfLane(lane);
    const all = book.pools.filter(({ channel }) => channels.includes(channel));
    const types = new Set(all.filter(({ poolId }) => changes.pools.has(poolId)).map((pool) => pool.ticketTypeId));
    const pools = all.filter(({ ticketTypeId }) => types.has(ticketTypeId));
    const counts = await this.availability.countsNow(saleId, layout, pools, book.lettersOf(channels));
    const touched = sectionsOf(layout, changes);
    const blocks = new Map([...counts.blocks].filter(([index]) => touched.has(layout.blocks[index]?.section ?? '')));
    return {
      version: changes.version,
      ticketTypes: ticketTypesOf(pools, layout.blocks, { ...counts, blocks }),
      seats: seatsOf(changes, layout, book.lettersByName(channels)),
    };
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

const sectionsOf = (layout: SeatLayout, { blocks }: Changes): Set<string> =>
  new Set([...blocks.keys()].flatMap((index) => layout.blocks[index]?.section ?? []));

/** @param letters of free seats that the reader may take */
function seatsOf({ seats }: Changes, layout: SeatLayout, letters: string): AvailabilityDelta['seats'] {
  return seats.flatMap(({ block, offset, letter }) => {
    const seat = layout.seatAt(block, offset);
    const state = seatState(letter, letters);
    return seat && state ? [{ id: seat.id, section: seat.section, state }] : [];
  });
}
