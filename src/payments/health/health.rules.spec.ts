import { describe, expect, it } from '@jest/globals';
import { healthOf } from './health.rules.js';
import { PspHealth, type PspFigures } from './psp-health.js';

const node = (figures: Partial<PspFigures>): PspFigures => ({
  breaker: 'closed',
  calls: 0,
  successes: 0,
  throttled: 0,
  p95Ms: null,
  ...figures,
});

describe('healthOf', () => {
  it('is unknown without nodes, and healthy without calls', () => {
    expect(healthOf([]).state).toBe('unknown');
    expect(healthOf([node({})])).toEqual({ state: 'healthy', successRate: null, p95Ms: null, throttled: 0 });
  });

  it('is down when no node can reach the provider, degraded while one can', () => {
    expect(healthOf([node({ breaker: 'open' }), node({ breaker: 'half_open' })]).state).toBe('down');
    expect(healthOf([node({ breaker: 'open' }), node({})]).state).toBe('degraded');
  });

  it('is degraded by some failures, slowness or 429, and down by many failures', () => {
    expect(healthOf([node({ calls: 100, successes: 90 })]).state).toBe('degraded');
    expect(healthOf([node({ calls: 100, successes: 40 })]).state).toBe('down');
    expect(healthOf([node({ calls: 100, successes: 100, p95Ms: 5_000 })]).state).toBe('degraded');
    expect(healthOf([node({ calls: 100, successes: 99, throttled: 1 })])).toMatchObject({
      state: 'degraded',
      successRate: 1,
    });
  });

  it('does not judge by a handful of calls', () => {
    expect(healthOf([node({ calls: 2, successes: 0 })]).state).toBe('healthy');
  });
});

describe('PspHealth', () => {
  it('forgets calls that are older than its window', () => {
    const health = new PspHealth();
    health.record({ at: 0, tookMs: 9_000, outcome: 'trouble' });
    for (let i = 1; i <= 100; i += 1) health.record({ at: 31_000, tookMs: i + 0.25, outcome: 'success' });
    expect(health.figures(31_001)).toEqual({ breaker: 'closed', calls: 100, successes: 100, throttled: 0, p95Ms: 95 });
  });
});

describe('the limits of health', () => {
  it('are five calls, half, 95 % and three seconds', () => {
    const state = (figures: Partial<PspFigures>) => healthOf([node(figures)]).state;
    expect([state({ calls: 5, successes: 0 }), state({ calls: 4, successes: 0 })]).toEqual(['down', 'healthy']);
    expect([state({ calls: 100, successes: 50 }), state({ calls: 100, successes: 49 })]).toEqual(['degraded', 'down']);
    expect([state({ calls: 100, successes: 95 }), state({ calls: 100, successes: 94 })]).toEqual([
      'healthy',
      'degraded',
    ]);
    expect([state({ p95Ms: 3_000 }), state({ p95Ms: 3_001 })]).toEqual(['healthy', 'degraded']);
  });

  it('are of all nodes together, with the slowest one’s time', () => {
    const nodes = [
      node({ calls: 10, successes: 10, p95Ms: 5 }),
      node({ calls: 11, successes: 8, throttled: 1, p95Ms: 9 }),
    ];
    expect(healthOf(nodes)).toEqual({ state: 'degraded', successRate: 0.9, p95Ms: 9, throttled: 1 });
  });
});
