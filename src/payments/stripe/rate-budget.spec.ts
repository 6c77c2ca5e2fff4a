import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RateBudget, type StripeEndpoint } from './rate-budget.js';

/** Takes tokens without pause for `ms` and returns when calls went out. */
function drive(budget: RateBudget, endpoint: StripeEndpoint, ms: number): number[] {
  const sent: number[] = [];
  for (let now = 0; now < ms; now += 1) while (budget.take(endpoint, now) === 0) sent.push(now);
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
      for (const endpoint of greedy) while (budget.take(endpoint, now) === 0) continue;
      if (budget.take('capture', now) === 0) captures += 1;
    }
    expect(captures).toBeGreaterThan(80);
  });

  it('answers a wait after which a token is there', () => {
    const budget = new RateBudget(10);
    while (budget.take('capture', 0) === 0) continue;
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
    while (later.take('create', 20_000) === 0) continue;
    expect(later.available('create', 20_500)).toBeGreaterThan(5);
  });
});
