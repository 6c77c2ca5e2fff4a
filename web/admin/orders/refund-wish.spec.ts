import { describe, expect, it } from '@jest/globals';
import type { StaffOrderDetail } from '../../../src/contract/staff/staff-shapes.js';
import { refundOf } from './refund-wish.js';

const order = { totalMinor: 9_000, refundedMinor: 500, currency: 'EUR', buyer: { name: 'A Fan' } } as StaffOrderDetail;
const wish = { way: 'all' as const, amount: '', ticketIds: [], reason: '' };

describe('a refund that staff ask for', () => {
  it('is all that is left, some tickets, or an amount', () => {
    expect(refundOf(order, { ...wish, reason: ' rain ' })).toMatchObject({
      body: { reason: 'rain' },
      action: 'Give €85.00 back',
    });
    expect(refundOf(order, { ...wish, way: 'tickets', ticketIds: ['tkt_1'] })).toMatchObject({
      body: { ticketIds: ['tkt_1'] },
      action: 'Give 1 ticket back',
    });
    expect(refundOf(order, { ...wish, way: 'amount', amount: '10,50' })).toMatchObject({ body: { amount: 1050 } });
  });

  it('says whether tickets become void', () => {
    const effect = (amount: string): string => {
      const made = refundOf(order, { ...wish, way: 'amount', amount });
      return 'effect' in made ? made.effect : '';
    };
    expect(effect('10')).toContain('keeps all tickets');
    expect(effect('85')).toContain('become void');
  });

  it('is never more than what is left, nothing, or half a number', () => {
    for (const amount of ['', '0', '85.01', 'ten'])
      expect(refundOf(order, { ...wish, way: 'amount', amount })).toEqual({
        errors: new Map([['amount', 'An amount up to €85.00.']]),
      });
    expect(refundOf(order, { ...wish, way: 'tickets' })).toHaveProperty('errors');
  });
});
