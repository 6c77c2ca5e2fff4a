import type { Range } from '../../contract/sale/sale-shapes.js';

/** How fast S moves, in positions per minute: over about 20 s, and over about two minutes. */
export interface Speed {
  fast: number;
  slow: number;
  /** Sale time since the first measurement, in ms. */
  sinceMs: number;
}

/**
 * How far future speed may deviate from the measured one, as shares of it. While the shop fills, S moves faster than it
 * ever will again; after a stall it moves faster than both averages say. Calibrated on simulated nights and on recorded
 * sales so that the stated wait contains the true one eight times out of ten; judged by those nights and by sales that
 * were recorded afterwards (test/property/told.spec.ts and recorded-told.spec.ts).
 */
const SLOWER = 0.5;
const SLOWER_WHILE_FILLING = 0.7;
const FASTER = 0.5;
const FILLING_MS = 120_000;

/** Returns the speed range shown to fans; null while nothing moves. */
export function measuredRange(speed: Speed | null): Range | null {
  if (!speed || Math.max(speed.fast, speed.slow) < 1) return null;
  const slower = speed.sinceMs < FILLING_MS ? SLOWER_WHILE_FILLING : SLOWER;
  return {
    from: Math.floor(Math.min(speed.fast, speed.slow) * (1 - slower)),
    to: Math.ceil(Math.max(speed.fast, speed.slow) * (1 + FASTER)),
  };
}
