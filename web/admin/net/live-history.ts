import {
  figuresOfLive,
  type LiveHistoryShape,
  type LiveFiguresShape,
} from '../../../src/contract/live/live-history.js';
import type { LiveShape } from '../../../src/contract/live/live-shapes.js';

/** One point of a sale's charts. `at` is in Unix seconds. */
export type LivePoint = LiveFiguresShape & { at: number };

/** Half an hour at one point per second. */
const MAX_POINTS = 1_800;
const known = new Map<string, LivePoint[]>();

/** Appends the latest figures, at most one point per second, shared by all pages of the panel. Returns all points. */
export function remember(saleId: string, live: LiveShape | null): readonly LivePoint[] {
  const points = known.get(saleId) ?? [];
  if (!live) return points;
  const at = Math.floor(Date.parse(live.at) / 1000);
  const last = points[points.length - 1];
  const rest = last?.at === at ? points.slice(0, -1) : points;
  const next = [...rest, { at, ...figuresOfLive(live) }].slice(-MAX_POINTS);
  known.set(saleId, next);
  return next;
}

/** Prepends the server's history to what this page has received. Returns all points. */
export function recall(saleId: string, { points }: LiveHistoryShape): readonly LivePoint[] {
  const heard = known.get(saleId) ?? [];
  const since = heard[0]?.at ?? Number.POSITIVE_INFINITY;
  const kept = points
    .map(({ at, figures }) => ({ at: Math.floor(Date.parse(at) / 1000), ...figures }))
    .filter(({ at }) => at < since);
  const all = [...kept, ...heard].slice(-MAX_POINTS);
  known.set(saleId, all);
  return all;
}
