import { describe, expect, it } from '@jest/globals';
import type { TicketTypeInput } from './input/ticket-type-input.types.js';
import { priceErrors } from './sale-price.rules.js';

const type = (changes: Partial<TicketTypeInput> = {}): TicketTypeInput => ({
  ...{ name: 'Standing', admission: 'general', price: 4500, capacity: 10 },
  ...changes,
});
const fieldsOf = (currency: string, ...ticketTypes: TicketTypeInput[]): string[] =>
  [...priceErrors({ currency, ticketTypes })].map(({ field }) => field);
const fee = { label: 'Fee', amount: null, percent: null };
const tax = { label: 'VAT', percent: 50, included: false };

describe('the prices of a sale', () => {
  it.each([
    ['EUR', type({ price: 50 })],
    ['EUR', type({ price: 0 })],
    ['EUR', type({ price: 20, min: 3 })],
    ['EUR', type({ price: 25, fee: { ...fee, amount: 25 } })],
    ['EUR', type({ price: 24_999_999 })],
    ['EUR', type({ min: 2, multiple: 2 })],
    ['HUF', type({ price: 17_500 })],
    ['KWD', type({ price: 5_120 })],
    ['ISK', type({ price: 450_000 })],
    ['JPY', type({ price: 99_999_999 })],
  ])('are fine in %s: %j', (currency, input) => expect(fieldsOf(currency, input)).toEqual([]));

  it.each([
    ['an unknown currency', 'QQQ', type(), 'currency'],
    ['a currency that is not charged', 'KPW', type(), 'currency'],
    ['less than the smallest charge', 'EUR', type({ price: 49 }), 'ticketTypes.0.price'],
    ['less than the smallest charge of forints', 'HUF', type({ price: 4_500 }), 'ticketTypes.0.price'],
    ['fractions of a króna', 'ISK', type({ price: 4_550 }), 'ticketTypes.0.price'],
    ['fractions of a shilling', 'UGX', type({ price: 450_050 }), 'ticketTypes.0.price'],
    ['a third decimal of a dinar', 'KWD', type({ price: 5_125 }), 'ticketTypes.0.price'],
    ['a fee off the step', 'KWD', type({ price: 5_120, fee: { ...fee, amount: 5 } }), 'ticketTypes.0.fee.amount'],
    ['a fee of nothing at all', 'EUR', type({ fee }), 'ticketTypes.0.fee'],
    ['a basket above the largest charge', 'EUR', type({ price: 99_999_999, maxPerFan: 2 }), 'ticketTypes.0.price'],
    [
      'a fee that lifts the basket above it',
      'EUR',
      type({ price: 24_999_999, fee: { ...fee, amount: 1 } }),
      'ticketTypes.0.price',
    ],
    ['a tax that lifts the basket above it', 'EUR', type({ price: 20_000_000, tax }), 'ticketTypes.0.price'],
    ['a minimum above the limit', 'EUR', type({ min: 5 }), 'ticketTypes.0.min'],
    ['a multiple above the limit', 'EUR', type({ multiple: 5 }), 'ticketTypes.0.multiple'],
  ])('refuse %s', (_what, currency, input, field) => expect(fieldsOf(currency, input)).toEqual([field]));

  it('add up over ticket types, as far as one hold reaches', () => {
    const dear = type({ price: 1_999_999, maxPerFan: 50 });
    expect(fieldsOf('EUR', dear, dear)).toEqual([]);
    expect(fieldsOf('EUR', type(), { ...dear, price: 2_000_000 })).toEqual(['ticketTypes.1.price']);
  });
});
