import type { LiveFlowShape } from './live-flow.js';

export interface Conversion {
  /** Share of those called or passed over who started an order. */
  ordered: number | null;
  /** Share of finished orders that were paid. */
  paid: number | null;
}

/** Returns conversion rates between stages; null while the earlier stage is empty. */
export function conversionOf(served: number, paid: number, { placed, abandoned }: LiveFlowShape): Conversion {
  const share = (part: number, whole: number): number | null => (whole <= 0 ? null : Math.min(1, part / whole));
  return { ordered: share(placed, served), paid: share(paid, paid + abandoned) };
}
