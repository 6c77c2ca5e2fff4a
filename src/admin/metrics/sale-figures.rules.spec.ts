import { describe, expect, it } from '@jest/globals';
import type { LiveShape } from '../../contract/live/live-shapes.js';
import { figuresOf } from './sale-figures.rules.js';

const live = {
  ...{
    at: '2027-05-01T20:01:00.000Z',
    state: 'on_sale',
    epoch: 3,
    connected: 5,
    active: 2,
    admittedPerMinute: 4,
    target: { cap: 9, perMinute: 6 },
  },
  lanes: { general: { arrivals: 9, waiting: 7, present: 5, serving: 2, called: 0, admitted: 2 } },
  stock: [{ ticketTypeId: 't', name: 'S', capacity: 10, free: 6, held: 1, sold: 3, withdrawn: 0 }],
  conservation: { ok: true, checkedAt: '2027-05-01T20:00:00.000Z' },
} as unknown as LiveShape;
const unknown = (figures: Record<string, number>): string[] =>
  Object.keys(figures).filter((name) => Number.isNaN(figures[name]));

describe('metrics of a sale', () => {
  it('are its figures', () => {
    const figures = figuresOf(live, { isStockKnown: true, snapshotAgeMs: 500 });
    expect(figures).toMatchObject({ waiting: 7, cap: 9, target_per_minute: 6, stock_free: 6, conserved: 1 });
    expect(unknown(figures)).toEqual([]);
  });
  it('are unknown, not nobody and nothing, while the line cannot be read', () => {
    const figures = figuresOf({ ...live, epoch: null }, { isStockKnown: false, snapshotAgeMs: null });
    expect(unknown(figures)).toEqual([
      ...['waiting', 'present', 'connected', 'active', 'cap', 'admitted_per_minute', 'target_per_minute'],
      ...['stock_free', 'stock_held', 'epoch', 'snapshot_age_seconds'],
    ]);
    expect(figures.stock_sold).toBe(3);
  });
  it('keep the line while only the stock is being rebuilt', () => {
    expect(unknown(figuresOf(live, { isStockKnown: false, snapshotAgeMs: 0 }))).toEqual(['stock_free', 'stock_held']);
  });
  it('say nothing about the stores before they were compared, nor when that was long ago', () => {
    const conserved = (ok: boolean, checkedAt: string | null): number =>
      figuresOf({ ...live, conservation: { ok, checkedAt } }, { isStockKnown: true, snapshotAgeMs: 0 }).conserved;
    expect([conserved(true, null), conserved(true, '2027-05-01T19:58:59.000Z')]).toEqual([Number.NaN, Number.NaN]);
    expect(conserved(false, null)).toBe(0);
  });
});
