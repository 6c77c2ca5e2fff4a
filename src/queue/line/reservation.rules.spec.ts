import fc from 'fast-check';
import { aheadOf, isShort, RESERVE_AHEAD } from './reservation.rules.js';

const calm = { arrivals: 0, atMs: 0 };

describe('numbers reserved ahead', () => {
  it('are few for a line that few join, so that few are skipped when Redis is lost', () => {
    expect(aheadOf(calm, { arrivals: 5_000, atMs: 60_000 })).toBe(RESERVE_AHEAD);
  });

  it('last five seconds of a rush', () => {
    const before = { arrivals: 200_000, atMs: 0 };
    expect(aheadOf(before, { arrivals: 220_000, atMs: 1_000 })).toBe(100_000);
  });

  it('are never more than have joined: a crowd that waited for the opening joins in a moment, and is no rush yet', () => {
    expect(aheadOf(calm, { arrivals: 5_000, atMs: 100 })).toBe(RESERVE_AHEAD);
    expect(aheadOf(calm, { arrivals: 20_000, atMs: 300 })).toBe(20_000);
    expect(aheadOf({ arrivals: 100_000, atMs: 0 }, { arrivals: 105_000, atMs: 100 })).toBe(25_000);
  });

  it('are bounded, however short the look was and whichever way the line seemed to move', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(10_000_000), fc.nat(100_000), (from, to, atMs) => {
        const ahead = aheadOf({ arrivals: from, atMs: 0 }, { arrivals: to, atMs });
        expect(ahead).toBeGreaterThanOrEqual(RESERVE_AHEAD);
        expect(ahead).toBeLessThanOrEqual(500_000);
      }),
    );
  });

  it('are short at half', () => {
    expect(isShort(5_001, 10_000)).toBe(false);
    expect(isShort(5_000, 10_000)).toBe(true);
  });
});
