import type { LivePoint } from '../net/live-history.js';

const OVER_SECONDS = 60;
/** Less history than this tells nothing about a minute. */
const LEAST_SECONDS = 20;

/** By how much a running total grew in the last minute; null while the history is too young or does not have it. */
export function perMinute(
  history: readonly LivePoint[],
  pick: (point: LivePoint) => number | undefined,
): number | null {
  const last = history[history.length - 1];
  const first = last && history.find(({ at }) => at >= last.at - OVER_SECONDS);
  if (!last || !first || last.at - first.at < LEAST_SECONDS) return null;
  const [from, to] = [pick(first), pick(last)];
  if (from === undefined || to === undefined) return null;
  return Math.max(0, Math.round(((to - from) * 60) / (last.at - first.at)));
}
