import type { SaleState } from '../../contract/sale/sale-shapes.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** Longest polling interval; beyond this, pages would show stale data. */
const SLOWEST_POLL_MS = 30 * SECOND_MS;
/** Each this many people waiting adds a second: caches serve them, but the last of them are far from their turn. */
const CROWD_PER_SECOND = 100_000;

/**
 * Returns the polling interval of a page that is not near the front, before its own jitter.
 * @param toBoundaryMs time until the next prequeue or opening; null if none is ahead
 */
export function pollAfterMs(state: SaleState, toBoundaryMs: number | null, waiting: number): number {
  if (state === 'closed') return SLOWEST_POLL_MS;
  if (state === 'sold_out') return 10 * SECOND_MS;
  const crowd = Math.min(8, Math.floor(waiting / CROWD_PER_SECOND)) * SECOND_MS;
  if (state === 'scheduled' || state === 'prequeue') {
    const ahead = toBoundaryMs ?? 0;
    const calm = ahead > 10 * MINUTE_MS ? 15 * SECOND_MS : ahead > MINUTE_MS ? 5 * SECOND_MS : 2 * SECOND_MS;
    // a page must not sleep past the boundary
    return Math.max(2 * SECOND_MS, Math.min(calm + crowd, ahead));
  }
  return 2 * SECOND_MS + crowd;
}

/** How much slower pages poll a node that degrades. */
const STRETCH = 3;

/** Returns the polling interval that an overloaded node asks for. Never slower shortly before an opening. */
export function stretchedPollMs(pollAfterMs: number, toBoundaryMs: number | null): number {
  if (toBoundaryMs !== null && toBoundaryMs <= MINUTE_MS) return pollAfterMs;
  return Math.max(pollAfterMs, Math.min(SLOWEST_POLL_MS, pollAfterMs * STRETCH));
}
