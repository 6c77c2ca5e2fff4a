import { expect, it } from '@jest/globals';
import { composeLive, isReasonOutdated, type LiveParts } from './live.rules.js';

it('takes shares of the places that were given, not of numbers that an outage left unused', () => {
  const lane = { arrivals: 50_006, unused: 50_000, waiting: 6, serving: 0, present: 0, called: 0, admitted: 0 };
  const parts = {
    view: { state: 'on_sale', currency: 'EUR', lanes: [{ key: 'general' }], ticketTypes: [], challenge: 'auto' },
    queue: { epoch: 2, lanes: { general: lane }, reason: 'AT_RATE', nodes: [], target: { cap: 1, perMinute: 1 } },
    ...{ stock: null, pools: [], payments: { state: 'healthy', successRate: null, p95Ms: null }, calls: null },
    checkout: { conservation: { ok: true, checkedAt: null }, revenueMinor: 0 },
    networks: [{ network: 'n', places: 3 }],
    tallies: [
      { what: 'code_invalid', count: 2 },
      { what: 'challenge_observed', count: 5 },
      { what: 'step_up_asked', count: 4 },
      { what: 'step_up_answered', count: 1 },
    ],
    nowMs: 0,
  } as unknown as LiveParts;
  const { joins, abuse } = composeLive(parts);
  expect(joins.networks).toEqual([{ network: 'n', places: 3, share: 0.5 }]);
  expect(abuse).toEqual({
    ...{ refusedJoins: 2, refusedShare: 0.25, observed: 5 },
    refused: [{ what: 'code_invalid', count: 2 }],
    stepUp: { observed: 0, asked: 4, answered: 1, waived: 0 },
  });
});

it.each([
  ['AT_RATE', 'healthy', false],
  ['AT_RATE', 'unknown', true],
  ['NOBODY_READY', 'down', true],
  ['AT_RATE', 'degraded', false],
  ['STOCK_GONE', 'unknown', false],
  ['PAYMENTS_UNKNOWN', 'unknown', false],
  ['PAYMENTS_UNKNOWN', 'healthy', true],
])('takes %s for outdated while payments are %s: %s', (reason, state, isOutdated) => {
  const parts = { view: { state: 'on_sale' }, queue: { reason }, payments: { state } } as unknown as LiveParts;
  expect(isReasonOutdated(parts)).toBe(isOutdated);
  expect(isReasonOutdated({ ...parts, view: { ...parts.view, state: 'closed' } })).toBe(false);
});

it.each([
  ['SHOP_AWAY', true, false],
  ['SHOP_AWAY', false, true],
  ['NOBODY_READY', true, true],
  ['PAUSED', true, false],
])('takes %s for outdated where the shop is away: %s → %s', (reason, isShopAway, isOutdated) => {
  const payments = { state: 'healthy' };
  const parts = { view: { state: 'on_sale' }, queue: { reason }, payments, isShopAway } as unknown as LiveParts;
  expect(isReasonOutdated(parts)).toBe(isOutdated);
});

it('names all nodes that live, those without fans of the sale too', () => {
  const state = { step: 'none', shedding: [] };
  const at = new Date(5_000).toISOString();
  const parts = {
    view: { state: 'on_sale', currency: 'EUR', lanes: [], ticketTypes: [], challenge: 'off' },
    queue: {
      lanes: {},
      target: { cap: 1, perMinute: 1 },
      reason: 'AT_RATE',
      nodes: [{ id: 'b', connected: 7, roles: ['edge'], at, ...state }],
    },
    ...{ stock: null, pools: [], payments: { state: 'healthy' }, calls: null, tallies: [], nowMs: 6_000 },
    checkout: { conservation: { ok: true, checkedAt: null }, revenueMinor: 0 },
    nodes: [
      { id: 'a', atMs: 5_500, roles: ['shop'], ...state },
      { id: 'b', atMs: 4_000, roles: ['edge'], ...state },
    ],
  } as unknown as LiveParts;
  expect(composeLive(parts).nodes).toEqual([
    { id: 'a', connected: 0, roles: ['shop'], at: new Date(5_500).toISOString(), ...state },
    { id: 'b', connected: 7, roles: ['edge'], at, ...state },
  ]);
  expect(composeLive({ ...parts, nodes: null }).nodes.map(({ id }) => id)).toEqual(['b']);
});
