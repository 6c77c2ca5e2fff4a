import { BoundedMap } from '../platform/cache/bounded-map.js';

/** Building a format costs a hundred times its use. */
const FORMATS_MAX = 200;
const times = new BoundedMap<string, Intl.DateTimeFormat>(FORMATS_MAX);
const amounts = new BoundedMap<string, Intl.NumberFormat>(FORMATS_MAX);

/** Formats as "Saturday 6 December 2025 at 20:00", in the venue's time zone. */
export function showTime({ startsAt, timeZone }: { startsAt: string; timeZone: string }, locale: string): string {
  const make = () => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone });
  return times.getOrMake(`${locale} ${timeZone}`, make).format(new Date(startsAt));
}

/** Formats minor units as "€45.00". */
export function moneyText({ amount, currency }: { amount: number; currency: string }, locale: string): string {
  const make = () => new Intl.NumberFormat(locale, { style: 'currency', currency });
  const format = amounts.getOrMake(`${locale} ${currency}`, make);
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
