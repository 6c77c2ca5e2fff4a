/** Interval between points at full resolution. */
export const POINT_EVERY_MS = 5_000;
/** Age at which points are thinned to one per minute. */
export const THIN_AFTER_MS = 6 * 3_600_000;
/** How far back charts and reports reach. */
export const KEEP_MS = 90 * 86_400_000;
/** Upper bound per answer: a chart has no more pixels than this. */
const MOST_POINTS = 720;

/** Returns the time slot of a point taken now; all nodes agree on it. */
export const pointTime = (nowMs: number): Date => new Date(Math.floor(nowMs / POINT_EVERY_MS) * POINT_EVERY_MS);

/** Returns the seconds between points for a range of `minutes`, keeping within the maximum number of points. */
export function stepSeconds(minutes: number): number {
  const least = (minutes * 60) / MOST_POINTS;
  const whole = Math.max(POINT_EVERY_MS / 1_000, Math.ceil(least / 5) * 5);
  return whole > 30 ? Math.ceil(whole / 60) * 60 : whole;
}
