import { Injectable } from '@nestjs/common';
import type {
  AvailabilityShape,
  SeatShape,
  SeatState,
  SectionShape,
} from '../../contract/stock/availability-shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import { StoreAwayError } from '../../platform/store-away.js';
import { blocksWithPlaces, type Counts, freePlaces, seatState, ticketTypesOf } from './availability.rules.js';
import { PUBLIC } from '../../contract/sale/channels.js';
import { PUBLIC_LETTERS } from '../channels/stock-book.rules.js';
import type { LaidSeat, SeatLayout } from '../seats/seat-layout.js';
import { AVAILABILITY_MEMORY_MS, MAX_SALES_IN_MEMORY } from '../inventory.bounds.js';
import { isAway } from '../inventory.store.js';
import { AvailabilityStore } from './availability.store.js';
import type { LaneStock, LetterCounts } from './lane-deltas.rules.js';
import { SeatLayouts } from '../seats/seat-layouts.js';

interface Remembered<T> {
  at: number;
  value: T;
}

/** Availability for pages: read at most a few times per second and node, and served from memory while Redis is down. */
@Injectable()
export class AvailabilityService {
  private readonly answers = new Map<string, Remembered<Promise<AvailabilityShape>>>();
  private readonly lastGood = new Map<string, AvailabilityShape>();

  constructor(
    private readonly store: AvailabilityStore,
    private readonly layouts: SeatLayouts,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns availability, served from memory or Postgres while Redis is down. `detailed` adds free counts, which are
   * for pass holders only. `channels` are those whose stock counts, such as those of a fan's lane.
   */
  async of(
    saleId: string,
    { detailed, channels = [PUBLIC] }: { detailed: boolean; channels?: readonly string[] },
  ): Promise<AvailabilityShape> {
    const key = [saleId, ...channels].join(' ');
    const full = await this.remember(this.answers, key, AVAILABILITY_MEMORY_MS, () => this.read(saleId, key, channels));
    return detailed ? full : withoutCounts(full);
  }

  /** Returns the seats of a section; null if there is no such section. Rejects while they cannot be read. */
  async section(saleId: string, key: string, channels: readonly string[] = [PUBLIC]): Promise<SectionShape | null> {
    const [layout, book] = await Promise.all([this.layouts.of(saleId), this.layouts.book(saleId)]);
    const sold = book.lettersByName(channels);
    const blocks = layout.blocksOfSection(key);
    const [first] = blocks;
    if (!first) return null;
    const reply = await this.store.section(
      saleId,
      blocks.map((block) => block.index),
    );
    if (isAway(reply)) throw new StoreAwayError('a section');
    if (reply.layout !== layout.fingerprint) {
      if (!(await this.layouts.matching(saleId, reply.layout))) throw new StoreAwayError('a section during a rebuild');
      return await this.section(saleId, key, channels);
    }
    const seats = blocks.flatMap((block, i) =>
      block.seats.map((seat) => {
        const letter = reply.letters[i]?.charAt(seat.offset) ?? '';
        return seatShape(seat, seatState(letter, sold) ?? (seat.withdrawn ? 'withdrawn' : 'held'));
      }),
    );
    return { version: reply.version, section: key, label: first.sectionLabel, seats };
  }

  /** Returns the free public seats of every block. Rejects while Redis is down. */
  async freeOfBlocks(saleId: string, { blocks }: SeatLayout): Promise<Map<number, number>> {
    const reply = await this.store.availability(saleId, [], blocks.length, PUBLIC_LETTERS);
    if (isAway(reply)) throw new StoreAwayError('free seats');
    return new Map(blocks.map(({ index }, i) => [index, Number(reply.blocks[i] ?? 0)]));
  }

  /** Returns what is free now of these pools, and in these blocks by letter. Rejects while Redis is down. */
  async countsNow(
    saleId: string,
    { pools, blocks, letters }: Pick<LaneStock, 'pools' | 'blocks' | 'letters'>,
  ): Promise<LetterCounts> {
    const ids = pools.map(({ poolId }) => poolId);
    const indexes = blocks.map(({ index }) => index);
    const reply = await this.store.countsNow(saleId, ids, indexes, letters);
    if (isAway(reply) || !reply.open) throw new StoreAwayError('what is free');
    const ofBlock = (at: number): Map<string, number> =>
      new Map([...letters].map((letter, i) => [letter, reply.blocks[at * letters.length + i] ?? 0]));
    return {
      pools: new Map(ids.map((id, i) => [id, reply.pools[i] ?? 0])),
      blocks: new Map(indexes.map((index, at) => [index, ofBlock(at)])),
    };
  }

  private async read(saleId: string, key: string, channels: readonly string[]): Promise<AvailabilityShape> {
    const [book, layout] = await Promise.all([this.layouts.book(saleId), this.layouts.of(saleId)]);
    const pools = book.pools.filter(({ channel }) => channels.includes(channel));
    const reply = await this.store.availability(
      saleId,
      pools.map(({ poolId }) => poolId),
      layout.blocks.length,
      book.lettersOf(channels),
    );
    const known = this.lastGood.get(key);
    if ((isAway(reply) || !reply.open) && known) return known;
    const live = !isAway(reply) && reply.open;
    const places = live ? await this.places(saleId, layout, book.lettersByName(channels)) : undefined;
    const counts: Counts = {
      // no stock in Redis yet: free is what Postgres has not sold
      pools: new Map(
        pools.map((pool, i) => [
          pool.poolId,
          live ? (reply.pools[i] ?? 0) : pool.capacity - pool.withdrawn - pool.sold,
        ]),
      ),
      blocks: new Map(
        layout.blocks.map((block, i) => [
          block.index,
          live ? (reply.blocks[i] ?? 0) : block.seats.filter((seat) => !seat.withdrawn).length,
        ]),
      ),
      ...(places && { places }),
    };
    const answer = { version: live ? reply.version : 0, ticketTypes: ticketTypesOf(pools, layout.blocks, counts) };
    if (live) keep(this.lastGood, key, answer);
    return answer;
  }

  /** Counts the wheelchair places that are free; undefined if that cannot be read now. */
  private async places(saleId: string, layout: SeatLayout, sold: string): Promise<Map<number, number> | undefined> {
    const blocks = blocksWithPlaces(layout.blocks);
    if (blocks.length === 0) return undefined;
    const reply = await this.store.section(
      saleId,
      blocks.map(({ index }) => index),
    );
    if (isAway(reply) || reply.layout !== layout.fingerprint) return undefined;
    return new Map(blocks.map((block, i) => [block.index, freePlaces(block, reply.letters[i] ?? '', sold)]));
  }

  private remember<T>(
    memory: Map<string, Remembered<Promise<T>>>,
    key: string,
    forMs: number,
    read: () => Promise<T>,
  ): Promise<T> {
    const present = memory.get(key);
    const now = this.clock.nowMs();
    if (present && now - present.at >= 0 && now - present.at < forMs) return present.value;
    const value = read();
    keep(memory, key, { at: now, value });
    // failures are not cached; the caller sees them
    value.catch(() => memory.delete(key));
    return value;
  }
}

function seatShape(seat: LaidSeat, state: SeatState): SeatShape {
  const { id, row, label, ticketTypeId, x, y, zone, accessible, companionOf, restricted, atTable } = seat;
  return {
    ...{ id, row, label, ticketTypeId, state, x, y },
    ...(zone !== null && { zone }),
    ...(accessible && { accessible }),
    ...(companionOf !== null && { companionOf }),
    ...(restricted && { restricted }),
    ...(atTable && { table: true }),
  };
}

function keep<T>(memory: Map<string, T>, key: string, value: T): void {
  memory.delete(key);
  memory.set(key, value);
  for (const oldest of memory.keys()) {
    if (memory.size <= MAX_SALES_IN_MEMORY) return;
    memory.delete(oldest);
  }
}

function withoutCounts({ version, ticketTypes }: AvailabilityShape): AvailabilityShape {
  return {
    version,
    ticketTypes: ticketTypes.map(({ ticketTypeId, state, sections }) => ({
      ticketTypeId,
      state,
      ...(sections ? { sections: sections.map(({ free: _, ...section }) => section) } : {}),
    })),
  };
}
