/** Sockets closed per millisecond during shutdown; limits the rate at which clients reconnect to the other nodes. */
const PER_MS = 1.5;
/** Maximum duration of closing all sockets, well below the supervisor's kill timeout (30 s). */
const LONGEST_SPREAD_MS = 20_000;
/** Maximum delay of a client's return, which this node does not wait for: the others take 6,000 in that time. */
const LONGEST_RETURN_MS = 60_000;
/** Minimum reconnect delay of a client, so that another node can take over first. */
const SHORTEST_RETRY_MS = 200;
/**
 * Delay added per socket: libuv accepts one connection a turn of the event loop, so a crowd that comes faster than the
 * loop turns queues ahead of every request (decision 154).
 */
const RETRY_MS_PER_SOCKET = 10;

export interface DrainPlan {
  /** Duration over which the sockets are closed, in slices. */
  spreadMs: number;
  /** Number of sockets closed per slice. */
  perSlice: number;
}

/** @param sockets number of open sockets; @param sliceMs pause between two slices */
export function drainPlan(sockets: number, sliceMs: number): DrainPlan {
  const spreadMs = Math.min(LONGEST_SPREAD_MS, Math.ceil(sockets / PER_MS));
  const slices = Math.max(1, Math.floor(spreadMs / sliceMs));
  return { spreadMs, perSlice: Math.max(1, Math.ceil(sockets / slices)) };
}

/**
 * Returns a client's reconnect delay, spread so that a full node does not return as one wave. `random` is 0 ≤ x < 1.
 */
export function retryAfterMs(sockets: number, random: number): number {
  return SHORTEST_RETRY_MS + Math.floor(random * Math.min(LONGEST_RETURN_MS, 1_000 + sockets * RETRY_MS_PER_SOCKET));
}
