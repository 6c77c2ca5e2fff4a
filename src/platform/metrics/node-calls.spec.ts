import { describe, expect, it } from '@jest/globals';
import { FanCalls, servesFans } from './fan-calls.js';
import { callsOf, livingOf, reportsSince, roleAwayMs } from './node-calls.rules.js';

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
      ...{ answered: 1_000, failed: 10, share: 0.01, nodes: 2, rolesAway: [] },
      lostNodes: [{ id: 'c', at: new Date(NOW - 11_000).toISOString() }],
    });
  });

  it('have no share without any', () => {
    expect(callsOf([], NOW)).toMatchObject({ share: null, nodes: 0 });
  });
});

describe('the nodes that live', () => {
  const standing = (id: string, agoMs: number, ...roles: string[]) => ({
    ...{ ...report(id, agoMs), roles, step: 'none' as const, shedding: [] },
  });

  it('are those that report, by name, each with its roles; an older version does not say them', () => {
    const reports = [standing('b', 0, 'shop'), standing('c', 11_000, 'edge'), report('a', 1_000)];
    expect(livingOf(reports, NOW)).toEqual([
      { id: 'a', atMs: NOW - 1_000, roles: [], step: 'none', shedding: [] },
      { id: 'b', atMs: NOW, roles: ['shop'], step: 'none', shedding: [] },
    ]);
  });

  it('lack a role for as long as the last that had it is silent, soon after its last report', () => {
    const away = (agoMs: number) => [standing('a', 0, 'edge', 'control'), standing('b', agoMs, 'shop')];
    expect(roleAwayMs('shop', NOW - 6_000, away(6_000), NOW)).toBe(0);
    expect(roleAwayMs('shop', NOW - 6_001, away(6_001), NOW)).toBe(6_001);
    // it took its report back when it shut down
    expect(roleAwayMs('shop', NOW - 500, [standing('a', 0, 'edge')], NOW)).toBe(500);
    expect(roleAwayMs('shop', NOW, [standing('a', 0, 'edge')], NOW)).toBe(1);
    expect(callsOf(away(6_001), NOW, { edge: NOW, shop: NOW - 6_001 }).rolesAway).toEqual(['shop']);
  });

  it('lack no role while none is heard: one has just started, or none reached Redis', () => {
    expect(roleAwayMs('shop', NOW - 60_000, [], NOW)).toBe(0);
    const cut = [standing('a', 12_000, 'edge', 'control'), standing('b', 12_000, 'shop')];
    expect(roleAwayMs('shop', NOW - 12_000, cut, NOW)).toBe(0);
    expect(callsOf(cut, NOW, { shop: NOW - 12_000 }).rolesAway).toEqual([]);
  });

  it('lack a role for no longer than they report without a gap: before, nobody was listening', () => {
    const back = { ...standing('a', 0, 'edge'), sinceMs: NOW - 1_500 };
    expect(roleAwayMs('shop', NOW - 14_000, [back, standing('b', 14_000, 'shop')], NOW)).toBe(1_500);
    const witness = { ...standing('c', 0, 'control'), sinceMs: NOW - 60_000 };
    expect(roleAwayMs('shop', NOW - 14_000, [back, witness], NOW)).toBe(14_000);
    expect(reportsSince(undefined, NOW)).toBe(NOW);
    expect(reportsSince({ ...report('a', 6_000), sinceMs: 7 }, NOW)).toBe(7);
    expect(reportsSince({ ...report('a', 6_001), sinceMs: 7 }, NOW)).toBe(NOW);
  });

  it('lack no role any more that none had in a day', () => {
    const day = 24 * 3_600_000;
    expect(roleAwayMs('shop', NOW - day, [standing('a', 0, 'edge')], NOW)).toBe(day);
    expect(roleAwayMs('shop', NOW - day - 1, [standing('a', 0, 'edge')], NOW)).toBe(0);
  });

  it('lack no role that none ever had, and none while a node does not say its own', () => {
    expect(roleAwayMs('shop', null, [standing('a', 0, 'edge', 'control')], NOW)).toBe(0);
    expect(roleAwayMs('shop', NOW - 60_000, [standing('a', 0, 'edge'), report('old', 0)], NOW)).toBe(0);
  });
});
