/** Building a format costs a hundred times its use. */
const FORMATS_MAX = 200;
const times = new Map<string, Intl.DateTimeFormat>();
const amounts = new Map<string, Intl.NumberFormat>();

/** Formats as "Saturday 6 December 2025 at 20:00", in the venue's time zone. */
export function showTime({ startsAt, timeZone }: { startsAt: string; timeZone: string }, locale: string): string {
  const make = () => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone });
  return keptIn(times, `${locale} ${timeZone}`, make).format(new Date(startsAt));
}

/** Formats minor units as "€45.00". */
export function moneyText({ amount, currency }: { amount: number; currency: string }, locale: string): string {
  const make = () => new Intl.NumberFormat(locale, { style: 'currency', currency });
  const format = keptIn(amounts, `${locale} ${currency}`, make);
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

function keptIn<Format>(formats: Map<string, Format>, key: string, make: () => Format): Format {
  const kept = formats.get(key);
  if (kept !== undefined) return kept;
  if (formats.size >= FORMATS_MAX) formats.clear();
  const made = make();
  formats.set(key, made);
  return made;
}
