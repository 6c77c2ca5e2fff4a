import { currencies } from '../model/currencies.js';

/** Formats an amount for people: `4500, 'eur'` → `€45.00`, `4500, 'jpy'` → `¥4,500`. Decimals follow Stripe. */
export function formatAmount(amount: number, currency: string): string {
  const code = currency.toUpperCase();
  const known = currencies.get(currency.toLowerCase());
  if (!known) return `${amount} ${code}`;
  const digits = { minimumFractionDigits: known.shownDecimals, maximumFractionDigits: known.shownDecimals };
  return new Intl.NumberFormat('en', { style: 'currency', currency: code, ...digits }).format(
    amount / 10 ** known.unitDecimals,
  );
}
