import { describe, expect, it } from '@jest/globals';
import { currencies, formatMoney } from '../../src/contract/money/money.js';
import { currencies as simulated } from '../../tools/stripe-simulator/model/currencies.js';
import { formatAmount } from '../../tools/stripe-simulator/pages/money.js';

const all = [...currencies.values()];

describe('the table of currencies', () => {
  it('is the same in the simulator, which refuses what Stripe would refuse', () => {
    const ours = Object.fromEntries(all.map(({ code, ...rule }) => [code.toLowerCase(), rule]));
    expect(Object.fromEntries(simulated)).toEqual(ours);
  });

  it('shows the same digits on the fan’s page and on the simulator’s form', () => {
    for (const { code, minimum } of all)
      expect(formatAmount(minimum * 3, code)).toBe(formatMoney({ amount: minimum * 3, currency: code }, 'en'));
  });
});
