import { describe, expect, it } from '@jest/globals';
import { formatMoney, formatPriceRange, sumMoney } from './money.js';

describe('money', () => {
  it('uses the digits of the currency, not always two', () => {
    expect(formatMoney({ amount: 4500, currency: 'EUR' }, 'en-GB')).toBe('€45.00');
    expect(formatMoney({ amount: 4500, currency: 'JPY' }, 'en-GB')).toBe('JP¥4,500');
    expect(formatMoney({ amount: 4500, currency: 'KWD' }, 'en-GB')).toBe('KWD\u00a04.500');
  });

  it('shows a range from lowest to highest, and one price once', () => {
    const eur = (amount: number) => ({ amount, currency: 'EUR' });
    expect(formatPriceRange([eur(6500), eur(4500), eur(5250)], 'en-GB')).toBe('€45 – €65');
    expect(formatPriceRange([eur(5250), eur(4500)], 'en-GB')).toBe('€45 – €52.50');
    expect(formatPriceRange([eur(4500), eur(4500)], 'en-GB')).toBe('€45');
    expect(formatPriceRange([], 'en-GB')).toBeNull();
  });

  it('adds what is in the basket in minor units', () => {
    const price = { amount: 1999, currency: 'EUR' };
    expect(
      sumMoney(
        [
          { price, count: 3 },
          { price: { ...price, amount: 1 }, count: 2 },
        ],
        'EUR',
      ),
    ).toEqual({ amount: 5999, currency: 'EUR' });
  });
});
