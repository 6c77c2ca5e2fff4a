import fc from 'fast-check';
import { admissionReasons } from '../../contract/line/admission-reasons.js';
import { type AdmissionPolicy, type AdmissionSignals, decideAdmission, targetOf } from './admission.policy.js';

const policy: AdmissionPolicy = {
  cap: 200,
  perMinute: 600,
  graceSeconds: 15,
  claimMinutes: 10,
  shopMinutes: 10,
  holdMinutes: 8,
  payMinutes: 10,
  idleMinutes: 3,
  groupMax: 4,
  handoff: 'once',
  stepUp: 'observe',
  ramp: null,
};
const lane = { key: 'general', weight: 1, arrivals: 10_000, serving: 100, ready: 600, window: 800, windowAtMs: 0 };
const calm: AdmissionSignals = {
  state: 'on_sale',
  drawnAtMs: 0,
  quietUntilMs: 0,
  nowMs: 60_000,
  elapsedMs: 250,
  ratePerMinute: 600,
  active: 10,
  called: 5,
  lanes: [lane],
  stock: { free: 5_000, held: 20 },
  checkout: { payments: 'healthy', downForMs: 0, successRate: 0.98, p95Ms: 700, meanBasket: 2 },
};
const well = { payments: 'healthy', downForMs: 0, successRate: 1, p95Ms: 700 } as const;
const checkout = (change: Partial<NonNullable<AdmissionSignals['checkout']>>): AdmissionSignals => ({
  ...calm,
  checkout: { payments: 'healthy', downForMs: 0, successRate: 1, p95Ms: 700, ...change },
});
/** Returns the rate after `seconds` of unchanged signals, decided every 250 ms. */
function rateAfter(seconds: number, signals: AdmissionSignals): number {
  let ratePerMinute = signals.ratePerMinute;
  for (let tick = 0; tick < seconds * 4; tick++)
    ({ ratePerMinute } = decideAdmission(policy, { ...signals, ratePerMinute }));
  return ratePerMinute ?? 0;
}

describe('decideAdmission', () => {
  it('lets in at the set rate when all is well', () => {
    expect(decideAdmission(policy, calm)).toMatchObject({ ratePerMinute: 600, cap: 200, reason: 'AT_RATE' });
  });

  it.each([
    ['PAUSED', { state: 'paused' }],
    ['SOLD_OUT', { state: 'sold_out' }],
    ['CLOSED', { state: 'closed' }],
    ['NOT_OPEN', { state: 'prequeue' }],
    ['NOT_OPEN', { drawnAtMs: null }],
    ['SETTLING', { quietUntilMs: 60_001 }],
    ['SIGNAL_LOST', { stock: null }],
    ['SIGNAL_LOST', { checkout: null }],
    ['SIGNAL_LOST', { checkout: null, checkoutLostForMs: 1_000 }],
    ['SHOP_AWAY', { checkout: { ...well, shopAwayForMs: 1 } }],
    ['SHOP_AWAY', { checkout: { ...well, payments: 'unknown', downForMs: 60_000, shopAwayForMs: 60_000 } }],
    ['QUARANTINED', { checkout: { ...well, quarantined: true, shopAwayForMs: 60_000 } }],
    ['PAYMENTS_DOWN', { checkout: { ...well, payments: 'down', downForMs: 60_000 } }],
    ['STOCK_GONE', { stock: { free: 0, held: 9 } }],
    ['AT_CAP', { active: 195 }],
    ['STOCK_LIMITED', { stock: { free: 4, held: 11 } }],
    ['NOBODY_READY', { lanes: [{ ...lane, ready: 0 }] }],
    ['RECOVERING', { ratePerMinute: 300 }],
  ] as const)('says %s', (reason, change) => {
    expect(decideAdmission(policy, { ...calm, ...change }).reason).toBe(reason);
  });

  it('slows down smoothly under trouble of the provider, and never for declined cards', () => {
    const trouble = checkout({ payments: 'degraded' });
    expect(rateAfter(1, trouble)).toBeCloseTo(480, 0);
    expect(rateAfter(60, trouble)).toBe(30);
    expect(rateAfter(60, checkout({ successRate: 0.01 }))).toBe(600);
  });

  it('stops when payments are down for ten seconds, and grows back evenly', () => {
    expect(decideAdmission(policy, checkout({ payments: 'down', downForMs: 9_999 })).ratePerMinute).toBeGreaterThan(0);
    expect(decideAdmission(policy, checkout({ payments: 'down', downForMs: 10_000 }))).toMatchObject({
      ratePerMinute: 0,
      reason: 'PAYMENTS_DOWN',
    });
    expect(rateAfter(5, { ...calm, ratePerMinute: 0 })).toBeCloseTo(120, 0);
    expect(rateAfter(30, { ...calm, ratePerMinute: 0 })).toBe(600);
  });

  it('takes unknown payments for trouble at once, stops after ten seconds, and comes back by itself', () => {
    const unknown = (downForMs: number) => checkout({ payments: 'unknown', downForMs });
    expect(decideAdmission(policy, unknown(0)).reason).toBe('PAYMENTS_UNKNOWN');
    expect(rateAfter(1, unknown(1_000))).toBeCloseTo(480, 0);
    expect(decideAdmission(policy, unknown(9_999)).ratePerMinute).toBeGreaterThan(0);
    expect(decideAdmission(policy, unknown(10_000))).toMatchObject({ ratePerMinute: 0, reason: 'PAYMENTS_UNKNOWN' });
    expect(rateAfter(30, { ...calm, ratePerMinute: 0 })).toBe(600);
  });

  it('lets nobody in before the charges were compared, after everything was stopped', () => {
    const uncompared = (payments: 'healthy' | 'unknown' | 'down') =>
      decideAdmission(policy, checkout({ payments, uncompared: true }));
    expect(uncompared('healthy')).toMatchObject({ ratePerMinute: 0, reason: 'PAYMENTS_UNKNOWN' });
    expect(uncompared('unknown')).toMatchObject({ ratePerMinute: 0, reason: 'PAYMENTS_UNKNOWN' });
    expect(uncompared('down')).toMatchObject({ ratePerMinute: 0, reason: 'PAYMENTS_DOWN' });
  });

  it('never lets in more by any signal than when payments are healthy', () => {
    const health = fc.constantFrom('healthy' as const, 'degraded' as const, 'down' as const, 'unknown' as const);
    fc.assert(
      fc.property(health, fc.nat(60_000), fc.nat(1_000), fc.nat(600), (payments, downForMs, elapsedMs, rate) => {
        const at = { ...calm, elapsedMs, ratePerMinute: rate };
        const well = decideAdmission(policy, at).ratePerMinute;
        const seen = decideAdmission(policy, { ...checkout({ payments, downForMs }), elapsedMs, ratePerMinute: rate });
        // the floor may exceed a rate that is still ramping up from zero
        expect(seen.ratePerMinute).toBeLessThanOrEqual(Math.max(well, policy.perMinute * 0.05));
        if (payments !== 'healthy') expect(seen.reason).toMatch(/^PAYMENTS_/);
      }),
    );
  });

  it('lets in no more when payments are worse: healthy, then trouble, then down or unknown for long', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.integer({ min: 30, max: 600 }), fc.nat(60_000), (elapsedMs, rate, downForMs) => {
        const rateWith = (payments: 'healthy' | 'degraded' | 'down' | 'unknown'): number =>
          decideAdmission(policy, { ...checkout({ payments, downForMs }), elapsedMs, ratePerMinute: rate })
            .ratePerMinute;
        expect(rateWith('degraded')).toBeLessThanOrEqual(rateWith('healthy'));
        expect(rateWith('down')).toBeLessThanOrEqual(rateWith('degraded'));
        expect(rateWith('unknown')).toBe(rateWith('down'));
      }),
    );
  });

  it('comes to the same rate from wherever it starts, in ticks of whatever length', () => {
    const within = (signals: AdmissionSignals, start: number, ticks: readonly number[]): number =>
      ticks.reduce(
        (ratePerMinute, elapsedMs) => decideAdmission(policy, { ...signals, ratePerMinute, elapsedMs }).ratePerMinute,
        start,
      );
    const ticks = fc.array(fc.integer({ min: 250, max: 1_000 }), { minLength: 240, maxLength: 240 });
    fc.assert(
      fc.property(fc.nat(600), ticks, (start, lengths) => {
        expect(within(calm, start, lengths)).toBe(policy.perMinute);
        expect(within(checkout({ payments: 'degraded' }), start, lengths)).toBeCloseTo(policy.perMinute * 0.05, 6);
      }),
      { numRuns: 30 },
    );
  });

  it('rises evenly after the opening where the promoter set a ramp, and never above it', () => {
    const ramped = { ...policy, ramp: { minutes: 10, fromPerMinute: 100 } };
    const at = (nowMs: number, ratePerMinute: number | null = null) =>
      decideAdmission(ramped, { ...calm, drawnAtMs: 0, nowMs, ratePerMinute });
    expect(at(0)).toMatchObject({ ratePerMinute: 100, reason: 'RAMPING' });
    expect(at(5 * 60_000)).toMatchObject({ ratePerMinute: 350, reason: 'RAMPING' });
    expect(at(5 * 60_000, 40)).toMatchObject({ ratePerMinute: 46, reason: 'RECOVERING' });
    expect(at(10 * 60_000)).toMatchObject({ ratePerMinute: 600, reason: 'AT_RATE' });
    expect(at(-1).ratePerMinute).toBe(100); // sale time was moved back
    fc.assert(
      fc.property(fc.nat(900_000), fc.nat(900_000), (one, other) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)];
        expect(at(early).ratePerMinute).toBeLessThanOrEqual(at(late).ratePerMinute);
        expect(at(late).ratePerMinute).toBeLessThanOrEqual(policy.perMinute);
      }),
    );
  });

  it('keeps a slow floor while the stock is not reported, or checkout is not heard for less than ten seconds', () => {
    const rate = (change: Partial<AdmissionSignals>) => decideAdmission(policy, { ...calm, ...change }).ratePerMinute;
    expect(rate({ stock: null })).toBe(60);
    expect(rate({ checkout: null, checkoutLostForMs: 9_999 })).toBe(60);
    expect(rate({ checkout: null, checkoutLostForMs: 10_000 })).toBe(0);
  });

  it('calls nobody before the first report of checkout since its start, whatever is known of the stock', () => {
    for (const stock of [calm.stock, null])
      for (const silent of [{}, { checkoutLostForMs: null }])
        expect(decideAdmission(policy, { ...calm, stock, checkout: null, ...silent }).ratePerMinute).toBe(0);
  });

  it('slows when no node serves the shop, stops after ten seconds, and comes back by itself', () => {
    const away = (shopAwayForMs: number) => checkout({ shopAwayForMs });
    expect(rateAfter(1, away(6_001))).toBeCloseTo(480, 0);
    expect(decideAdmission(policy, away(9_999)).ratePerMinute).toBeGreaterThan(0);
    expect(decideAdmission(policy, away(10_000))).toMatchObject({ ratePerMinute: 0, reason: 'SHOP_AWAY' });
    expect(rateAfter(30, { ...away(0), ratePerMinute: 0 })).toBe(600);
  });

  it('lets one in while anything is free, and nobody when nothing is', () => {
    expect(decideAdmission(policy, { ...calm, stock: { free: 1, held: 0 } }).cap).toBe(1);
    expect(decideAdmission(policy, { ...calm, stock: { free: 0, held: 50 } }).cap).toBe(0);
  });

  it('never passes the promoter’s cap and rate, whatever is signalled', () => {
    const natural = fc.integer({ min: 0, max: 1_000_000 });
    const signals = fc.record({
      elapsedMs: fc.integer({ min: 0, max: 1_000 }),
      ratePerMinute: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
      active: natural,
      called: natural,
      stock: fc.option(fc.record({ free: natural, held: natural })),
      checkout: fc.option(
        fc.record({
          payments: fc.constantFrom('healthy', 'degraded', 'down', 'unknown'),
          downForMs: natural,
          successRate: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
          p95Ms: fc.option(natural),
          meanBasket: fc.option(fc.double({ min: 0, max: 9, noNaN: true })),
        }),
      ),
    });
    fc.assert(
      fc.property(signals, (change) => {
        const { ratePerMinute, cap } = decideAdmission(policy, { ...calm, ...change });
        expect(ratePerMinute).toBeGreaterThanOrEqual(0);
        expect(ratePerMinute).toBeLessThanOrEqual(policy.perMinute);
        expect(cap).toBeLessThanOrEqual(policy.cap);
        if (change.stock && change.stock.free > 0) expect(cap).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('the window', () => {
  const windowWith = (change: Partial<typeof lane>): number =>
    decideAdmission(policy, { ...calm, lanes: [{ ...lane, ...change }] }).lanes[0]?.window ?? -1;

  it('starts at a minute’s calls', () => {
    expect(windowWith({ window: 0, ready: 0 })).toBe(600);
  });
  it('doubles while too few are ready, at most every two seconds', () => {
    expect(windowWith({ ready: 599 })).toBe(1_600);
    expect(windowWith({ ready: 599, windowAtMs: 58_001 })).toBe(800);
  });
  it('halves when far too many are', () => {
    expect(windowWith({ window: 4_000, ready: 1_801 })).toBe(2_000);
  });
  it('never reaches beyond the last arrival', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(5_000), fc.nat(30_000), fc.nat(5_000), (serving, more, window, ready) => {
        const wide = windowWith({ serving, arrivals: serving + more, window, ready });
        expect(wide).toBeGreaterThanOrEqual(0);
        expect(wide).toBeLessThanOrEqual(more);
      }),
    );
  });
});

describe('the target that people are told', () => {
  it('is nothing while nobody is called, whatever rate is kept for later', () => {
    const told = admissionReasons.filter((reason) => targetOf(policy, { ...calm, reason }).perMinute === 0);
    const standing = ['NOT_OPEN', 'AWAITING_BEACON', 'PAUSED', 'SOLD_OUT', 'CLOSED', 'SETTLING', 'STOCK_GONE'];
    expect(told).toEqual(standing);
    expect(targetOf(policy, { ...calm, reason: null }).perMinute).toBe(0);
    expect(targetOf(policy, { ...calm, state: 'paused', reason: 'AT_RATE' }).perMinute).toBe(0);
  });
  it('has the rate and the cap that were decided, which stock and trouble lower', () => {
    expect(targetOf(policy, { ...calm, reason: 'AT_RATE' })).toEqual({ cap: 200, perMinute: 600 });
    const slow = { ...calm, ratePerMinute: 30, stock: { free: 4, held: 11 }, reason: 'STOCK_LIMITED' };
    expect(targetOf(policy, slow)).toEqual({ cap: 15, perMinute: 30 });
    expect(targetOf(policy, { ...calm, stock: { free: 0, held: 9 }, reason: 'STOCK_GONE' }).cap).toBe(0);
  });
});
