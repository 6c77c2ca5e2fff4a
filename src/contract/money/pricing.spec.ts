import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { currencies, ruleOf } from './money.js';
import { type Discount, fullPriceOf, priceBasket, type PricedUnit, shareOf } from './pricing.js';

const unit = (over: Partial<PricedUnit> = {}): PricedUnit => ({
  ...{ label: 'Standing', ticketTypeId: 'tt_1', priceMinor: 4500, fee: null, tax: null },
  ...over,
});
const fee = { label: 'Service fee', amount: 250, percent: null };
const vat = { label: 'VAT', percent: 7, included: true };
const tenOff: Discount = { label: 'EARLY', percent: 10, amountMinor: null, ticketTypeIds: null };

describe('shareOf', () => {
  it('rounds half to even, to the step of the currency', () => {
    expect([50, 150, 250, 251].map((amount) => shareOf(amount, 5, 100, 1))).toEqual([2, 8, 12, 13]);
    expect([2500, 7500, 7600].map((amount) => shareOf(amount, 2, 100, 100))).toEqual([0, 200, 200]);
    expect(shareOf(999_999_999_999, 99_999, 100_000, 1)).toBe(999_989_999_999);
  });
});

describe('priceBasket', () => {
  it('adds fees, tells included tax without adding it, and adds the other', () => {
    const { lines, totalMinor } = priceBasket([unit({ fee, tax: vat }), unit({ fee, tax: vat })], 'EUR');
    expect(lines).toEqual([
      { kind: 'ticket', label: 'Standing', amount: 4500, included: false },
      { kind: 'ticket', label: 'Standing', amount: 4500, included: false },
      { kind: 'fee', label: 'Service fee', amount: 500, included: false },
      { kind: 'tax', label: 'VAT', amount: 622, included: true },
    ]);
    expect(totalMinor).toBe(9500);
    expect(priceBasket([unit({ tax: { ...vat, included: false } })], 'EUR').totalMinor).toBe(4815);
    expect(fullPriceOf(unit({ fee: { ...fee, percent: 2.5 } }), 'EUR')).toBe(4500 + 250 + 112);
  });

  it('takes a percentage or an amount off the tickets that a code is for, and never more than they cost', () => {
    expect(priceBasket([unit(), unit({ fee })], 'EUR', tenOff)).toMatchObject({
      totalMinor: 8350,
      unitTotals: [4050, 4300],
    });
    const fixed = { ...tenOff, percent: null, amountMinor: 1000, ticketTypeIds: ['tt_2'] };
    const other = unit({ ticketTypeId: 'tt_2', priceMinor: 700 });
    expect(priceBasket([unit(), other], 'EUR', fixed)).toMatchObject({ totalMinor: 4500, unitTotals: [4500, 0] });
    expect(priceBasket([unit()], 'EUR', fixed).lines).toHaveLength(1);
  });

  it('adds up for any basket: lines that are not included, and units, are the total; nothing is off the step or negative', () => {
    const codes = fc.constantFrom(...currencies.keys());
    const percent = fc.integer({ min: 0, max: 100_000 }).map((n) => n / 1000);
    const steps = fc.integer({ min: 0, max: 1_000_000 });
    const units = fc.array(
      fc.record({
        type: fc.constantFrom('a', 'b'),
        price: steps,
        fee: fc.option(fc.record({ amount: steps, percent })),
        tax: fc.option(fc.record({ percent, included: fc.boolean() })),
      }),
      { minLength: 1, maxLength: 50 },
    );
    const off = fc.option(fc.oneof(fc.record({ percent }), fc.record({ amount: steps })));
    fc.assert(
      fc.property(codes, units, off, (currency, items, wanted) => {
        const { step } = ruleOf(currency);
        const asked = items.map(({ type, price, fee, tax }) =>
          unit({
            ...{ ticketTypeId: type, priceMinor: price * step, tax: tax && { label: 'T', ...tax } },
            fee: fee && { label: 'F', amount: fee.amount * step, percent: fee.percent },
          }),
        );
        const discount = wanted && {
          ...{ label: 'D', ticketTypeIds: ['a'] },
          percent: 'percent' in wanted ? wanted.percent : null,
          amountMinor: 'amount' in wanted ? wanted.amount * step : null,
        };
        const { lines, unitTotals, totalMinor } = priceBasket(asked, currency, discount);
        const added = lines.filter(({ included }) => !included).reduce((sum, { amount }) => sum + amount, 0);
        expect(added).toBe(totalMinor);
        expect(unitTotals.every((amount) => amount >= 0)).toBe(true);
        expect(lines.every(({ amount }) => amount % step === 0)).toBe(true);
        if (!discount) expect(totalMinor).toBe(asked.reduce((sum, one) => sum + fullPriceOf(one, currency), 0));
      }),
    );
  });
});
