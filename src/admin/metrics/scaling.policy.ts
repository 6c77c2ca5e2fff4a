/** Comfortable capacity of one node. See "Scaling" in docs/deploying.md. */
export interface NodeCapacity {
  sockets: number;
  joinsPerSecond: number;
  admissionsPerMinute: number;
}
export interface SaleDemand {
  /** Fans with a socket, or, if more, who lately asked for their place. */
  present: number;
  /** Joins so far; most of a crowd arrives in the last minutes before opening. */
  arrivals: number;
  /** Negative once open; null for sales opened manually. */
  minutesToOpening: number | null;
  /** Most fans per minute that the admission policy lets in. */
  perMinute: number;
  isOver: boolean;
}
export const scaledRoles = ['edge', 'shop', 'payments'] as const;
/** Nodes of each role, as fractions. */
export type Wanted = Record<(typeof scaledRoles)[number], number>;

/** Look-ahead in minutes. A node takes one or two to start; ten covers the slowest. */
const AHEAD_MINUTES = 10;
/** Least share of the crowd at opening that is already present ten minutes before. */
const SHARE_AT_TEN_MINUTES = 0.3;
/** Share of a crowd that presses the button within the first ten seconds of opening. */
const BURST_SHARE = 0.3;
const BURST_SECONDS = 10;

/**
 * Returns the nodes of each role that a sale will need within ten minutes, as a fraction: sum over all sales and round
 * up. Uses only people present and opening time, so that capacity is ready before the crowd.
 */
export function nodesWanted(demand: SaleDemand, node: NodeCapacity): Wanted {
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
    payments: shop / 2, // payments wait for the provider, not for our CPU
  };
}

export function sumOf(all: readonly Wanted[]): Wanted {
  const sums: Wanted = { edge: 0, shop: 0, payments: 0 };
  for (const each of all) for (const role of scaledRoles) sums[role] += each[role];
  return sums;
}

/** Estimates the people present within ten minutes. */
export function crowdSoon({ present, minutesToOpening }: SaleDemand): number {
  if (minutesToOpening === null || minutesToOpening <= 0) return present;
  // the nearer the opening, the larger the share already present
  const shareHere = Math.min(
    1,
    SHARE_AT_TEN_MINUTES + (1 - SHARE_AT_TEN_MINUTES) * (1 - minutesToOpening / AHEAD_MINUTES),
  );
  return present / Math.max(SHARE_AT_TEN_MINUTES, shareHere);
}
