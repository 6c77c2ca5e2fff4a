import { describe, expect, it } from '@jest/globals';
import { CallRates } from './call-rates.js';

describe('CallRates', () => {
  it('allows a burst, then the rate, and says when the next call is allowed', () => {
    const rates = new CallRates({ perSecond: 10, burst: 5 });
    const taken = (atMs: number, calls: number) => Array.from({ length: calls }, () => rates.take('ann', atMs));
    expect(taken(0, 6)).toEqual([0, 0, 0, 0, 0, 100]);
    expect(taken(100, 2)).toEqual([0, 100]);
    expect(taken(60_000, 6)).toEqual([0, 0, 0, 0, 0, 100]);
  });

  it('counts each caller alone, and no refused call', () => {
    const rates = new CallRates({ perSecond: 1, burst: 1 });
    expect([rates.take('ann', 0), rates.take('bob', 0)]).toEqual([0, 0]);
    for (let call = 0; call < 9; call += 1) expect(rates.take('ann', 500)).toBe(500);
    expect(rates.take('ann', 1_000)).toBe(0);
  });

  it('forgets the least recent caller once it knows too many, never the one that calls', () => {
    const rates = new CallRates({ perSecond: 1, burst: 1 });
    rates.take('idle', 0);
    rates.take('busy', 0);
    for (let other = 0; other < 19_999; other += 1) {
      rates.take(`other-${other}`, 0);
      if (other % 1_000 === 0) rates.take('busy', 0);
    }
    expect([rates.take('busy', 0) > 0, rates.take('idle', 0)]).toEqual([true, 0]);
  });

  it('gives nothing back for a clock that goes backwards', () => {
    const rates = new CallRates({ perSecond: 1, burst: 1 });
    rates.take('ann', 10_000);
    expect(rates.take('ann', 5_000)).toBeGreaterThan(0);
  });
});
