import type { LaneSnapshot, Range } from '../../../src/contract/shapes.js';

/** People ahead, at most: absent ones are passed over. */
export function aheadOf(position: number, serving: number): number {
  return Math.max(0, position - serving - 1);
}

/** Wait in seconds from the measured speed of the line (positions a minute); null while nothing was measured. */
export function waitOf(ahead: number, lane: Pick<LaneSnapshot, 'measured'>): Range | null {
  const measured = lane.measured;
  if (!measured || measured.to <= 0) return null;
  const slowest = measured.from > 0 ? measured.from : measured.to / 4;
  return { from: Math.round((ahead / measured.to) * 60), to: Math.round((ahead / slowest) * 60) };
}

/** Chance of a ticket: between two published points the line between them, beyond the last one the last one. */
export function chanceOf(ahead: number, lane: Pick<LaneSnapshot, 'chance'>): Range | null {
  const points = [...lane.chance].sort((a, b) => a.ahead - b.ahead);
  const after = points.find((point) => point.ahead >= ahead) ?? points[points.length - 1];
  if (!after) return null;
  const before = points.filter((point) => point.ahead <= ahead).pop();
  if (!before || before.ahead === after.ahead) return { from: after.from, to: after.to };
  const share = (ahead - before.ahead) / (after.ahead - before.ahead);
  const between = (a: number, b: number) => a + (b - a) * share;
  return { from: between(before.from, after.from), to: between(before.to, after.to) };
}
