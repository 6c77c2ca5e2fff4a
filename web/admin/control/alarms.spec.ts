import { describe, expect, it } from '@jest/globals';
import type { LiveShape } from '../../../src/contract/shapes.js';
import { alarmsOf } from './alarms.js';

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
    ...changes,
  }) as LiveShape;
const whats = (changes: Partial<LiveShape>, ageMs = 0): string[] =>
  alarmsOf(live(changes), ageMs, NOW).map(({ what }) => what);

describe('alarms', () => {
  it('are silent while all is well', () => {
    expect(whats({})).toEqual([]);
  });

  it('name each trouble', () => {
    expect(whats({}, 11_000)).toEqual(['No figures arrive']);
    expect(whats({ reason: 'CORE_AWAY' })).toEqual(['The line cannot be read']);
    expect(whats({ reason: 'SIGNAL_LOST' })).toEqual(['The shop does not report']);
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
  });
});
