import { describe, expect, it } from '@jest/globals';
import type { RefundShape } from '../money/refund-shapes.js';
import type { OrderShape } from './order-shapes.js';
import { lostTickets, openRefund, paidStanding } from './order-standing.js';

const line = { kind: 'ticket' as const, label: 'Standing', amount: 4500, included: false };
const fee = { kind: 'fee' as const, label: 'Fee', amount: 100, included: false };
const ticket = { id: 'tkt_1', label: 'Standing', ticketTypeId: 'tt_1', seatId: null, barcode: 'x' };
const given = { ticketId: 'tkt_2', label: 'Standing', to: null, at: '2026-12-01T00:00:00.000Z' };
const buyer = { email: 'ada@example.org', name: 'Ada' };
type Paid = Pick<OrderShape, 'lines' | 'tickets' | 'transferred' | 'buyer'>;
const order = (more: Partial<Paid>): Paid => ({ lines: [line, line, fee], tickets: [], buyer, ...more });

describe('a paid order', () => {
  it('has tickets, has passed them on, or has none that are valid', () => {
    expect(paidStanding(order({ tickets: [ticket] }))).toBe('tickets');
    expect(paidStanding(order({ tickets: [ticket], transferred: [given] }))).toBe('tickets');
    expect(paidStanding(order({ transferred: [given] }))).toBe('given');
    expect(paidStanding(order({}))).toBe('taken');
  });

  it('says nothing of its tickets to a reader who is shown none', () => {
    const { buyer: _, ...others } = order({});
    expect([paidStanding(others), lostTickets(others)]).toEqual(['hidden', 0]);
  });

  it('counts the tickets that are valid no more, beside those that are', () => {
    expect(lostTickets(order({ tickets: [ticket] }))).toBe(1);
    expect(lostTickets(order({ tickets: [ticket], transferred: [given] }))).toBe(0);
    expect(lostTickets(order({ transferred: [given] }))).toBe(1);
    expect(lostTickets(order({}))).toBe(0); // its heading says so
  });
});

describe('openRefund', () => {
  const refund = (state: RefundShape['state'], minor = 4500): RefundShape => ({
    ...{ id: 'ref_1', state, amount: { amount: minor, currency: 'EUR' }, ticketIds: [], endedAt: null },
    askedAt: '2026-12-01T00:00:00.000Z',
  });

  it('tells of money on its way and of money that did not arrive, until it did', () => {
    expect(openRefund([])).toBeNull();
    expect(openRefund([refund('sent')])).toMatchObject({ isStuck: false, amount: { amount: 4500 } });
    expect(openRefund([refund('succeeded'), refund('failed', 900)])).toMatchObject({
      isStuck: true,
      amount: { amount: 900 },
    });
    expect(openRefund([refund('refused'), refund('succeeded')])).toBeNull();
  });
});
