import type { AvailabilityShape, SeatState } from '../../contract/stock/availability-shapes.js';
import type { StockState } from '../../contract/sale/sale-shapes.js';
import type { PoolRow } from '../inventory.types.js';
import type { Block } from '../seats/seat-layout.js';

/** Share of the sellable units at or below which stock is `low`. */
const LOW_SHARE = 0.1;
/** Wheelchair places of a section at or below which they are `low`: of three to five, a share never is. */
const LOW_PLACES = 3;

/** Returns what the public sees instead of a number. `sellable` is capacity less withdrawn; both count units. */
export function stockState(free: number, sellable: number): StockState {
  if (free <= 0) return 'gone';
  return free <= sellable * LOW_SHARE ? 'low' : 'plenty';
}

/**
 * Translates a seat's letter for a buyer entitled to the channels in `letters`. Committed reads as sold, because only
 * the end of its order can free it; returning reads as held, because nobody can take it yet; a free seat of another
 * channel reads as withdrawn. Returns null if the letter is not a seat.
 */
export function seatState(letter: string, letters: string): SeatState | null {
  if (letter !== '' && letters.includes(letter)) return 'free';
  if (/^[flA-Z]$/.test(letter)) return 'withdrawn';
  switch (letter) {
    case 'h':
    case 'r':
      return 'held';
    case 'c':
      return 'sold';
    case 'w':
      return 'withdrawn';
    default:
      return null;
  }
}

type TypeFigures = AvailabilityShape['ticketTypes'][number];

/** Free units per pool id and free seats per block. */
export interface Counts {
  pools: ReadonlyMap<string, number>;
  blocks: ReadonlyMap<number, number>;
  /** Free wheelchair places per block that has some; absent where they were not read. */
  places?: ReadonlyMap<number, number>;
}

/** Returns the blocks with wheelchair places, whose letters tell what is left of these. */
export const blocksWithPlaces = (blocks: readonly Block[]): Block[] =>
  blocks.filter(({ seats }) => seats.some(({ accessible }) => accessible));

/** Returns the number of a block's wheelchair places that a fan may take, by its letters in Redis. */
export const freePlaces = ({ seats }: Block, letters: string, sold: string): number =>
  seats.filter(({ accessible, offset }) => accessible && seatState(letters.charAt(offset), sold) === 'free').length;

/**
 * Returns the ticket types whose pools are counted, with the sections whose blocks are counted, in house order. What a
 * delta omits has not changed.
 */
export function ticketTypesOf(
  pools: readonly PoolRow[],
  blocks: readonly Block[],
  counts: Counts,
): AvailabilityShape['ticketTypes'] {
  const types = [...new Set(pools.map(({ ticketTypeId }) => ticketTypeId))];
  return types.flatMap((ticketTypeId) => {
    const own = pools.filter((pool) => pool.ticketTypeId === ticketTypeId && counts.pools.has(pool.poolId));
    if (own.length === 0) return [];
    const free = own.reduce((sum, { poolId }) => sum + (counts.pools.get(poolId) ?? 0), 0);
    const sellable = own.reduce((sum, { capacity, withdrawn }) => sum + capacity - withdrawn, 0);
    const sections = sectionsOf(
      blocks.filter((block) => block.ticketTypeId === ticketTypeId),
      counts,
    );
    const state = stockState(free, sellable);
    return [{ ticketTypeId, state, free, ...(sections.length > 0 ? { sections } : {}) }];
  });
}

/** Includes a section only if all its blocks (one per zone) are counted. */
function sectionsOf(blocks: readonly Block[], counts: Counts): NonNullable<TypeFigures['sections']> {
  const bySection = new Map<string, Block[]>();
  for (const block of blocks) bySection.set(block.section, [...(bySection.get(block.section) ?? []), block]);
  return [...bySection.values()].flatMap((own) => {
    const [first] = own;
    if (!first || !own.every(({ index }) => counts.blocks.has(index))) return [];
    const free = own.reduce((sum, { index }) => sum + (counts.blocks.get(index) ?? 0), 0);
    const seats = own.reduce((sum, block) => sum + block.seats.length, 0);
    const figures = { key: first.section, label: first.sectionLabel, state: stockState(free, seats), free };
    return [{ ...figures, ...placesOf(own, counts) }];
  });
}

function placesOf(own: readonly Block[], { places }: Counts): { accessible?: StockState } {
  if (!places) return {};
  const all = own.flatMap(({ seats }) => seats).filter(({ accessible, withdrawn }) => accessible && !withdrawn).length;
  if (all === 0) return {};
  const free = own.reduce((sum, { index }) => sum + (places.get(index) ?? 0), 0);
  const state = stockState(free, all);
  return { accessible: state === 'plenty' && free <= LOW_PLACES ? 'low' : state };
}
