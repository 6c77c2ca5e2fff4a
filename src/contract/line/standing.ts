/**
 * A fan's standing, computed from the snapshot: in the fan's browser or, for HTTP callers, on a node.
 * Positions count from 1; S (`serving`) is the highest one called or passed over.
 */
import type { LaneSnapshot } from './line-shapes.js';
import type { Range } from '../sale/sale-shapes.js';

/** Returns the most people that may be ahead: absent ones will be passed over. Null before the draw. */
export function aheadOf(position: number | null, serving: number): number | null {
  return position === null ? null : Math.max(0, position - serving - 1);
}

/**
 * Returns the estimated wait in seconds from the measured rate of S in positions per minute; null without a
 * measurement.
 */
export function waitRange(ahead: number | null, measured: Range | null): Range | null {
  if (ahead === null || measured === null || measured.to <= 0) return null;
  const secondsAt = (perMinute: number): number => Math.round(((ahead + 1) / perMinute) * 60);
  // the slow end is capped: a rate near zero means unknown, not endless
  return { from: secondsAt(measured.to), to: secondsAt(Math.max(measured.from, measured.to / 10)) };
}

export interface ChanceTerms {
  /** Units still obtainable, including held ones weighted by their likelihood of returning. */
  stockLeft: number;
  /** Share of the people ahead who are present when called. */
  presence: number;
  /** Share of those who then buy. */
  conversion: number;
  /** Units per order. */
  basket: number;
  /** People who are inside and hold nothing yet: they take first. */
  choosing?: number;
}

/** Error margin of the estimate in either direction, until calibrated by the sale's own figures. */
const CHANCE_SPREAD = 0.35;

/** Returns the chance (0 to 1) that stock is left after this many people. */
export function chanceAfter(
  ahead: number,
  { stockLeft, presence, conversion, basket, choosing = 0 }: ChanceTerms,
): Range {
  if (stockLeft <= 0) return { from: 0, to: 0 };
  const bought = Math.max(0, (ahead * presence + choosing) * conversion * basket);
  const at = (demand: number): number =>
    Math.round(Math.min(1, stockLeft / Math.max(demand + basket, stockLeft * 0.01, 1)) ** 2 * 100) / 100;
  return { from: at(bought * (1 + CHANCE_SPREAD)), to: at(bought * (1 - CHANCE_SPREAD)) };
}

/** Steps of the table in the snapshot, shared by everybody. */
const CHANCE_STEPS = [0, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];

/** Returns the snapshot's table of chances, limited to the number of people waiting. */
export function chanceTable(waiting: number, terms: ChanceTerms): LaneSnapshot['chance'] {
  const steps = CHANCE_STEPS.filter((_, index) => index === 0 || (CHANCE_STEPS[index - 1] ?? 0) < waiting);
  return steps.map((ahead) => ({ ahead, ...chanceAfter(ahead, terms) }));
}

/** Interpolates a fan's chance linearly from the table; null without a table. */
export function chanceAt(ahead: number | null, table: LaneSnapshot['chance']): Range | null {
  const first = table[0];
  if (ahead === null || !first) return null;
  let low = first;
  for (const high of table) {
    if (high.ahead >= ahead) {
      const share = high.ahead === low.ahead ? 1 : (ahead - low.ahead) / (high.ahead - low.ahead);
      const between = (a: number, b: number): number => Math.round((a + (b - a) * share) * 100) / 100;
      return { from: between(low.from, high.from), to: between(low.to, high.to) };
    }
    low = high;
  }
  return { from: low.from, to: low.to };
}
