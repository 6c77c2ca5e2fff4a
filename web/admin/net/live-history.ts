import type { LiveShape } from '../../../src/contract/shapes.js';
import { stageCounts, type StageCounts } from '../../../src/contract/stage-counts.js';

/** One second of a sale, for the charts. `at` in seconds since 1970. */
export type LivePoint = StageCounts & { at: number; perMinute: number; target: number };

/** Half an hour of seconds. */
const MAX_POINTS = 1_800;
const known = new Map<string, LivePoint[]>();

/** Adds what was just heard; keeps one point for a second, across pages of the panel. Returns all of them. */
export function remember(saleId: string, live: LiveShape | null): readonly LivePoint[] {
  const points = known.get(saleId) ?? [];
  if (!live) return points;
  const at = Math.floor(Date.parse(live.at) / 1000);
  const last = points[points.length - 1];
  const point = { at, ...stageCounts(live), perMinute: live.admittedPerMinute, target: live.target.perMinute };
  const rest = last?.at === at ? points.slice(0, -1) : points;
  const next = [...rest, point].slice(-MAX_POINTS);
  known.set(saleId, next);
  return next;
}
