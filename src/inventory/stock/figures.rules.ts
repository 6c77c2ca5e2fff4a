import { LINE_LETTER, PUBLIC_LETTER } from '../channels/stock-book.rules.js';
import type { PoolFigures, PoolRow, StockFigures } from '../inventory.types.js';
import type { Block } from '../seats/seat-layout.js';

const STATES = ['free', 'held', 'committed', 'returning', 'withdrawn'] as const;
/** Letters of seats that are not free, by state; a free seat has the letter of its pool. */
const LETTERS = { held: 'h', committed: 'c', returning: 'r', withdrawn: 'w' } as const;

/** Returns every letter that a seat of these pools can have, without duplicates. */
export function lettersOf(pools: readonly PoolRow[]): string {
  return [...new Set([...Object.values(LETTERS), LINE_LETTER, ...pools.map(({ letter }) => letter)])].join('');
}

/** Seats of each block counted by letter, in the order of `letters`, with the free count stored for the block. */
export interface Recount {
  blocks: readonly Block[];
  letters: string;
  counts: readonly (readonly number[])[];
  keptFree: readonly number[];
}

/**
 * Returns every pool's counts and the violations, each as `where: what`. With a recount, the seats must match the counts
 * too.
 */
export function readFigures(
  pools: readonly PoolRow[],
  counts: ReadonlyMap<string, string>,
  recount: Recount | null,
): StockFigures {
  const figures = pools.map(({ poolId, ticketTypeId }): PoolFigures => {
    const count = (name: string): number => Number(counts.get(`${poolId}:${name}`) ?? 0);
    const [free, held, committed, returning, withdrawn] = STATES.map(count) as [number, number, number, number, number];
    return { poolId, ticketTypeId, capacity: count('capacity'), free, held, committed, returning, withdrawn };
  });
  const faults = figures
    .filter((pool) => !addsUp(pool))
    .map(({ poolId }) => `pool ${poolId}: its counts do not add up`);
  if (recount) faults.push(...recountFaults(figures, pools, recount));
  return { pools: figures, conserved: faults.length === 0, faults };
}

function addsUp(pool: PoolFigures): boolean {
  const counts = STATES.map((state) => pool[state]);
  return counts.every((n) => n >= 0) && counts.reduce((sum, n) => sum + n, 0) === pool.capacity;
}

function* recountFaults(
  figures: readonly PoolFigures[],
  pools: readonly PoolRow[],
  { blocks, letters, counts, keptFree }: Recount,
): Generator<string> {
  for (const ticketTypeId of new Set(blocks.map((block) => block.ticketTypeId))) {
    const own = blocks.filter((block) => block.ticketTypeId === ticketTypeId);
    const seats = (letter: string): number =>
      own.reduce((sum, { index }) => sum + (counts[index]?.[letters.indexOf(letter)] ?? 0), 0);
    const ofType = figures.filter((pool) => pool.ticketTypeId === ticketTypeId);
    for (const [state, letter] of Object.entries(LETTERS)) {
      const counted = ofType.reduce((sum, pool) => sum + pool[state as keyof typeof LETTERS], 0);
      if (counted !== seats(letter))
        yield `ticket type ${ticketTypeId}, ${state}: ${seats(letter)} seats, ${counted} counted`;
    }
    for (const { poolId, free } of ofType) {
      const letter = pools.find((pool) => pool.poolId === poolId)?.letter ?? PUBLIC_LETTER;
      const counted = seats(letter) + (letter === PUBLIC_LETTER ? seats(LINE_LETTER) : 0);
      if (free !== counted) yield `pool ${poolId}, free: ${counted} seats, ${free} counted`;
    }
  }
  for (const { index, section } of blocks) {
    const free = counts[index]?.[letters.indexOf(PUBLIC_LETTER)] ?? 0;
    if (keptFree[index] !== free) yield `section ${section}, free: ${free} seats, ${keptFree[index] ?? 0} kept`;
  }
}
