/** Points are this far apart while they are young. */
export const POINT_EVERY_MS = 5_000;
/** From here on one point a minute is left. */
export const THIN_AFTER_MS = 6 * 3_600_000;
/** Charts and reports reach back so far. */
export const KEEP_MS = 90 * 86_400_000;
/** More points than a chart has pixels tell nothing. */
const MOST_POINTS = 720;

/** The instant that a point made now stands for: all nodes agree on it. */
export const pointTime = (nowMs: number): Date => new Date(Math.floor(nowMs / POINT_EVERY_MS) * POINT_EVERY_MS);

/** Seconds between the points of an answer that covers `minutes`, so that there are never too many. */
export function stepSeconds(minutes: number): number {
  const least = (minutes * 60) / MOST_POINTS;
  const whole = Math.max(POINT_EVERY_MS / 1_000, Math.ceil(least / 5) * 5);
  return whole > 30 ? Math.ceil(whole / 60) * 60 : whole;
}
