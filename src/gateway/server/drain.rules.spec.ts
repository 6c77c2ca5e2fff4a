import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { drainPlan, retryAfterMs } from './drain.rules.js';

describe('a stop', () => {
  it('is quick with few sockets', () => {
    expect(drainPlan(3, 50)).toEqual({ spreadMs: 2, perSlice: 3 });
  });
  it('closes every socket within its time, whatever their number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (sockets) => {
        const { spreadMs, perSlice } = drainPlan(sockets, 50);
        expect(spreadMs).toBeLessThanOrEqual(20_000);
        expect(perSlice * Math.max(1, Math.floor(spreadMs / 50))).toBeGreaterThanOrEqual(sockets);
      }),
    );
  });
  it('spreads the return of many clients over more time than that of few', () => {
    expect(retryAfterMs(10, 0.999)).toBeLessThan(1_300);
    expect(retryAfterMs(15_000, 0.999)).toBeGreaterThan(55_000);
    expect(retryAfterMs(15_000, 0.999)).toBeLessThan(60_300);
    expect(retryAfterMs(15_000, 0)).toBe(200);
    const perSecond = (sockets: number): number => (sockets / (retryAfterMs(sockets, 0.9999) - 200)) * 1_000;
    for (const sockets of [100, 500, 1_900, 5_800]) expect(perSecond(sockets)).toBeLessThanOrEqual(101);
  });
});
