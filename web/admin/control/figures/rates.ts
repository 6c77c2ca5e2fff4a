import type { LivePoint } from '../../net/live-history.js';

const OVER_SECONDS = 60;
/** Minimum history for a per-minute rate. */
const LEAST_SECONDS = 20;

/**
 * Returns the growth of a running total per minute; null if the history is too short or lacks the figure, or the line could not be read. A rebuild of
 * line and stock leaves numbers out, so nothing is compared across one.
 */
export function perMinute(
  history: readonly LivePoint[],
  pick: (point: LivePoint) => number | null | undefined,
): number | null {
  const last = history[history.length - 1];
  const first = last && history.find(({ at, epoch }) => at >= last.at - OVER_SECONDS && epoch === last.epoch);
  if (!last || !first || last.at - first.at < LEAST_SECONDS) return null;
  const [from, to] = [pick(first), pick(last)];
  if (typeof from !== 'number' || typeof to !== 'number') return null;
  return Math.max(0, Math.round(((to - from) * 60) / (last.at - first.at)));
}
