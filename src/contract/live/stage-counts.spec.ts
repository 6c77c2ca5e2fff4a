import { describe, expect, it } from '@jest/globals';
import { figuresOfLive } from './live-history.js';
import type { LiveShape } from './live-shapes.js';
import { stageCounts } from './stage-counts.js';

const live = (changes: Partial<LiveShape>): LiveShape => ({
  at: '2026-01-01T00:00:00.000Z',
  state: 'on_sale',
  lanes: {},
  epoch: 1,
  connected: 0,
  active: 0,
  admittedPerMinute: 0,
  target: { cap: 10, perMinute: 60 },
  reason: 'AT_RATE',
  stock: [],
  orders: { pending: 0, authorized: 0, paid: 0, attention: 0 },
  flow: { placed: 0, abandoned: 0 },
  attentionItems: 0,
  revenue: { amount: 0, currency: 'EUR' },
  payments: { state: 'healthy', successRate: 1, p95Ms: 100 },
  conservation: { ok: true, checkedAt: null },
  joins: { frozen: false, challenge: 'auto', networks: [] },
  abuse: null,
  calls: null,
  nodes: [],
  ...changes,
});

describe('counts of the stages', () => {
  it('add the lanes and take those who pay out of those who shop', () => {
    const lane = { arrivals: 100, waiting: 80, present: 60, serving: 20, called: 3, admitted: 15 };
    const orders = { pending: 4, authorized: 1, paid: 9, attention: 0 };
    const counts = stageCounts(live({ lanes: { general: lane, club: { ...lane, waiting: 5 } }, active: 12, orders }));
    expect(counts).toEqual({ waiting: 85, called: 6, shopping: 7, paying: 5, paid: 9 });
  });

  it('are unknown, not nobody, while the line cannot be read; what Postgres counts stays', () => {
    const orders = { pending: 4, authorized: 1, paid: 9, attention: 0 };
    const { waiting, called, shopping, paying, paid } = stageCounts(live({ epoch: null, orders }));
    expect([waiting, called, shopping]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect([paying, paid]).toEqual([5, 9]);
    expect(stageCounts(live({ epoch: null, state: 'draft' })).waiting).toBe(0);
  });

  it('are kept as unknown in the history, where zeros would be an empty line', () => {
    const lane = { arrivals: 0, waiting: 0, present: 0, serving: 0, called: 0, admitted: 0 };
    const kept = figuresOfLive(live({ epoch: null, reason: 'CORE_AWAY', lanes: { general: lane } }));
    expect(kept).toMatchObject({
      ...{ epoch: null, arrivals: null, served: null, admitted: null, waiting: null, called: null, shopping: null },
      ...{ present: null, perMinute: null, target: null, free: null, held: null, paid: 0, sold: 0 },
    });
    expect(figuresOfLive(live({ lanes: { general: lane } }))).toMatchObject({ admitted: 0, waiting: 0, target: 60 });
  });

  it('never fall below nobody when orders outlive their admissions', () => {
    const orders = { pending: 4, authorized: 0, paid: 0, attention: 0 };
    expect(stageCounts(live({ active: 1, orders })).shopping).toBe(0);
  });
});
