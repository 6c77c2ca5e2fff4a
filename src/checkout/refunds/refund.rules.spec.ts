import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideRefund, type Refundable, stillOwed } from './refund.rules.js';

const ticket = (id: string, change: Partial<Refundable['tickets'][number]> = {}) => ({
  id,
  priceMinor: 4_500,
  isLive: true,
  isRefunding: false,
  ...change,
});
const order = (change: Partial<Refundable> = {}): Refundable => ({
  captured: true,
  isPartners: false,
  amountMinor: 9_500,
  refundedMinor: 0,
  refundingMinor: 0,
  step: 1,
  tickets: [ticket('a'), ticket('b')],
  ...change,
});

describe('a wish for money back', () => {
  it('asks nobody for the money of an order that a partner sold', () => {
    expect(decideRefund(order({ captured: false, isPartners: true }), {})).toEqual({ kind: 'partners_money' });
  });

  it('is all that is left when nothing is named', () => {
    expect(decideRefund(order({ refundedMinor: 500 }), {})).toMatchObject({ kind: 'ask', amountMinor: 9_000 });
  });

  it('is the price of the tickets that are named, and everything, fees too, when they are all', () => {
    expect(decideRefund(order(), { ticketIds: ['a'] })).toEqual({ kind: 'ask', amountMinor: 4_500, ticketIds: ['a'] });
    expect(decideRefund(order(), { ticketIds: ['a', 'b', 'a'] })).toMatchObject({ amountMinor: 9_500 });
  });

  it('is known already when nothing is left, or its tickets are on their way back', () => {
    expect(decideRefund(order({ refundingMinor: 9_500 }), {}).kind).toBe('already');
    const half = order({ tickets: [ticket('a', { isRefunding: true }), ticket('b')] });
    expect(decideRefund(half, { ticketIds: ['a'] }).kind).toBe('already');
  });

  it('is refused for unknown tickets, for more than is left, and for money that never came', () => {
    expect(decideRefund(order(), { ticketIds: ['c'] })).toEqual({ kind: 'unknown_tickets', ticketIds: ['c'] });
    expect(decideRefund(order(), { amount: 9_501 })).toEqual({ kind: 'exceeds', leftMinor: 9_500 });
    expect(decideRefund(order({ captured: false }), {}).kind).toBe('nothing_captured');
  });

  it('is refused where the currency has no such amount', () => {
    expect(decideRefund(order({ step: 100 }), { amount: 150 })).toEqual({ kind: 'off_step', step: 100 });
    expect(decideRefund(order({ step: 100 }), { amount: 200 }).kind).toBe('ask');
  });

  it('never asks for more than is left, whatever is wanted', () => {
    const sums = fc.record({ refundedMinor: fc.nat(9_500), refundingMinor: fc.nat(9_500) });
    const wanted = fc.record({ amount: fc.nat(20_000), ticketIds: fc.subarray(['a', 'b']) }, { requiredKeys: [] });
    fc.assert(
      fc.property(sums, wanted, (parts, wish) => {
        const decision = decideRefund(order(parts), wish);
        if (decision.kind !== 'ask') return;
        expect(decision.amountMinor).toBeGreaterThan(0);
        expect(decision.amountMinor + parts.refundedMinor + parts.refundingMinor).toBeLessThanOrEqual(9_500);
      }),
    );
  });
});

describe('a part of an order', () => {
  const asked = (change: Partial<Refundable>, wanted: Parameters<typeof decideRefund>[1]) =>
    decideRefund(order(change), wanted);

  it('leaves out tickets that are void or on their way back, and asks for the rest', () => {
    const tickets = [ticket('a', { isRefunding: true }), ticket('b'), ticket('c', { isLive: false }), ticket('d')];
    expect(asked({ tickets }, { ticketIds: ['a', 'b', 'c'] })).toEqual({
      ...{ kind: 'ask', amountMinor: 4_500, ticketIds: ['b'] },
    });
    expect(asked({ tickets }, { ticketIds: ['c'] })).toEqual({ kind: 'already' });
    expect(asked({ tickets }, { ticketIds: ['b', 'd'] })).toMatchObject({ amountMinor: 9_500 });
  });

  it('may be an amount for a ticket, up to what is left', () => {
    expect(asked({}, { ticketIds: ['a'], amount: 700 })).toEqual({ kind: 'ask', amountMinor: 700, ticketIds: ['a'] });
    expect(asked({}, { amount: 9_500 })).toEqual({ kind: 'ask', amountMinor: 9_500, ticketIds: [] });
    expect(asked({}, { amount: 0 })).toEqual({ kind: 'already' });
    expect(asked({ refundedMinor: 4_000, refundingMinor: 5_000 }, { amount: 501 })).toEqual({
      ...{ kind: 'exceeds', leftMinor: 500 },
    });
    expect(asked({ refundedMinor: 9_500 }, {})).toEqual({ kind: 'already' });
    // nothing is left of it: more is not refused as too much, because it was all given back
    expect(asked({ refundedMinor: 9_500 }, { amount: 100 })).toEqual({ kind: 'already' });
    expect(asked({ refundedMinor: 9_499 }, {})).toEqual({ kind: 'ask', amountMinor: 1, ticketIds: [] });
  });

  it('that costs nothing has nothing to give back', () => {
    expect(asked({ tickets: [ticket('a', { priceMinor: 0 }), ticket('b')] }, { ticketIds: ['a'] })).toEqual({
      kind: 'already',
    });
  });
});

describe('what is still owed of a refund that came to nothing', () => {
  const both = { amountMinor: 9_000, ticketIds: ['a', 'b'] };
  const elsewhere = ticket('a', { isLive: false, isRefunding: true });

  it('is the refund itself, up to what is left', () => {
    expect(stillOwed(order(), both)).toEqual(both);
    expect(stillOwed(order({ refundedMinor: 5_000 }), { amountMinor: 6_000, ticketIds: [] })).toEqual({
      ...{ amountMinor: 4_500, ticketIds: [] },
    });
  });

  it('leaves out a ticket that another refund gives back, whose money goes back once', () => {
    const mixed = order({ refundedMinor: 4_500, amountMinor: 18_000, tickets: [elsewhere, ticket('b')] });
    expect(stillOwed(mixed, both)).toEqual({ amountMinor: 4_500, ticketIds: ['b'] });
    expect(stillOwed(mixed, { amountMinor: 4_500, ticketIds: ['a'] })).toBeNull();
  });

  it('includes the money of a ticket that was voided without any', () => {
    const spoiled = ticket('a', { isLive: false });
    expect(stillOwed(order({ tickets: [spoiled, ticket('b')] }), both)).toEqual({ ...both, ticketIds: ['b'] });
    expect(stillOwed(order({ tickets: [spoiled] }), { amountMinor: 4_500, ticketIds: ['a'] })).toEqual({
      ...{ amountMinor: 4_500, ticketIds: [] },
    });
  });

  it('is nothing while all is in flight, or where nothing was captured', () => {
    expect(stillOwed(order({ refundingMinor: 9_500 }), both)).toBeNull();
    expect(stillOwed(order({ captured: false }), both)).toBeNull();
  });
});
