/**
 * Where a fan stands: arithmetic on the snapshot, done in the fan's own browser and, for whoever asks by HTTP, by a node.
 * Positions count from 1; S (`serving`) is the highest one called or passed over.
 */
import type { LaneSnapshot, Range } from './shapes.js';

/** People ahead at most: absent ones will be passed over. Null before the draw. */
export function aheadOf(position: number | null, serving: number): number | null {
  return position === null ? null : Math.max(0, position - serving - 1);
}

/** How long it may take, in seconds, by the measured speed of S in positions a minute; null while nothing was measured. */
export function waitRange(ahead: number | null, measured: Range | null): Range | null {
  if (ahead === null || measured === null || measured.to <= 0) return null;
  const secondsAt = (perMinute: number): number => Math.round(((ahead + 1) / perMinute) * 60);
  // the slow end is bounded: a speed near nothing tells that nobody knows, not that it takes for ever
  return { from: secondsAt(measured.to), to: secondsAt(Math.max(measured.from, measured.to / 10)) };
}

export interface ChanceTerms {
  /** Units that can still be bought, those in other people's hands counted as far as they may come back. */
  stockLeft: number;
  /** Share of the people ahead who are there when called. */
  presence: number;
  /** Share of those who then buy. */
  conversion: number;
  /** Units of an order. */
  basket: number;
}

/** How far the estimate may be off either way, until a sale's own figures calibrate it. */
const CHANCE_SPREAD = 0.35;

/** Chance (0 to 1) that something is left after so many people ahead. */
export function chanceAfter(ahead: number, { stockLeft, presence, conversion, basket }: ChanceTerms): Range {
  if (stockLeft <= 0) return { from: 0, to: 0 };
  const bought = Math.max(0, ahead * presence * conversion * basket);
  const at = (demand: number): number =>
    Math.round(Math.min(1, stockLeft / Math.max(demand + basket, stockLeft * 0.01, 1)) ** 2 * 100) / 100;
  return { from: at(bought * (1 + CHANCE_SPREAD)), to: at(bought * (1 - CHANCE_SPREAD)) };
}

/** Steps of the table that the snapshot carries: one table for everybody. */
const CHANCE_STEPS = [0, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];

/** The snapshot's table of chances, as far as people wait. */
export function chanceTable(waiting: number, terms: ChanceTerms): LaneSnapshot['chance'] {
  const steps = CHANCE_STEPS.filter((_, index) => index === 0 || (CHANCE_STEPS[index - 1] ?? 0) < waiting);
  return steps.map((ahead) => ({ ahead, ...chanceAfter(ahead, terms) }));
}

/** A fan's own chance, read off the table and straight between its steps; null when there is no table. */
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
