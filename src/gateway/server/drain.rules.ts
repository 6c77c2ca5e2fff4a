/** Sockets that one millisecond of a stop sends away: their clients come back to the other nodes at this pace. */
const PER_MS = 1.5;
/** The last socket is closed well before a supervisor loses patience (30 s). */
const LONGEST_SPREAD_MS = 20_000;
/** How long a client waits at least before it comes back: long enough to find another node in charge. */
const SHORTEST_RETRY_MS = 200;

export interface DrainPlan {
  /** Over how many ms the sockets are closed, in slices. */
  spreadMs: number;
  /** Sockets closed in each slice. */
  perSlice: number;
}

/** @param sockets how many are open; @param sliceMs pause between two slices */
export function drainPlan(sockets: number, sliceMs: number): DrainPlan {
  const spreadMs = Math.min(LONGEST_SPREAD_MS, Math.ceil(sockets / PER_MS));
  const slices = Math.max(1, Math.floor(spreadMs / sliceMs));
  return { spreadMs, perSlice: Math.max(1, Math.ceil(sockets / slices)) };
}

/** The wait that one client is told, spread so that a full node does not come back as one wave. `random` is 0 ≤ x < 1. */
export function retryAfterMs(sockets: number, random: number): number {
  return SHORTEST_RETRY_MS + Math.floor(random * Math.min(LONGEST_SPREAD_MS, 1_000 + sockets));
}
