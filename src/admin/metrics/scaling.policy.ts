/** What one node carries, below which it is calm. See "Scaling" in docs/deploying.md. */
export interface NodeCapacity {
  sockets: number;
  joinsPerSecond: number;
  admissionsPerMinute: number;
}
export interface SaleDemand {
  /** Fans with a socket or a recent sign of life. */
  present: number;
  /** Joins so far: most of a crowd comes in the last minutes before the opening. */
  arrivals: number;
  /** Negative once it is open; null when it opens by hand. */
  minutesToOpening: number | null;
  /** Fans a minute whom the policy lets in at most. */
  perMinute: number;
  isOver: boolean;
}
export type ScaledRole = 'edge' | 'shop' | 'payments';

/** A node takes a minute or two to be there; this is said in time for the slowest. */
const AHEAD_MINUTES = 10;
/** Of those who will be there at the opening, at least so many are there ten minutes before it. */
const SHARE_AT_TEN_MINUTES = 0.3;
/** Of a crowd, so many press the button within the same ten seconds of the opening. */
const BURST_SHARE = 0.3;
const BURST_SECONDS = 10;

/**
 * How many nodes of each role a sale will need within ten minutes, as a fraction: the sum over all sales, rounded up, is the
 * number to run. From the people who are here and the opening time alone, so that nodes are there before the crowd is.
 */
export function nodesWanted(demand: SaleDemand, node: NodeCapacity): Record<ScaledRole, number> {
  if (demand.isOver) return { edge: 0, shop: 0, payments: 0 };
  const fans = crowdSoon(demand);
  const isNear = demand.minutesToOpening !== null && demand.minutesToOpening <= AHEAD_MINUTES;
  const isAhead = isNear && (demand.minutesToOpening ?? 0) > 0;
  const joinsPerSecond = isAhead ? (Math.max(0, fans - demand.arrivals) * BURST_SHARE) / BURST_SECONDS : 0;
  const admissions = isNear ? Math.min(demand.perMinute, Math.max(fans, demand.arrivals)) : 0;
  const shop = admissions / node.admissionsPerMinute;
  return {
    edge: Math.max(fans / node.sockets, joinsPerSecond / node.joinsPerSecond),
    shop,
    payments: shop / 2, // a payment waits for the provider, not for us
  };
}

/** The people to expect within ten minutes. */
export function crowdSoon({ present, minutesToOpening }: SaleDemand): number {
  if (minutesToOpening === null || minutesToOpening <= 0) return present;
  // the nearer the opening, the more of them are here already
  const shareHere = Math.min(
    1,
    SHARE_AT_TEN_MINUTES + (1 - SHARE_AT_TEN_MINUTES) * (1 - minutesToOpening / AHEAD_MINUTES),
  );
  return present / Math.max(SHARE_AT_TEN_MINUTES, shareHere);
}
