import { describe, expect, it } from '@jest/globals';
import type { LaneReading, LineReading } from './line.reading.js';
import { isLively } from './liveliness.rules.js';

const lane: LaneReading = {
  key: 'general',
  arrivals: 500,
  reserved: 10_000,
  drawn: 100,
  serving: 300,
  window: 200,
  windowAtMs: 0,
  speed: null,
  unused: 0,
  admitted: 0,
  unusedTo: 0,
  ready: 0,
  firstTimers: 0,
  called: 0,
};
const quiet: LineReading = {
  epoch: 1,
  runId: 'run',
  extendedMs: 0,
  saleMs: 1_000,
  tickAgeMs: 250,
  state: 'on_sale',
  tickId: '1',
  creditMicro: 0,
  drawnAtMs: 0,
  quietUntilMs: 0,
  setup: null,
  policyVersion: 1,
  ratePerMinute: 60,
  reason: null,
  admittedPerMinute: 0,
  active: 0,
  called: 0,
  stock: { free: 10, held: 0 },
  checkout: { payments: 'healthy', downForMs: 0, successRate: 1, p95Ms: 1, open: 0 },
  checkoutAgeMs: 0,
  nodes: [],
  lanes: [lane],
};

describe('a line', () => {
  it('needs no beat when nobody is there and the window reaches everybody', () => {
    expect(isLively(quiet)).toBe(false);
    expect(
      isLively({
        ...quiet,
        nodes: [{ id: 'n', connected: { general: 0 }, polling: {}, roles: [], step: 'none', shedding: [], at: '' }],
      }),
    ).toBe(false);
  });

  it.each<[string, Partial<LineReading>]>([
    ['somebody shops', { active: 1 }],
    ['somebody was called', { called: 1 }],
    ['somebody is ready', { lanes: [{ ...lane, ready: 1 }] }],
    [
      'somebody is connected',
      { nodes: [{ id: 'n', connected: { general: 1 }, polling: {}, roles: [], step: 'none', shedding: [], at: '' }] },
    ],
    ['an order is open', { checkout: { payments: 'healthy', downForMs: 0, successRate: 1, p95Ms: 1, open: 1 } }],
    ['checkout is not heard of', { checkout: null }],
    ['the window has still to reach the last arrival', { lanes: [{ ...lane, window: 199 }] }],
  ])('needs its beat while %s', (_, change) => {
    expect(isLively({ ...quiet, ...change })).toBe(true);
  });

  it('waits for no window while nobody is called anyway', () => {
    expect(isLively({ ...quiet, state: 'prequeue', lanes: [{ ...lane, window: 0 }] })).toBe(false);
  });
});
