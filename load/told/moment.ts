import type { LiveShape } from '../../src/contract/live/live-shapes.js';

/** On what a table of chances is reckoned. */
export interface Moment {
  second: number;
  free: number;
  held: number;
  /** Tickets an order; null before any. */
  basket: number | null;
  /** Let in or called, and not gone. */
  inside: number;
  serving: number;
  admitted: number;
  called: number;
  waiting: number;
}

export function momentOf(second: number, { stock, orders, active, lanes }: LiveShape): Moment | null {
  const lane = lanes['general'];
  if (!lane) return null;
  const sum = (of: 'free' | 'held' | 'sold'): number => stock.reduce((all, one) => all + one[of], 0);
  const placed = orders.pending + orders.authorized + orders.paid;
  const { serving, admitted, called, waiting } = lane;
  return {
    ...{ second, free: sum('free'), held: sum('held'), basket: placed === 0 ? null : sum('sold') / placed },
    ...{ inside: active + called, serving, admitted, called, waiting },
  };
}
