import { describe, expect, it } from '@jest/globals';
import type { HoldShape, OrderShape } from '../../../src/contract/orders/order-shapes.js';
import { threadOf } from './thread.js';

const NOW = Date.parse('2027-03-01T20:00:00.000Z');
const at = (seconds: number): string => new Date(NOW + seconds * 1_000).toISOString();

const order = (
  id: string,
  state: OrderShape['state'],
  changes: { slug?: string; until?: string; tickets?: number } = {},
) => ({
  id,
  accessToken: '',
  slug: changes.slug ?? 'arena',
  order: {
    id,
    state,
    expiresAt: changes.until ?? at(60),
    tickets: Array.from({ length: changes.tickets ?? 0 }, (_, n) => ({ id: `tkt_${n}` })),
  } as unknown as OrderShape,
});
const hold = (slug: string, state: HoldShape['state'], until = at(60)) => ({
  slug,
  hold: { id: 'hold_1', state, expiresAt: until, items: [{}, {}] } as unknown as HoldShape,
});

describe('the thread of a fan', () => {
  it('begins with what runs out: the open order, then the basket, then tickets', () => {
    const kept = {
      orders: [order('ord_1', 'paid', { tickets: 4 }), order('ord_2', 'pending')],
      holds: [hold('arena', 'active')],
      places: [],
    };
    expect(threadOf(kept, 'arena', NOW)).toEqual([
      { kind: 'order', id: 'ord_2', until: at(60) },
      { kind: 'hold', slug: 'arena', tickets: 2, until: at(60) },
      { kind: 'tickets', id: 'ord_1', tickets: 4 },
    ]);
  });

  it('does not show what has run out, been given back or been canceled', () => {
    const kept = {
      orders: [order('ord_1', 'pending', { until: at(-1) }), order('ord_2', 'canceled'), order('ord_3', 'refunded')],
      holds: [hold('arena', 'active', at(-1)), hold('arena', 'released')],
      places: [],
    };
    expect(threadOf(kept, 'arena', NOW)).toEqual([]);
  });

  it('keeps a payment that is on its way, without a deadline', () => {
    expect(threadOf({ orders: [order('ord_1', 'authorized')], holds: [], places: [] }, 'arena', NOW)).toEqual([
      { kind: 'order', id: 'ord_1', until: null },
    ]);
  });

  it('keeps to the sale of the page, and shows all on the home page', () => {
    const kept = {
      orders: [order('ord_1', 'pending', { slug: 'club' })],
      holds: [hold('arena', 'active')],
      places: [],
    };
    expect(threadOf(kept, 'arena', NOW).map(({ kind }) => kind)).toEqual(['hold']);
    expect(threadOf(kept, null, NOW).map(({ kind }) => kind)).toEqual(['order', 'hold']);
  });

  it('keeps the place in the line until something more urgent has come of it', () => {
    const places = [{ slug: 'arena', place: { position: 312, lane: 'general' } }];
    const item = { kind: 'place', slug: 'arena', position: 312, lane: 'general' };
    expect(threadOf({ orders: [], holds: [], places }, 'arena', NOW)).toEqual([item]);
    expect(threadOf({ orders: [], holds: [], places }, 'club', NOW)).toEqual([]);
    expect(threadOf({ orders: [], holds: [hold('arena', 'active')], places }, 'arena', NOW)).toHaveLength(1);
    const bought = [order('ord_1', 'paid', { tickets: 1 })];
    expect(threadOf({ orders: bought, holds: [], places }, 'arena', NOW).map(({ kind }) => kind)).toEqual([
      'place',
      'tickets',
    ]);
  });

  it('links the newest tickets only', () => {
    const orders = Array.from({ length: 5 }, (_, n) => order(`ord_${n}`, 'paid', { tickets: 1 }));
    expect(threadOf({ orders, holds: [], places: [] }, 'arena', NOW).map((item) => 'id' in item && item.id)).toEqual([
      'ord_4',
      'ord_3',
      'ord_2',
    ]);
  });
});
