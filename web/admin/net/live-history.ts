import { figuresOfLive, type LiveHistoryShape, type LiveFiguresShape } from '../../../src/contract/live-history.js';
import type { LiveShape } from '../../../src/contract/shapes.js';

/** One instant of a sale, for the charts. `at` in seconds since 1970. */
export type LivePoint = LiveFiguresShape & { at: number };

/** Half an hour of seconds. */
const MAX_POINTS = 1_800;
const known = new Map<string, LivePoint[]>();

/** Adds what was just heard; keeps one point for a second, across pages of the panel. Returns all of them. */
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

/** Puts what the server kept in front of what this page has heard. Returns all of them. */
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
