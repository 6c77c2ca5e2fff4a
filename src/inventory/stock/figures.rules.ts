import type { PoolFigures, PoolRow, StockFigures } from '../inventory.types.js';
import type { Block } from '../seats/seat-layout.js';

/** In the order in which read-figures.lua counts letters. */
const STATES = ['free', 'held', 'committed', 'returning', 'withdrawn'] as const;

/**
 * The counts of every pool and whether they add up. `blocks` and `letters` (counts per block, in the order of STATES) are
 * given for a recount: then the seats of a pool must agree with its counts, state by state.
 */
export function readFigures(
  pools: readonly PoolRow[],
  counts: ReadonlyMap<string, string>,
  blocks: readonly Block[],
  letters: readonly (readonly number[])[],
): StockFigures {
  const figures = pools.map(({ poolId, ticketTypeId }): PoolFigures => {
    const count = (name: string): number => Number(counts.get(`${poolId}:${name}`) ?? 0);
    const [free, held, committed, returning, withdrawn] = STATES.map(count) as [number, number, number, number, number];
    return { poolId, ticketTypeId, capacity: count('capacity'), free, held, committed, returning, withdrawn };
  });
  const conserved = figures.every(addsUp) && recountAgrees(figures, blocks, letters);
  return { pools: figures, conserved };
}

function addsUp(pool: PoolFigures): boolean {
  const counts = STATES.map((state) => pool[state]);
  return counts.every((n) => n >= 0) && counts.reduce((sum, n) => sum + n, 0) === pool.capacity;
}

function recountAgrees(
  pools: readonly PoolFigures[],
  blocks: readonly Block[],
  letters: readonly (readonly number[])[],
): boolean {
  if (letters.length === 0) return true;
  return pools.every((pool) => {
    const own = blocks.filter((block) => block.poolId === pool.poolId);
    return (
      own.length === 0 ||
      STATES.every((state, i) => own.reduce((sum, block) => sum + (letters[block.index]?.[i] ?? 0), 0) === pool[state])
    );
  });
}
