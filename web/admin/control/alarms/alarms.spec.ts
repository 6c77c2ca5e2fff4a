import { describe, expect, it } from '@jest/globals';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { LivePoint } from '../../net/live-history.js';
import { type AlarmContext, alarmsOf } from './alarms.js';

const NOW = Date.parse('2027-03-01T20:00:00.000Z');
const live = (changes: Partial<LiveShape> = {}): LiveShape =>
  ({
    state: 'on_sale',
    reason: 'AT_RATE',
    stock: [{ ticketTypeId: 'tt', name: 'Standing', capacity: 100, free: 50, held: 0, sold: 50, withdrawn: 0 }],
    orders: { pending: 0, authorized: 0, paid: 0, attention: 0 },
    attentionItems: 0,
    payments: { state: 'healthy', successRate: 1, p95Ms: 100 },
    conservation: { ok: true, checkedAt: new Date(NOW - 5_000).toISOString() },
    at: new Date(NOW).toISOString(),
    epoch: 1,
    joins: { frozen: false, challenge: 'auto', networks: [] },
    abuse: { refusedJoins: 0, refusedShare: null, refused: [], observed: 0, stepUp },
    calls: { answered: 0, failed: 0, share: null, nodes: 1, lostNodes: [] },
    ...changes,
  }) as LiveShape;
const whats = (changes: Partial<LiveShape>, context: Partial<AlarmContext> = {}): string[] =>
  alarmsOf(live(changes), { ageMs: 0, nowMs: NOW, ...context }).map(({ what }) => what);

const stepUp = { observed: 0, asked: 0, answered: 0, waived: 0 };

describe('alarms', () => {
  it('are silent while all is well', () => {
    expect(whats({})).toEqual([]);
  });

  it('name each trouble', () => {
    expect(whats({}, { ageMs: 11_000 })).toEqual(['No figures arrive']);
    expect(whats({ reason: 'CORE_AWAY' })).toEqual(['The line cannot be read']);
    expect(whats({ reason: 'SIGNAL_LOST' })).toEqual(['Stock or payments are not reported']);
    expect(whats({ reason: 'SHOP_AWAY' })).toEqual(['No node serves the shop']);
    expect(whats({ payments: { state: 'down', successRate: 0, p95Ms: null } })).toEqual(['Payments are down']);
    expect(whats({ payments: { state: 'unknown', successRate: null, p95Ms: null } })).toEqual([
      'No payments node reports',
    ]);
    expect(whats({ payments: { state: 'degraded', successRate: 0.5, p95Ms: 9_000 } })).toEqual([
      'Payments are slow or failing',
    ]);
    expect(whats({ conservation: { ok: true, checkedAt: new Date(NOW - 121_000).toISOString() } })).toEqual([
      'The oversell check is late',
    ]);
    expect(whats({ attentionItems: 2 })).toEqual(['2 things need a person']);
  });

  it('tell of missing payments nodes while a sale is paused too, as payments that were begun go on', () => {
    const nextOf = (state: 'on_sale' | 'paused') =>
      alarmsOf(live({ state, payments: { state: 'unknown', successRate: null, p95Ms: null } }), {
        ...{ ageMs: 0, nowMs: NOW },
      }).map(({ next }) => next);
    expect(nextOf('on_sale')).toEqual([
      expect.stringContaining('nobody new is let in after ten seconds. Start a node'),
    ]);
    expect(nextOf('paused')).toEqual(['Whoever pays waits. Start a node with the payments role.']);
  });

  it('tell that a sale sells and was never compared, once it is open for two minutes', () => {
    const conservation = { ok: true, checkedAt: null };
    const open = (secondsAgo: number) => ({ at: NOW / 1_000 - secondsAgo, reason: 'AT_RATE', epoch: 1 }) as LivePoint;
    expect(whats({ conservation }, { history: [open(130)] })).toEqual(['The oversell check was never made']);
    expect(whats({ conservation }, { history: [open(100)] })).toEqual([]);
    const before = { at: NOW / 1_000 - 900, reason: 'NOT_OPEN', epoch: 1 } as LivePoint;
    expect(whats({ conservation }, { history: [before, open(100)] })).toEqual([]);
  });

  it('name a node that fell silent, and calls that fail, but not a handful', () => {
    const calls = { answered: 1_000, failed: 0, share: 0, nodes: 2, lostNodes: [] };
    expect(whats({ calls: { ...calls, lostNodes: [{ id: 'edge-2', at: new Date(NOW).toISOString() }] } })).toEqual([
      'A node was lost',
    ]);
    expect(whats({ calls: { ...calls, failed: 25, share: 0.025 } })).toEqual(['2.5 % of fans’ calls fail']);
    expect(whats({ calls: { ...calls, answered: 20, failed: 2, share: 0.1 } })).toEqual([]);
    expect(whats({ calls: null })).toEqual([]);
  });

  it('name the missing payments first, and promise nobody who takes over from the last node that paid', () => {
    const calls = {
      answered: 0,
      failed: 0,
      share: null,
      nodes: 1,
      lostNodes: [{ id: 'pay-1', at: '2027-03-01T19:59:50.000Z' }],
    };
    const told = (state: LiveShape['payments']['state']) =>
      alarmsOf(live({ calls, payments: { state, successRate: null, p95Ms: null } }), { ageMs: 0, nowMs: NOW });
    expect(told('unknown').map(({ what }) => what)).toEqual(['No payments node reports', 'A node was lost']);
    expect(told('unknown')[1]?.next).toBe('pay-1 stopped without a word. Start it again and look at its log.');
    expect(told('healthy')[0]?.next).toMatch(/Others take over/);
  });

  it('tell a rebuilt line for a quarter of an hour', () => {
    const point = (secondsAgo: number, epoch: number | null) => ({ at: NOW / 1_000 - secondsAgo, epoch }) as LivePoint;
    const rebuilt = ['Redis was lost, and the line and the stock were rebuilt'];
    expect(whats({ epoch: 2 }, { history: [point(800, 1), point(10, 2)] })).toEqual(rebuilt);
    expect(whats({ epoch: 2 }, { history: [point(1_000, 1), point(800, 2)] })).toEqual([]);
    expect(whats({ epoch: 2 }, { history: [point(800, null), point(700, 2)] })).toEqual([]);
  });

  it('put a rebuild above the calls that failed before it, and say so for as long as they count', () => {
    const point = (secondsAgo: number, epoch: number) => ({ at: NOW / 1_000 - secondsAgo, epoch }) as LivePoint;
    const calls = { answered: 100, failed: 40, share: 0.4, nodes: 1, lostNodes: [] };
    const told = (secondsAgo: number) =>
      whats({ epoch: 2, calls }, { history: [point(secondsAgo + 10, 1), point(secondsAgo, 2)] });
    const rebuilt = 'Redis was lost, and the line and the stock were rebuilt';
    expect(told(40)).toEqual([rebuilt, '40.0 % of fans’ calls failed in the last minute']);
    expect(told(120)).toEqual(['40.0 % of fans’ calls fail', rebuilt]);
  });

  it('do not say that fewer come in where nobody does', () => {
    const payments = { state: 'degraded' as const, successRate: 0.5, p95Ms: 9_000 };
    const nextOf = (state: 'on_sale' | 'paused') =>
      alarmsOf(live({ state, payments }), { ageMs: 0, nowMs: NOW }).map(({ next }) => next);
    expect(nextOf('on_sale')).toEqual([expect.stringMatching(/^Fewer people come in/)]);
    expect(nextOf('paused')).toEqual(['Look at the status page of the provider.']);
  });

  it('suspect a farm by one network’s share, and by what was refused', () => {
    const networks = [{ network: 'n', places: 120, share: 0.12 }];
    expect(whats({ joins: { frozen: false, challenge: 'auto', networks } })).toEqual([
      'One network holds 120 places, 12.0 % of all',
    ]);
    expect(whats({ abuse: { refusedJoins: 400, refusedShare: 0.4, refused: [], observed: 0, stepUp } })).toEqual([
      '400 joins were refused as abuse, 40.0 % of all',
    ]);
    expect(whats({ abuse: { refusedJoins: 9, refusedShare: 0.9, refused: [], observed: 0, stepUp } })).toEqual([]);
  });

  it('name webhooks that fail', () => {
    expect(whats({}, { webhooks: '1 webhook stopped' })).toEqual(['1 webhook stopped']);
  });

  it('put the worst first', () => {
    const found = whats({
      attentionItems: 1,
      conservation: { ok: false, checkedAt: null },
    });
    expect(found).toEqual(['Stock and orders differ', 'One thing needs a person']);
  });

  it('warn while stock is nearly gone, and not when it is', () => {
    const stock = (free: number) => [
      { ticketTypeId: 'tt', name: 'Standing', capacity: 100, free, held: 0, sold: 100 - free, withdrawn: 0 },
    ];
    expect(whats({ stock: stock(5) })).toEqual(['Nearly everything is gone']);
    expect(whats({ stock: stock(6) })).toEqual([]);
    expect(whats({ stock: stock(0) })).toEqual([]);
    const nexts = (changes: Partial<LiveShape>) =>
      alarmsOf(live({ stock: stock(5), ...changes }), { ageMs: 0, nowMs: NOW }).map(({ next }) => next);
    expect(nexts({})).toEqual(['5 of 100 tickets are free.']);
    // baskets are not known without the line, and come as free
    expect(nexts({ epoch: null })).toEqual(['At most 5 of 100 tickets are free.']);
  });
});
