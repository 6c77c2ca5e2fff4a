import { describe, expect, it } from '@jest/globals';
import { fits, normalCode, type PromoTerms } from './promo.rules.js';

const terms = (ticketTypeIds: string[] | null): PromoTerms => ({
  ...{ kind: 'promo', id: 'promo_1', maxUses: 2, perFan: 1 },
  discount: { label: 'EARLY', percent: 10, amountMinor: null, ticketTypeIds },
});

describe('a promo code', () => {
  it('is the same however it is typed', () => {
    for (const typed of ['EARLY-10', ' early-10 ', 'ＥＡＲＬＹ-10', 'Early-10\t'])
      expect(normalCode(typed)).toBe('EARLY-10');
  });

  it('fits every ticket, or a basket that holds one of its own', () => {
    expect(fits(terms(null), new Set(['a']))).toBe(true);
    expect(fits(terms(['a', 'b']), new Set(['b', 'c']))).toBe(true);
    expect(fits(terms(['a', 'b']), new Set(['c']))).toBe(false);
  });
});
