import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mustLookAfter, mustLookFirst, retryDelayMs } from './retry.rules.js';

const HOUR_MS = 3_600_000;

describe('retry rules', () => {
  it('waits longer with each try, within bounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (tries, random) => {
          const delay = retryDelayMs(tries, random);
          expect(delay).toBeGreaterThanOrEqual(250);
          expect(delay).toBeLessThanOrEqual(60_000);
        },
      ),
    );
    expect(retryDelayMs(1, 0)).toBeLessThan(retryDelayMs(4, 0));
  });

  it('asks again with the same key while Stripe remembers it, and looks first when it may have forgotten', () => {
    const now = 100 * HOUR_MS;
    expect(mustLookFirst({ tries: 3, wantedAtMs: now - HOUR_MS }, now)).toBe(false);
    expect(mustLookFirst({ tries: 3, wantedAtMs: now - 21 * HOUR_MS }, now)).toBe(true);
    expect(mustLookFirst({ tries: 1, wantedAtMs: now - 21 * HOUR_MS }, now)).toBe(false);
  });

  it('looks for the outcome when tries keep failing', () => {
    expect(mustLookAfter({ tries: 1 })).toBe(false);
    expect(mustLookAfter({ tries: 4 })).toBe(true);
  });
});

describe('the borders of a retry', () => {
  it('are the second try after twenty hours, and the fourth failure', () => {
    const at = (tries: number, age: number) => mustLookFirst({ tries, wantedAtMs: 0 }, age);
    expect([at(2, 20 * HOUR_MS), at(2, 20 * HOUR_MS + 1), at(1, 99 * HOUR_MS)]).toEqual([false, true, false]);
    expect([mustLookAfter({ tries: 3 }), mustLookAfter({ tries: 5 })]).toEqual([false, true]);
  });
});
