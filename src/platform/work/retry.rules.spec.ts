import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { doublingDelayMs } from './retry.rules.js';

const terms = { firstMs: 500, longestMs: 60_000 };

describe('doublingDelayMs', () => {
  it('stays between half the first pause and the longest, after any number of tries', () => {
    const tries = fc.integer({ min: 1, max: 2_147_483_647 });
    const random = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(tries, random, (count, chance) => {
        const delay = doublingDelayMs(terms, count, chance);
        return delay >= terms.firstMs / 2 && delay <= terms.longestMs;
      }),
    );
  });

  it('doubles with each try until it is the longest', () => {
    expect([1, 2, 3, 8, 9].map((tries) => doublingDelayMs(terms, tries, 1))).toEqual([
      500, 1_000, 2_000, 60_000, 60_000,
    ]);
  });

  it('spreads rows that failed together over half of the pause', () => {
    expect([doublingDelayMs(terms, 1, 0), doublingDelayMs(terms, 1, 0.5)]).toEqual([250, 375]);
  });
});
