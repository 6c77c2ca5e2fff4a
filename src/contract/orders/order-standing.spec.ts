import { describe, expect, it } from '@jest/globals';
import type { RefundShape } from '../money/refund-shapes.js';
import type { OrderShape } from './order-shapes.js';
import { lostTickets, openRefunds, paidStanding } from './order-standing.js';

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

describe('openRefunds', () => {
  const refund = (state: RefundShape['state'], minor = 4500, ticketIds: string[] = []): RefundShape => ({
    ...{ id: 'ref_1', state, amount: { amount: minor, currency: 'EUR' }, ticketIds, endedAt: null },
    askedAt: '2026-12-01T00:00:00.000Z',
  });
  const openOf = (...refunds: RefundShape[]) => {
    const { onWay, stuck } = openRefunds({ refunds, total: { amount: 10_000, currency: 'EUR' } });
    return [onWay?.amount ?? null, stuck?.amount ?? null];
  };

  it('tells of money on its way and of money that did not arrive, until it did', () => {
    expect(openOf()).toEqual([null, null]);
    expect(openOf(refund('sent'))).toEqual([4500, null]);
    expect(openOf(refund('succeeded'), refund('failed', 900))).toEqual([null, 900]);
    expect(openOf(refund('refused'), refund('succeeded'))).toEqual([null, null]);
  });

  it('sums what is on its way, also what is older than a refund that arrived', () => {
    expect(openOf(refund('asked', 900), refund('sent', 800))).toEqual([1700, null]);
    expect(openOf(refund('sent', 4500, ['a']), refund('succeeded', 4500, ['b']))).toEqual([4500, null]);
  });

  it('goes on telling of money that did not arrive until as much, or its tickets, are asked for again', () => {
    const failed = refund('failed', 4500, ['a']);
    expect(openOf(failed, refund('succeeded', 4500, ['b']))).toEqual([null, 4500]);
    expect(openOf(failed, refund('sent', 4500, ['b']))).toEqual([4500, 4500]);
    expect(openOf(failed, refund('sent', 4500, ['a']))).toEqual([4500, null]);
    expect(openOf(failed, refund('failed', 4500, ['a']))).toEqual([null, 4500]); // not twice
    expect(openOf(failed, refund('succeeded'))).toEqual([null, null]); // its ticket was voided meanwhile
    expect(openOf(refund('failed'), refund('succeeded', 900))).toEqual([null, 4500]);
  });

  it('never tells of more than the order has cost', () => {
    expect(openOf(refund('failed', 10_000), refund('succeeded', 6000, ['a']), refund('sent', 4000, ['b']))).toEqual([
      4000,
      null,
    ]);
  });
});
