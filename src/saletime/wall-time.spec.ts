import { describe, expect, it } from '@jest/globals';
import { wallTimeOf } from './wall-time.js';

const told = (saleId: string, saleNowMs: number, wallNowMs: number): number =>
  Date.parse(wallTimeOf(saleId, 60_000, saleNowMs, wallNowMs));

describe('a deadline in wall time', () => {
  it('is as far ahead as in sale time', () => {
    expect(told('one', 10_000, 500_000)).toBe(550_000);
  });

  it('stays the same when the clocks are read further apart, and moves when sale time has stood still', () => {
    const first = told('two', 10_000, 500_000);
    expect(told('two', 11_000, 501_007)).toBe(first);
    expect(told('two', 11_000, 500_995)).toBe(first);
    expect(told('two', 11_000, 506_000)).toBe(first + 5_000);
    expect(told('two', 12_000, 507_003)).toBe(first + 5_000);
  });

  it('adds up many small standstills', () => {
    const first = told('three', 10_000, 500_000);
    const drifted = Array.from({ length: 10 }, (_, n) => told('three', 10_000, 500_000 + n * 100));
    expect(drifted[0]).toBe(first);
    expect(drifted.at(-1)).toBeGreaterThan(first + 600);
  });

  it('of one sale says nothing of another', () => {
    told('four', 10_000, 500_000);
    expect(told('five', 10_000, 500_100)).toBe(550_100);
  });
});
