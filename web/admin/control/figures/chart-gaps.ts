import type { LivePoint } from '../../net/live-history.js';

/** Between rows of the server's history lie five seconds. */
const LEAST_GAP_SECONDS = 20;
const MISSED_POINTS = 3;

/** A point of a chart; null where nothing was read: the line ends there, and begins again after it. */
export type Reading = { at: number; point: LivePoint | null };

/** Returns the points with a break wherever several in a row are missing. */
export function withGaps(history: readonly LivePoint[]): Reading[] {
  const steps = history.slice(1).map((point, index) => point.at - (history[index]?.at ?? point.at));
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  const most = Math.max(LEAST_GAP_SECONDS, MISSED_POINTS * usual);
  return history.flatMap((point, index): Reading[] => {
    const before = history[index - 1]?.at ?? point.at;
    const own = { at: point.at, point };
    return point.at - before > most ? [{ at: before + 1, point: null }, own] : [own];
  });
}
