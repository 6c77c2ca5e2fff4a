import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefused, shareRefused, type WorkClass, workClasses, workClassOf } from './overload.policy.js';

describe('workClassOf', () => {
  it.each<[string, string, WorkClass]>([
    ['GET', '/health/ready', 'exempt'],
    ['POST', '/v1/orders', 'money'],
    ['GET', '/v1/orders/ord_1', 'money'],
    ['POST', '/v1/stripe/webhook', 'money'],
    ['POST', '/v1/partner/orders', 'money'],
    ['POST', '/v1/sales/x/holds', 'inside'],
    ['POST', '/v1/sales/x/holds?a=b', 'inside'],
    ['DELETE', '/v1/holds/hold_1', 'inside'],
    ['POST', '/v1/place/admission', 'inside'],
    ['DELETE', '/v1/passes/current', 'inside'],
    ['POST', '/v1/admin/sales/x/pause', 'inside'],
    ['POST', '/v1/sales/x/places', 'join'],
    ['POST', '/v1/place/defer', 'place'],
    ['POST', '/v1/card-checks', 'join'],
    ['POST', '/v1/card-checks/confirm', 'join'],
    ['GET', '/v1/pictures/pic_1', 'join'],
    ['GET', '/assets/fan-1.js', 'join'],
    ['GET', '/v1/place', 'place'],
    ['GET', '/v1/sales/x/availability', 'poll'],
    ['GET', '/v1/sales/holds', 'poll'],
    ['GET', '/s/x/line', 'poll'],
    ['POST', '/s/x/line', 'join'],
    ['POST', '/s/x/line/claim', 'inside'],
    ['POST', '/s/x/shop', 'inside'],
    ['POST', '/orders/ord_1', 'money'],
    ['GET', '*', 'poll'],
  ])('puts %s %s with %s', (method, url, work) => {
    expect(workClassOf(method, url)).toBe(work);
  });
});

describe('isRefused', () => {
  const load = fc.record({
    loopDelayMs: fc.nat(5_000),
    requestsOfTurn: fc.nat(500),
    inHand: fc.nat(10_000),
    working: fc.nat(10_000),
    expectedMs: fc.nat(5_000),
  });

  it('takes everything while there is little to do', () => {
    for (const work of workClasses)
      expect(isRefused(work, { loopDelayMs: 5, requestsOfTurn: 200, inHand: 50, working: 50, expectedMs: 5_000 })).toBe(
        false,
      );
  });

  it('refuses nobody whose work goes before that of somebody it takes', () => {
    fc.assert(
      fc.property(load, (now) => {
        const refused = workClasses.map((work) => isRefused(work, now));
        expect([...refused].sort((a, b) => Number(a) - Number(b))).toEqual(refused);
      }),
    );
  });

  it('goes on refusing when there is more to do', () => {
    fc.assert(
      fc.property(load, fc.constantFrom(...workClasses), fc.nat(1_000), (now, work, more) => {
        const worse = {
          ...now,
          loopDelayMs: now.loopDelayMs + more,
          inHand: now.inHand + more,
          working: now.working + more,
          expectedMs: now.expectedMs + more,
        };
        expect(Number(isRefused(work, worse))).toBeGreaterThanOrEqual(Number(isRefused(work, now)));
      }),
    );
  });

  it('refuses a hold, a join and a poll that would be late, and no order, which waits for the bank', () => {
    const late = { loopDelayMs: 5, requestsOfTurn: 200, inHand: 1_000, working: 1_000, expectedMs: 900 };
    expect(workClasses.filter((work) => work !== 'poll' && isRefused(work, late))).toEqual([
      'inside',
      'join',
      'place',
      'socket',
    ]);
    expect(isRefused('poll', { ...late, inHand: 100, working: 100 })).toBe(true);
  });

  it('judges how late a hold would be by those it works on, not by those still arriving', () => {
    const arriving = { loopDelayMs: 5, requestsOfTurn: 200, inHand: 1_000, working: 20, expectedMs: 5_000 };
    expect(isRefused('inside', arriving)).toBe(false);
  });

  it('takes a slow machine with few requests for what it is', () => {
    for (const work of workClasses)
      expect(
        isRefused(work, { loopDelayMs: 5_000, requestsOfTurn: 20, inHand: 20, working: 20, expectedMs: 5_000 }),
      ).toBe(false);
  });

  it('never refuses a health check', () => {
    expect(
      isRefused('exempt', { loopDelayMs: 60_000, requestsOfTurn: 1e6, inHand: 1e6, working: 1e6, expectedMs: 1e6 }),
    ).toBe(false);
  });
});

describe('shareRefused', () => {
  it('is nothing while connections are accepted at once, or wait as little as the class bears', () => {
    for (const work of workClasses) {
      expect(shareRefused(work, 0)).toBe(0);
      expect(shareRefused(work, 150)).toBe(0);
    }
    expect(shareRefused('inside', 1_000)).toBe(0);
    expect(shareRefused('money', 60_000)).toBe(0);
  });

  it('rises with the wait, and leaves some', () => {
    expect(shareRefused('inside', 1_500)).toBeCloseTo(0.5);
    expect(shareRefused('socket', 225)).toBeCloseTo(0.5);
    expect(shareRefused('inside', 60_000)).toBe(0.95);
  });

  it('is larger for what matters less', () => {
    fc.assert(
      fc.property(fc.nat(3_000), (waitMs) => {
        const shares = workClasses.map((work) => shareRefused(work, waitMs));
        expect([...shares].sort((a, b) => a - b)).toEqual(shares);
      }),
    );
  });
});
