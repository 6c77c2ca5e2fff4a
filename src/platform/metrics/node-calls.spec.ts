import { describe, expect, it } from '@jest/globals';
import { FanCalls, servesFans } from './fan-calls.js';
import { callsOf } from './node-calls.rules.js';

const NOW = 1_000_000;
const report = (id: string, agoMs: number, answered = 100, failed = 0) => ({
  ...{ id, atMs: NOW - agoMs, answered, failed },
});

describe('calls of fans', () => {
  it('are counted over the last minute, those answered before the router included', () => {
    const calls = new FanCalls();
    calls.note(200);
    calls.note(503);
    expect(calls.sample({ answered: 10, failed: 1 })).toEqual({ answered: 12, failed: 2 });
    for (let n = 0; n < 30; n += 1) calls.sample({ answered: 10, failed: 1 });
    expect(calls.sample({ answered: 10, failed: 1 })).toEqual({ answered: 0, failed: 0 });
    calls.note(404);
    expect(calls.sample({ answered: 13, failed: 1 })).toEqual({ answered: 4, failed: 0 });
  });

  it('are those of fans, not of the team, partners, the provider or probes', () => {
    expect(['/v1/sales/:slug/places', '/v1/place', '/s/:slug', 'none'].map(servesFans)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(
      ['/v1/admin/sales', '/admin/*', '/v1/partner/events', '/v1/stripe/webhook', '/health/live'].map(servesFans),
    ).toEqual([false, false, false, false, false]);
  });

  it('are added up over the nodes that report; the others are lost until they are forgotten', () => {
    const reports = [report('a', 0, 900, 9), report('b', 9_000, 100, 1), report('c', 11_000), report('d', 700_000)];
    expect(callsOf(reports, NOW)).toEqual({
      ...{ answered: 1_000, failed: 10, share: 0.01, nodes: 2 },
      lostNodes: [{ id: 'c', at: new Date(NOW - 11_000).toISOString() }],
    });
  });

  it('have no share without any', () => {
    expect(callsOf([], NOW)).toMatchObject({ share: null, nodes: 0 });
  });
});
