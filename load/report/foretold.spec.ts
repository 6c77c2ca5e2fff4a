import { describe, expect, it } from '@jest/globals';
import { evennessOf, foretold } from './foretold.js';

const run = {
  ...{ fans: 200, tickets: 100, cap: 50, perMinute: 600, maxPerFan: 4, basket: 2, purchases: 50, admitted: 50 },
  ...{ shop: [1, 1, 1], pay: [2, 2, 2], lastPurchaseSeconds: 8 },
};
const lineOf = (name: string, fault: { atSecond: number; forSeconds: number } | null): string =>
  foretold({ ...run, fault }).find(([label]) => label.includes(name))?.[1] ?? '';
const secondOf = (fault: { atSecond: number; forSeconds: number } | null): number =>
  Number.parseInt(lineOf('last purchase', fault), 10);

describe('what a rehearsal foretells of a run', () => {
  it('is the second of the last purchase: five to settle, fifty purchases at ten a second, and what one of them takes', () => {
    expect(lineOf('purchases', null)).toContain('50, really 50 (0 %)');
    expect(secondOf(null)).toBeGreaterThanOrEqual(10);
    expect(secondOf(null)).toBeLessThanOrEqual(17);
  });

  it('is later by an outage of the provider', () => {
    expect(secondOf({ atSecond: 2, forSeconds: 30 })).toBeGreaterThan(30);
  });
});

describe('evennessOf', () => {
  it('is 1 for exponential times, and large for equal ones', () => {
    const exponential = Array.from({ length: 1_000 }, (_, n) => -Math.log(1 - (n + 0.5) / 1_000));
    expect(evennessOf(exponential)).toBe(1);
    expect(evennessOf([2, 2, 2.01, 1.99])).toBe(50);
    expect(evennessOf([1, 2, 3])).toBe(6);
    expect(evennessOf([])).toBe(1);
  });
});
