/** Numbers reserved in Postgres ahead of the joins of a calm line: at most as many are skipped when Redis is lost. */
export const RESERVE_AHEAD = 10_000;
/** A busy line has this much of its present rush ahead of it. */
const AHEAD_SECONDS = 5;
/** Bounds what one measured second can reserve. */
const AHEAD_MAX = 500_000;
const SHORTEST_SECONDS = 0.1;

/** The lane's number at a moment. */
export interface ArrivalsAt {
  arrivals: number;
  atMs: number;
}

/** Returns how many numbers to reserve beyond those taken, by how many were taken since the last look. */
export function aheadOf(before: ArrivalsAt, now: ArrivalsAt): number {
  const seconds = Math.max(SHORTEST_SECONDS, (now.atMs - before.atMs) / 1_000);
  const perSecond = Math.max(0, now.arrivals - before.arrivals) / seconds;
  return Math.min(AHEAD_MAX, Math.max(RESERVE_AHEAD, Math.ceil(AHEAD_SECONDS * perSecond)));
}

/** Reserves again only at half, so that one write in Postgres serves thousands of joins. */
export const isShort = (left: number, ahead: number): boolean => left <= ahead / 2;
