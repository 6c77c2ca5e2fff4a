/**
 * Money for people and for the provider. An amount is an integer in the provider's unit. Display, parsing, limits and
 * charges all derive from this table, because `Intl`'s data on a currency varies between versions.
 *
 * Source: Stripe, "Supported currencies" (docs.stripe.com/currencies), read on 26 November 2026. Where that page gives
 * two conflicting maxima (COP, HUF, JPY, LBP), the number of digits counts, which is the lower one.
 */
export interface CurrencyRule {
  readonly code: string;
  /** Decimals of an amount: 2 when 100 units make one euro. */
  readonly unitDecimals: number;
  /** Decimals displayed and typed. */
  readonly shownDecimals: number;
  /** Amounts must be multiples of this. */
  readonly step: number;
  /** Smallest and largest charge; zero is allowed as well. */
  readonly minimum: number;
  readonly maximum: number;
}

export interface MoneyLike {
  amount: number;
  currency: string;
}

const words = (list: string): string[] => list.trim().split(/\s+/);

const TWO_DECIMALS = words(`
  AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC CVE CZK
  DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR JMD KES KGS KHR KYD KZT LAK LBP LKR
  LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB
  SAR SBD SCR SEK SGD SHP SLE SOS SRD SZL THB TJS TOP TRY TTD TWD TZS UAH USD UYU UZS WST XCD XCG YER ZAR ZMW`);
const NO_DECIMALS = words('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF');
/** Sent with three decimals, of which the last must be 0. */
const THREE_DECIMALS = words('BHD JOD KWD OMR TND');
/** Sent with two decimals that must be 00; displayed without decimals. */
const WHOLE_ONLY = words('ISK UGX');

/**
 * In units of each currency. Unlisted minima depend on conversion into the account's currency, which no table can
 * state.
 */
const MINIMUM: Readonly<Record<string, number>> = {
  ...{
    USD: 50,
    AED: 200,
    AUD: 50,
    BGN: 100,
    BRL: 50,
    CAD: 50,
    CHF: 50,
    CZK: 1500,
    DKK: 250,
    EUR: 50,
    GBP: 30,
    HKD: 400,
  },
  ...{ HUF: 17_500, INR: 50, JPY: 50, MXN: 1000, MYR: 200, NOK: 300, NZD: 50, PLN: 200, RON: 200, SEK: 300, SGD: 50 },
  ...{ THB: 1000 },
};
const EIGHT_DIGITS = 99_999_999;
const MAXIMUM: Readonly<Record<string, number>> = {
  ...{ IDR: 999_999_999_999, INR: 999_999_999, LBP: 99_999_999_999 },
  ...{ COP: 9_999_999_999, HUF: 9_999_999_999, JPY: 9_999_999_999 },
};

function rule(code: string, unitDecimals: number, shownDecimals: number, step: number): CurrencyRule {
  const most = MAXIMUM[code] ?? EIGHT_DIGITS;
  return {
    ...{ code, unitDecimals, shownDecimals, step },
    minimum: MINIMUM[code] ?? step,
    maximum: most - (most % step),
  };
}

/** Every currency supported for sales, by code. */
export const currencies: ReadonlyMap<string, CurrencyRule> = new Map(
  [
    ...TWO_DECIMALS.map((code) => rule(code, 2, 2, 1)),
    ...NO_DECIMALS.map((code) => rule(code, 0, 0, 1)),
    ...THREE_DECIMALS.map((code) => rule(code, 3, 3, 10)),
    ...WHOLE_ONLY.map((code) => rule(code, 2, 0, 100)),
  ]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map((currency) => [currency.code, currency]),
);

/** Returns a currency's rule. Throws for unsupported currencies. */
export function ruleOf(currency: string): CurrencyRule {
  const found = currencies.get(currency);
  if (!found) throw new Error(`unknown currency ${currency.slice(0, 8)}`);
  return found;
}

/** Returns whether the amount is zero or within what the provider charges. */
export function isChargeable({ amount, currency }: MoneyLike): boolean {
  const { step, minimum, maximum } = ruleOf(currency);
  return (
    amount === 0 || (Number.isSafeInteger(amount) && amount >= minimum && amount <= maximum && amount % step === 0)
  );
}

/** `{125000, EUR}` → "1250.00": the displayed decimals, in machine-readable form and for CSV. */
export function decimalOf({ amount, currency }: MoneyLike): string {
  const { unitDecimals, shownDecimals } = ruleOf(currency);
  const digits = String(Math.abs(amount)).padStart(unitDecimals + 1, '0');
  const whole = digits.slice(0, digits.length - unitDecimals);
  const fraction = digits.slice(digits.length - unitDecimals, digits.length - unitDecimals + shownDecimals);
  return `${amount < 0 ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

const formats = new Map<string, Intl.NumberFormat>();

/** Takes symbol, its side and separators from `Intl`, but sets the number of decimals itself. */
function formatOf(currency: string, locale: string, decimals: number): Intl.NumberFormat {
  const key = `${locale} ${currency} ${decimals}`;
  let format = formats.get(key);
  if (!format) {
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    format = new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits });
    formats.set(key, format);
  }
  return format;
}

/** `{4500, EUR}` → "€45.00". */
export function formatMoney(money: MoneyLike, locale: string): string {
  const { shownDecimals } = ruleOf(money.currency);
  return formatOf(money.currency, locale, shownDecimals).format(Number(decimalOf(money)));
}

/** Like `formatMoney`, but whole amounts without decimals: "€45". */
export function formatShort(money: MoneyLike, locale: string): string {
  const { unitDecimals, shownDecimals } = ruleOf(money.currency);
  const decimals = money.amount % 10 ** unitDecimals === 0 ? 0 : shownDecimals;
  return formatOf(money.currency, locale, decimals).format(Number(decimalOf(money)));
}

/** Formats the lowest and highest price of one currency: "€45 – €65"; a single price: "€45"; none: null. */
export function formatPriceRange(prices: readonly MoneyLike[], locale: string): string | null {
  const sorted = [...prices].sort((a, b) => a.amount - b.amount);
  const low = sorted[0];
  const high = sorted[sorted.length - 1];
  if (!low || !high) return null;
  const from = formatShort(low, locale);
  return low.amount === high.amount ? from : `${from} – ${formatShort(high, locale)}`;
}

/** Matches codes, symbols and white space; a dot only at the end of an abbreviation. */
const SIGN = String.raw`(?:\p{L}+\.(?=\s|$)|[\p{L}\p{Sc}\s])+`;
const AROUND = new RegExp(`^${SIGN}|${SIGN}$`, 'gu');
/** Matches digits, optionally in groups of three, with an optional fraction. */
const GROUPED = /^(\d{1,3}(?:([.,'’\s])\d{3}(?:\2\d{3})*)?|\d+)(?:[.,](\d+))?$/u;
const MAX_CHARACTERS = 40;

/**
 * Parses typed amounts into units: "1,250.00", "1.250,00", "1 250", "€45". Returns null if invalid for the currency,
 * including too many decimals or amounts off its step. A lone separator before three digits is a thousands separator,
 * unless the currency has three decimals.
 */
export function parseMoney(typed: string, currency: string): number | null {
  const { unitDecimals, shownDecimals, step } = ruleOf(currency);
  const text = typed.length > MAX_CHARACTERS ? '' : typed.replace(AROUND, '');
  const lone = /^(\d+)[.,](\d{3})$/.exec(text);
  const [whole, fraction] = lone && shownDecimals === 3 ? [lone[1], lone[2]] : partsOf(GROUPED.exec(text));
  if (whole === undefined) return null;
  const decimals = (fraction ?? '').replace(/0+$/, '');
  if (decimals.length > shownDecimals) return null;
  const amount = Number(whole + decimals.padEnd(unitDecimals, '0'));
  return Number.isSafeInteger(amount) && amount % step === 0 ? amount : null;
}

/** Returns null where the decimal separator equals the thousands separator. */
function partsOf(match: RegExpExecArray | null): [string | undefined, string | undefined] {
  const [text = '', whole, separator, fraction] = match ?? [];
  if (whole === undefined || (fraction !== undefined && text.charAt(whole.length) === separator))
    return [undefined, undefined];
  return [whole.replace(/\D/g, ''), fraction];
}
