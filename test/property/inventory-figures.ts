import { readFigures } from '../../src/inventory/stock/figures.rules.js';
import type { PoolRow } from '../../src/inventory/inventory.types.js';
import type { StockImage } from '../../src/inventory/rebuild/rebuild.rules.js';
import type { SeatLayout } from '../../src/inventory/seats/seat-layout.js';

const LETTERS = 'fhcrw';

/** Returns the figures that read-figures.lua would count in an image, without writing it. */
export function figuresOf(image: StockImage, pools: readonly PoolRow[], layout: SeatLayout) {
  const letters = image.blocks.map(([, seats]) =>
    [...LETTERS].map((letter) => [...seats].filter((one) => one === letter).length),
  );
  const figures = readFigures(pools, new Map(image.stock), {
    blocks: layout.blocks,
    letters: LETTERS,
    counts: letters,
    keptFree: layout.blocks.map(({ index }) => Number(new Map(image.runs).get(`${index}:f`) ?? 0)),
  });
  return {
    conserved: figures.conserved,
    letters: { committed: letters.reduce((sum, counts) => sum + (counts[2] ?? 0), 0) },
    counts: { committed: figures.pools.reduce((sum, pool) => sum + pool.committed, 0) },
  };
}
