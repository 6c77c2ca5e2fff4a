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
    for (let i = 1; i <= 100; i += 1) health.record({ at: 31_000, tookMs: i, outcome: 'success' });
    expect(health.figures(31_001)).toEqual({ breaker: 'closed', calls: 100, successes: 100, throttled: 0, p95Ms: 95 });
  });
});
