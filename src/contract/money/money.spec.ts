import { describe, expect, it } from '@jest/globals';
import {
  currencies,
  decimalOf,
  formatMoney,
  formatPriceRange,
  formatShort,
  isChargeable,
  parseMoney,
  ruleOf,
} from './money.js';

const all = [...currencies.values()];
const eur = (amount: number) => ({ amount, currency: 'EUR' });

describe('the table of currencies', () => {
  it('has the unit, step and bounds that the provider names', () => {
    expect(ruleOf('EUR')).toMatchObject({ unitDecimals: 2, step: 1, minimum: 50, maximum: 99_999_999 });
    expect(ruleOf('GBP').minimum).toBe(30);
    expect(ruleOf('HUF')).toMatchObject({ unitDecimals: 2, shownDecimals: 2, minimum: 17_500 });
    expect(ruleOf('RSD')).toMatchObject({ unitDecimals: 2, shownDecimals: 2 });
    expect(ruleOf('JPY')).toMatchObject({ unitDecimals: 0, shownDecimals: 0, minimum: 50 });
    expect(ruleOf('KWD')).toMatchObject({ unitDecimals: 3, shownDecimals: 3, step: 10, maximum: 99_999_990 });
    expect(ruleOf('ISK')).toMatchObject({ unitDecimals: 2, shownDecimals: 0, step: 100, maximum: 99_999_900 });
    expect(() => ruleOf('XXX')).toThrow('unknown currency XXX');
  });

  it('agrees with itself for every currency: bounds are amounts that can be charged, shown and typed again', () => {
    expect(all.length).toBeGreaterThan(130);
    for (const { code, minimum, maximum, step } of all) {
      for (const amount of [minimum, minimum + step, 123_400, maximum - step, maximum].filter((n) => n >= minimum)) {
        const money = { amount, currency: code };
        expect({ money, chargeable: isChargeable(money) }).toEqual({ money, chargeable: true });
        expect({ money, read: parseMoney(decimalOf(money), code) }).toEqual({ money, read: amount });
        for (const locale of ['en-GB', 'en-US', 'de-DE'])
          expect({ money, locale, read: parseMoney(formatMoney(money, locale), code) }).toEqual({
            money,
            locale,
            read: amount,
          });
      }
      expect(isChargeable({ amount: 0, currency: code })).toBe(true);
      for (const amount of [-step, minimum - step, maximum + step].filter((n) => n !== 0))
        expect({ code, amount, chargeable: isChargeable({ amount, currency: code }) }).toEqual({
          code,
          amount,
          chargeable: false,
        });
      if (step > 1) expect(isChargeable({ amount: minimum + step / 2, currency: code })).toBe(false);
    }
  });
});

describe('money for people', () => {
  it('shows the decimals of the table, not those of the runtime', () => {
    expect(formatMoney(eur(4500), 'en-GB')).toBe('€45.00');
    expect(formatMoney({ amount: 4500, currency: 'JPY' }, 'en-GB')).toBe('JP¥4,500');
    expect(formatMoney({ amount: 4500, currency: 'KWD' }, 'en-GB')).toBe('KWD\u00a04.500');
    expect(formatMoney({ amount: 450_000, currency: 'RSD' }, 'en-GB')).toBe('RSD\u00a04,500.00');
    expect(formatMoney({ amount: 450_000, currency: 'HUF' }, 'en-GB')).toBe('HUF\u00a04,500.00');
    expect(formatMoney({ amount: 450_000, currency: 'ISK' }, 'en-GB')).toBe('ISK\u00a04,500');
    expect(formatMoney({ amount: 9_999_999_999, currency: 'JPY' }, 'de-DE')).toBe('9.999.999.999\u00a0¥');
    expect(formatMoney(eur(-500), 'en-GB')).toBe('-€5.00');
  });

  it('shortens whole amounts, and a range from lowest to highest', () => {
    expect(formatShort(eur(4850), 'en-GB')).toBe('€48.50');
    expect(formatPriceRange([eur(6500), eur(4500), eur(5250)], 'en-GB')).toBe('€45 – €65');
    expect(formatPriceRange([eur(5250), eur(4500)], 'en-GB')).toBe('€45 – €52.50');
    expect(formatPriceRange([eur(4500), eur(4500)], 'en-GB')).toBe('€45');
    expect(formatPriceRange([], 'en-GB')).toBeNull();
  });

  it.each([
    ['1,250.00', 'EUR', 125_000],
    ['1.250,00', 'EUR', 125_000],
    ['1.250.000,5', 'EUR', 125_000_050],
    ['1 250', 'EUR', 125_000],
    ["1'250.50", 'CHF', 125_050],
    ['1,250', 'EUR', 125_000],
    ['€45', 'EUR', 4500],
    ['45,5', 'EUR', 4550],
    ['0.07', 'EUR', 7],
    ['0', 'EUR', 0],
    ['45.500', 'KWD', 45_500],
    ['4500', 'JPY', 4500],
    ['4,500', 'JPY', 4500],
    ['45.00', 'JPY', 45],
    ['45 ISK', 'ISK', 4500],
  ])('reads %s in %s as %d', (typed, currency, amount) => expect(parseMoney(typed, currency)).toBe(amount));

  it.each([
    ...['', 'free', '-1', '1e3', '1.2.3', '1,25,000', '45..5', '45.0055', '4,5,6', '9'.repeat(30)].map((typed) => [
      typed,
      'EUR',
    ]),
    ['45.5', 'JPY'],
    ['45.505', 'KWD'],
    ['45.5', 'ISK'],
  ])('refuses to read %p in %s', (typed = '', currency = '') => expect(parseMoney(typed, currency)).toBeNull());
});
