import type { SaleShape, SaleState } from '../../../src/contract/sale/sale-shapes.js';

/** Sales that can be acted on now come first. */
const rank: Record<SaleState, number> = {
  on_sale: 0,
  prequeue: 0,
  paused: 1,
  scheduled: 2,
  sold_out: 3,
  closed: 4,
  draft: 4,
};

type Listed = Pick<SaleShape, 'state' | 'opensAt'>;

/** Sorts open sales by what can be done with them, then by opening time; ended sales are listed apart, newest first. */
export function inOrder<T extends Listed>(sales: readonly T[]): { open: T[]; over: T[] } {
  const opening = ({ opensAt }: Listed) => Date.parse(opensAt);
  return {
    open: sales
      .filter(({ state }) => rank[state] < 4)
      .sort((a, b) => rank[a.state] - rank[b.state] || opening(a) - opening(b)),
    over: sales.filter(({ state }) => rank[state] === 4).sort((a, b) => opening(b) - opening(a)),
  };
}
