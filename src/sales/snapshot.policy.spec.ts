import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chanceTable, measuredRange, pollAfterMs, type ServingPoint } from './snapshot.policy.js';

describe('polling', () => {
  it('is slow long before a boundary and quick near it', () => {
    expect(pollAfterMs('scheduled', 3_600_000, 0)).toBe(15_000);
    expect(pollAfterMs('prequeue', 120_000, 0)).toBe(5_000);
    expect(pollAfterMs('prequeue', 30_000, 0)).toBe(2_000);
  });
  it('never sleeps across the opening', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2_000, max: 10_000_000 }),
        fc.integer({ min: 0, max: 10_000_000 }),
        (ahead, waiting) => {
          expect(pollAfterMs('prequeue', ahead, waiting)).toBeLessThanOrEqual(ahead);
        },
      ),
    );
  });
  it('spreads a larger crowd over more time', () => {
    expect(pollAfterMs('on_sale', null, 10_000)).toBe(2_000);
    expect(pollAfterMs('on_sale', null, 500_000)).toBe(7_000);
    expect(pollAfterMs('on_sale', null, 50_000_000)).toBe(10_000);
  });
});

describe('measured speed', () => {
  const steady = (perMinute: number, seconds: number): ServingPoint[] =>
    Array.from({ length: seconds + 1 }, (_, s) => ({ saleMs: s * 1_000, serving: Math.round((perMinute / 60) * s) }));

  it('is unknown before there are two slices', () => {
    expect(measuredRange(steady(600, 20), 20_000)).toBeNull();
    expect(measuredRange([], 0)).toBeNull();
  });
  it('is the speed of a steady line', () => {
    expect(measuredRange(steady(600, 120), 120_000)).toEqual({ from: 600, to: 600 });
  });
  it('is unknown for a line that stands', () => {
    expect(measuredRange(steady(0, 120), 120_000)).toBeNull();
  });
  it('forgets what is older than five minutes', () => {
    const fast = steady(6_000, 300);
    const last = fast[fast.length - 1] ?? { saleMs: 0, serving: 0 };
    const slow = Array.from({ length: 301 }, (_, s) => ({
      saleMs: last.saleMs + s * 1_000,
      serving: last.serving + s,
    }));
    expect(measuredRange([...fast, ...slow], 600_000)).toEqual({ from: 60, to: 60 });
  });
});

describe('chance of a ticket', () => {
  const facts = fc.record({
    free: fc.integer({ min: 0, max: 100_000 }),
    held: fc.integer({ min: 0, max: 10_000 }),
    waiting: fc.integer({ min: 0, max: 1_000_000 }),
    present: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
    rivals: fc.integer({ min: 0, max: 1_000_000 }),
  });
  it('is a range within 0 and 1 that never rises with the people ahead', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const table = chanceTable(given);
        let before = { ahead: -1, from: 1, to: 1 };
        for (const point of table) {
          expect(point.from).toBeGreaterThanOrEqual(0);
          expect(point.to).toBeLessThanOrEqual(1);
          expect(point.from).toBeLessThanOrEqual(point.to);
          expect(point.ahead).toBeGreaterThan(before.ahead);
          expect(point.from).toBeLessThanOrEqual(before.from);
          expect(point.to).toBeLessThanOrEqual(before.to);
          before = point;
        }
        expect(table.length).toBeLessThanOrEqual(9);
      }),
    );
  });
  it('is sure at the head of a line with plenty, and nil with nothing left', () => {
    expect(chanceTable({ free: 500, held: 0, waiting: 1_000, present: 1_000, rivals: 0 })[0]).toEqual({
      ahead: 0,
      from: 1,
      to: 1,
    });
    expect(chanceTable({ free: 0, held: 0, waiting: 1_000, present: 1_000, rivals: 0 })).toEqual([
      { ahead: 0, from: 0, to: 0 },
    ]);
  });
  it('is small far behind the last ticket', () => {
    const table = chanceTable({ free: 100, held: 0, waiting: 100_000, present: 100_000, rivals: 0 });
    expect(table[table.length - 1]).toEqual({ ahead: 100_000, from: 0, to: 0 });
  });
});
