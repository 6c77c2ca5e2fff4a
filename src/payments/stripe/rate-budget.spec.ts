import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RateBudget, type StripeEndpoint } from './rate-budget.js';

/** More than any budget here holds at one moment: a budget that gives without end fails instead of hanging. */
const MAX_AT_ONCE = 1_000;

/** Takes every token that is there now; returns how many. */
function drain(budget: RateBudget, endpoint: StripeEndpoint, nowMs: number): number {
  for (let taken = 0; taken < MAX_AT_ONCE; taken += 1) if (budget.take(endpoint, nowMs) !== 0) return taken;
  throw new Error(`the budget gave ${MAX_AT_ONCE} tokens at one moment`);
}

/** Takes tokens without pause for `ms` and returns when calls went out. */
function drive(budget: RateBudget, endpoint: StripeEndpoint, ms: number): number[] {
  const sent: number[] = [];
  for (let now = 0; now < ms; now += 1) for (let n = drain(budget, endpoint, now); n > 0; n -= 1) sent.push(now);
  return sent;
}

describe('RateBudget', () => {
  it('never lets more out in any second than Stripe allows, and uses most of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 400 }), (rate) => {
        const sent = drive(new RateBudget(rate), 'create', 5_000);
        const busiest = Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + 1_000).length));
        expect(busiest).toBeLessThanOrEqual(rate + 1);
        expect(sent.length).toBeGreaterThan(rate * 5 * 0.8);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps a share for captures while everything else takes what it can', () => {
    const budget = new RateBudget(25);
    const greedy: StripeEndpoint[] = ['create', 'retrieve', 'list', 'create', 'retrieve'];
    let captures = 0;
    for (let now = 0; now < 4_000; now += 1) {
      for (const endpoint of greedy) drain(budget, endpoint, now);
      if (budget.take('capture', now) === 0) captures += 1;
    }
    expect(captures).toBeGreaterThan(80);
  });

  it('answers a wait after which a token is there', () => {
    const budget = new RateBudget(10);
    drain(budget, 'capture', 0);
    const wait = budget.take('capture', 0);
    expect(wait).toBeGreaterThan(0);
    expect(budget.take('capture', wait)).toBe(0);
  });

  it('slows down after a 429 and recovers by itself', () => {
    const slowed = new RateBudget(100);
    slowed.throttled(0);
    slowed.throttled(0);
    expect(drive(slowed, 'create', 1_000).length).toBeLessThan(50);
    const later = new RateBudget(100);
    later.throttled(0);
    drain(later, 'create', 20_000);
    expect(later.available('create', 20_500)).toBeGreaterThan(5);
  });
});

describe('the numbers of a budget', () => {
  const endpoints: StripeEndpoint[] = ['create', 'capture', 'cancel', 'refund', 'retrieve', 'list', 'setup'];

  it('are a tenth of the limit at once for each endpoint, one at least', () => {
    for (const endpoint of endpoints) expect(new RateBudget(100).available(endpoint, 0)).toBe(10);
    expect(new RateBudget(5).available('create', 0)).toBe(1);
    expect(drain(new RateBudget(100), 'create', 0)).toBe(10);
  });

  it('are four tenths for all endpoints, of which capture, cancel and refund alone may take the last quarter', () => {
    const budget = new RateBudget(100);
    expect([drain(budget, 'create', 0), drain(budget, 'retrieve', 0), drain(budget, 'list', 0)]).toEqual([10, 10, 10]);
    expect([budget.available('setup', 0), budget.take('setup', 0)]).toEqual([0, 4]);
    for (const endpoint of ['capture', 'cancel', 'refund'] as const) expect(budget.available(endpoint, 0)).toBe(10);
    expect(drain(budget, 'capture', 0)).toBe(10);
    expect([budget.available('cancel', 0), budget.take('cancel', 0)]).toEqual([0, 4]);
  });

  it('are nine tenths of the limit per second, after a wait that is rounded up', () => {
    const budget = new RateBudget(10);
    expect(budget.take('create', 0)).toBe(0);
    expect(budget.take('create', 0)).toBe(113);
    expect([budget.available('create', 111), budget.available('create', 112)]).toEqual([0, 1]);
    expect(budget.available('create', 60_000)).toBe(1);
  });

  it('take nothing from a clock that jumps back', () => {
    const budget = new RateBudget(100);
    expect(budget.take('create', 10_000)).toBe(0);
    expect(budget.available('create', 0)).toBe(9);
  });

  it('are halved by a 429, to a tenth at least, and come back by a tenth per second', () => {
    const waitAfter = (...throttledAt: number[]): number => {
      const budget = new RateBudget(100);
      for (const at of throttledAt) budget.throttled(at);
      const now = throttledAt.at(-1) ?? 0;
      drain(budget, 'create', now);
      return budget.take('create', now);
    };
    expect([waitAfter(), waitAfter(0), waitAfter(0, 0)]).toEqual([13, 24, 46]);
    expect([waitAfter(0, 0, 0, 0), waitAfter(0, 0, 0, 0, 0, 0)]).toEqual([113, 113]);
    expect([waitAfter(0, 5_000), waitAfter(0, 60_000)]).toEqual([24, 24]);
    const slowed = new RateBudget(100);
    drain(slowed, 'create', 0);
    slowed.throttled(0);
    expect(slowed.available('create', 100)).toBe(4);
  });
});
