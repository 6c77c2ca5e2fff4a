/** Numbers reserved in Postgres ahead of the joins of a calm line: at most as many are skipped when Redis is lost. */
export const RESERVE_AHEAD = 10_000;
/** A busy line has this much of its present rush ahead of it. */
const AHEAD_SECONDS = 5;
const AHEAD_MAX = 500_000;
/** A crowd that had gathered before joins opened comes in one burst: by a shorter look it would pass for a long rush. */
const SHORTEST_SECONDS = 1;
/** How often a join that met the bound asks for more: other nodes may have used up what was raised meanwhile. */
export const RAISES_MAX = 3;

/** The lane's number at a moment. */
export interface ArrivalsAt {
  arrivals: number;
  atMs: number;
}

/**
 * Returns how many numbers to reserve beyond those taken, by how many were taken since the last look; no more than all
 * taken so far, because the bound never falls again, and a lost Redis skips what is left below it.
 */
export function aheadOf(before: ArrivalsAt, now: ArrivalsAt): number {
  const seconds = Math.max(SHORTEST_SECONDS, (now.atMs - before.atMs) / 1_000);
  const perSecond = Math.max(0, now.arrivals - before.arrivals) / seconds;
  const rush = Math.min(Math.ceil(AHEAD_SECONDS * perSecond), now.arrivals);
  return Math.min(AHEAD_MAX, Math.max(RESERVE_AHEAD, rush));
}

/** Reserves again only at half, so that one write in Postgres serves thousands of joins. */
export const isShort = (left: number, ahead: number): boolean => left <= ahead / 2;
