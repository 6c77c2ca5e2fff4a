/** An amount in minor units with its currency, as the wire carries it. */
interface MoneyLike {
  amount: number;
  currency: string;
}

function formatter(currency: string, locale: string, short: boolean): Intl.NumberFormat {
  const options: Intl.NumberFormatOptions = { style: 'currency', currency };
  return new Intl.NumberFormat(locale, short ? { ...options, trailingZeroDisplay: 'stripIfInteger' } : options);
}

/** Minor units → major units, by the currency's own number of digits (EUR 2, JPY 0, KWD 3). */
function major(money: MoneyLike, format: Intl.NumberFormat): number {
  return money.amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
}

/** `{4500, EUR}` → "€45.00". */
export function formatMoney(money: MoneyLike, locale: string): string {
  const format = formatter(money.currency, locale, false);
  return format.format(major(money, format));
}

/** Lowest and highest of some prices, whole amounts without zeros: "€45 – €65"; one price alone: "€45"; none: null. */
export function formatPriceRange(prices: MoneyLike[], locale: string): string | null {
  const sorted = [...prices].sort((a, b) => a.amount - b.amount);
  const low = sorted[0];
  const high = sorted[sorted.length - 1];
  if (!low || !high) return null;
  // digits are taken from the full format: stripping zeros changes what is shown, not what a minor unit is
  const full = formatter(low.currency, locale, false);
  const short = formatter(low.currency, locale, true);
  const from = short.format(major(low, full));
  return low.amount === high.amount ? from : `${from} – ${short.format(major(high, full))}`;
}

export function sumMoney(items: { price: MoneyLike; count: number }[], currency: string): MoneyLike {
  return { amount: items.reduce((sum, item) => sum + item.price.amount * item.count, 0), currency };
}
