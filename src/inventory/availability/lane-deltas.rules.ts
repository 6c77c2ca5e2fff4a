import type { AvailabilityDelta } from '../../contract/live/socket-events.js';
import type { StockBook } from '../channels/stock-book.rules.js';
import type { PoolRow } from '../inventory.types.js';
import type { Block, SeatLayout } from '../seats/seat-layout.js';
import { seatState, ticketTypesOf } from './availability.rules.js';
import type { Changes } from './availability.store.js';

/** What is free in pools, and in blocks by the letter of the seats. */
export interface LetterCounts {
  pools: ReadonlyMap<string, number>;
  blocks: ReadonlyMap<number, ReadonlyMap<string, number>>;
}

/** What must be counted for the deltas of all lanes with channels of their own. */
export interface LaneStock {
  lanes: ReadonlyMap<string, readonly string[]>;
  pools: readonly PoolRow[];
  blocks: readonly Block[];
  letters: string;
}

/** Returns null where no lane has channels of its own. */
export function laneStockOf(book: StockBook, layout: SeatLayout, changes: Changes): LaneStock | null {
  const lanes = new Map(book.lanesWithChannels().map((lane) => [lane, book.channelsOfLane(lane)]));
  if (lanes.size === 0) return null;
  const channels = [...new Set([...lanes.values()].flat())];
  const touched = sectionsOf(layout, changes);
  return {
    lanes,
    pools: poolsOf(book, channels, changes),
    blocks: layout.blocks.filter(({ section }) => touched.has(section)),
    letters: book.lettersOf(channels),
  };
}

/** @param channels of the lane; they count besides the public one, also those of their pools that have not changed */
export function laneDelta(
  book: StockBook,
  layout: SeatLayout,
  changes: Changes,
  counts: LetterCounts,
  channels: readonly string[],
): AvailabilityDelta {
  const letters = [...book.lettersOf(channels)];
  const sum = (ofBlock: ReadonlyMap<string, number>): number =>
    letters.reduce((total, letter) => total + (ofBlock.get(letter) ?? 0), 0);
  const blocks = new Map([...counts.blocks].map(([index, ofBlock]) => [index, sum(ofBlock)]));
  return {
    version: changes.version,
    ticketTypes: ticketTypesOf(poolsOf(book, channels, changes), layout.blocks, { pools: counts.pools, blocks }),
    seats: seatsOf(changes, layout, book.lettersByName(channels)),
  };
}

/** Returns these channels' pools of each ticket type of which one of them has changed. */
function poolsOf(book: StockBook, channels: readonly string[], changes: Changes): PoolRow[] {
  const all = book.pools.filter(({ channel }) => channels.includes(channel));
  const types = new Set(all.filter(({ poolId }) => changes.pools.has(poolId)).map((pool) => pool.ticketTypeId));
  return all.filter(({ ticketTypeId }) => types.has(ticketTypeId));
}

export const sectionsOf = (layout: SeatLayout, { blocks }: Changes): Set<string> =>
  new Set([...blocks.keys()].flatMap((index) => layout.blocks[index]?.section ?? []));

/** @param letters of free seats that the reader may take */
export function seatsOf({ seats }: Changes, layout: SeatLayout, letters: string): AvailabilityDelta['seats'] {
  return seats.flatMap(({ block, offset, letter }) => {
    const seat = layout.seatAt(block, offset);
    const state = seatState(letter, letters);
    return seat && state ? [{ id: seat.id, section: seat.section, state }] : [];
  });
}
