import type { LiveFlowShape } from './live-flow.js';

export interface Conversion {
  /** Of those called or passed over, how many began an order. */
  ordered: number | null;
  /** Of the orders that ended one way or the other, how many are paid. */
  paid: number | null;
}

/** Shares from one stage to the next; null while nobody has reached the stage before. */
export function conversionOf(served: number, paid: number, { placed, abandoned }: LiveFlowShape): Conversion {
  const share = (part: number, whole: number): number | null => (whole <= 0 ? null : Math.min(1, part / whole));
  return { ordered: share(placed, served), paid: share(paid, paid + abandoned) };
}
