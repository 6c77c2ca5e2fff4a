import { describe, expect, it } from '@jest/globals';
import { parseFaults } from './faults.rules.js';

describe('parseFaults', () => {
  it('takes everything that the contract names, and nothing at all', () => {
    const everything = {
      latencyMs: [50, 400],
      decline: 0.1,
      serverError: 0.05,
      lostAnswer: 0.05,
      rateLimitPerSecond: 25,
      down: false,
      webhooks: { drop: 0.2, duplicate: 0.3, delayMs: [0, 5000], reorder: true },
      seed: 7,
    };
    expect(parseFaults(everything)).toEqual({ kind: 'faults', settings: everything });
    expect(parseFaults({})).toEqual({ kind: 'faults', settings: {} });
  });

  it.each([
    [{ latency: [1, 2] }, 'latency'],
    [{ webhooks: { dropped: 1 } }, 'webhooks.dropped'],
    [{ toString: 1 }, 'toString'],
    [{ decline: 1.1 }, 'decline'],
    [{ decline: '0.5' }, 'decline'],
    [{ serverError: Number.NaN }, 'serverError'],
    [{ latencyMs: [400, 50] }, 'latencyMs'],
    [{ latencyMs: [1] }, 'latencyMs'],
    [{ latencyMs: [0, 600_001] }, 'latencyMs'],
    [{ rateLimitPerSecond: 0 }, 'rateLimitPerSecond'],
    [{ down: 'yes' }, 'down'],
    [{ seed: 1.5 }, 'seed'],
    [{ webhooks: [] }, 'webhooks'],
    [{ webhooks: { delayMs: [-1, 0] } }, 'webhooks.delayMs'],
  ])('refuses %j and names the field', (body, field) => {
    const result = parseFaults(body);
    expect(result).toMatchObject({ kind: 'invalid', field });
    expect(result.kind === 'invalid' && result.message).toContain(field);
  });

  it.each([null, [], 'text', 7])('refuses %j as no object', (body) => {
    expect(parseFaults(body).kind).toBe('invalid');
  });
});
