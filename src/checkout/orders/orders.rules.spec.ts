import { describe, expect, it } from '@jest/globals';
import type { HeldUnit } from '../../inventory/holds/hold.types.js';
import type { PromoTerms } from '../promo/promo.rules.js';
import { pricedOrder, promoQuotas, quotasOf, recordOfNew } from './orders.rules.js';
import type { NewOrder } from './orders.sql.js';

const unit = (ticketTypeId: string, change: Partial<HeldUnit> = {}): HeldUnit => ({
  ...{ poolId: `pool_${ticketTypeId}`, ticketTypeId, seatId: null, label: 'Standing', priceMinor: 4_500 },
  ...{ fee: null, tax: null, ...change },
});
const fee = { label: 'Fee', amount: 250, percent: null };

describe('the price of an order', () => {
  it('is that of its tickets, each a row, with no other lines', () => {
    const priced = pricedOrder([unit('a'), unit('b', { seatId: 'A-1-1', label: 'Seat' })], 'EUR');
    expect(priced).toEqual({
      lines: [
        { poolId: 'pool_a', ticketTypeId: 'a', seatId: null, label: 'Standing', priceMinor: 4_500, totalMinor: 4_500 },
        { poolId: 'pool_b', ticketTypeId: 'b', seatId: 'A-1-1', label: 'Seat', priceMinor: 4_500, totalMinor: 4_500 },
      ],
      charges: null,
      totalMinor: 9_000,
    });
  });

  it('includes fees and discounts as lines of their own, and in what each ticket is worth', () => {
    const discount = { label: 'EARLY', percent: 10, amountMinor: null, ticketTypeIds: null };
    const { lines, charges, totalMinor } = pricedOrder([unit('a', { fee })], 'EUR', discount);
    expect(charges?.map(({ kind }) => kind).sort()).toEqual(['discount', 'fee']);
    expect(lines.reduce((sum, line) => sum + line.totalMinor, 0)).toBe(totalMinor);
    expect(totalMinor).toBe(4_500 + 250 - 450);
  });
});

describe('the quota of an order', () => {
  const types = [
    { id: 'a', maxPerFan: 2 },
    { id: 'b', maxPerFan: 4 },
  ];
  const line = (ticketTypeId: string) => ({ ticketTypeId }) as NewOrder['lines'][number];

  it('counts each ticket type for its fan, with a share for each who shares the basket', () => {
    expect(quotasOf('sale_1', 'fan', [line('a'), line('b'), line('a')], types, 3)).toEqual([
      { scope: 'sale_1:a', kind: 'place', digest: 'fan', n: 2, max: 6 },
      { scope: 'sale_1:b', kind: 'place', digest: 'fan', n: 1, max: 12 },
    ]);
    expect(quotasOf('sale_1', 'fan', [line('a')], types)[0]?.max).toBe(2);
  });

  it('allows of a type that is no longer sold what is held already', () => {
    expect(quotasOf('sale_1', 'fan', [line('gone'), line('gone')], types)).toMatchObject([{ n: 2, max: 2 }]);
  });

  it('takes one use of a promo code from its total and one from the fan', () => {
    const terms: PromoTerms = {
      ...{ kind: 'promo', id: 'promo_1', maxUses: 100, perFan: 1 },
      discount: { label: 'EARLY', percent: 10, amountMinor: null, ticketTypeIds: null },
    };
    expect(promoQuotas(terms, ['fan'])).toEqual([
      { scope: 'promo_1', kind: 'promo', n: 1, digest: '', max: 100 },
      { scope: 'promo_1', kind: 'promo', n: 1, digest: 'fan', max: 1 },
    ]);
  });
});

describe('the record of a new order', () => {
  it('is what Postgres would answer, without what is private to the insert', () => {
    const createdAt = new Date(0);
    const lines = [{ ...unit('a'), totalMinor: 4_500 }];
    const given = { id: 'ord_1', lane: 'general', quotas: [], promoId: null, sold: null, lines, counted: null };
    const order = { ...given, network: 'n', threeDSecure: 'automatic', charges: null } as unknown as NewOrder;
    expect(recordOfNew(order, 1, createdAt)).toEqual({
      id: 'ord_1',
      buyerLanguage: 'en',
      ...{ state: 'pending', reason: null, dispute: null, payment: 'open', attempt: 1, refundedMinor: 0 },
      ...{ channel: 'public', partnerId: null, externalReference: null, accessGeneration: 1, createdAt, charges: null },
      lines: [{ label: 'Standing', priceMinor: 4_500 }],
    });
  });
});
