import { ruleOf } from './money.js';

/**
 * Computes the price of a ticket and the lines of an order, shared by the page that shows a price, the hold that
 * freezes it and the order that charges it. Each fee and tax is rounded once per ticket, half to even, so that a
 * ticket's full price is exact and two cost twice as much.
 */
export interface FeeTerms {
  label: string;
  /** Units of the currency per ticket, a percentage of its price, or the sum of both. */
  amount: number | null;
  percent: number | null;
}

export interface TaxTerms {
  label: string;
  /** Of price plus fee, less the discount. */
  percent: number;
  /** Already included in the price: shown, not added. */
  included: boolean;
}

export interface PriceTerms {
  priceMinor: number;
  fee: FeeTerms | null;
  tax: TaxTerms | null;
}

export interface PricedUnit extends PriceTerms {
  label: string;
  ticketTypeId: string;
}

/** A promo code: a percentage off ticket prices, or an amount off their total. Fees are not discounted. */
export interface Discount {
  label: string;
  percent: number | null;
  amountMinor: number | null;
  /** null: every ticket type. */
  ticketTypeIds: readonly string[] | null;
}

export type LineKind = 'ticket' | 'fee' | 'tax' | 'discount';
export interface PriceLine {
  kind: LineKind;
  label: string;
  /** Negative for a discount. */
  amount: number;
  /** Shown, but part of another line: not added to the total. */
  included: boolean;
}

export interface PricedBasket {
  /** Full price of each unit, in order; they add up to the total. */
  unitTotals: number[];
  lines: PriceLine[];
  totalMinor: number;
}

/** Percentages have up to three decimals. */
const PERCENT_SCALE = 1_000;
const HUNDRED_PERCENT = 100 * PERCENT_SCALE;
const scaled = (percent: number): number => Math.round(percent * PERCENT_SCALE);

/** Returns `amount` × `part` / `whole`, rounded half to even to a multiple of `step`. */
export function shareOf(amount: number, part: number, whole: number, step: number): number {
  const product = BigInt(amount) * BigInt(part);
  const divisor = BigInt(whole) * BigInt(step);
  const floor = product / divisor;
  const twice = 2n * (product - floor * divisor);
  const isUp = twice > divisor || (twice === divisor && floor % 2n === 1n);
  return Number(floor + (isUp ? 1n : 0n)) * step;
}

export function feeOf({ priceMinor, fee }: PriceTerms, currency: string): number {
  if (!fee) return 0;
  const { step } = ruleOf(currency);
  return (fee.amount ?? 0) + shareOf(priceMinor, scaled(fee.percent ?? 0), HUNDRED_PERCENT, step);
}

function taxOf({ tax }: PriceTerms, base: number, currency: string): number {
  if (!tax) return 0;
  const part = scaled(tax.percent);
  return shareOf(base, part, tax.included ? HUNDRED_PERCENT + part : HUNDRED_PERCENT, ruleOf(currency).step);
}

/** Returns the price of one ticket with all fees and taxes. */
export function fullPriceOf(terms: PriceTerms, currency: string): number {
  const base = terms.priceMinor + feeOf(terms, currency);
  return base + (terms.tax?.included === false ? taxOf(terms, base, currency) : 0);
}

export function priceBasket(
  units: readonly PricedUnit[],
  currency: string,
  discount: Discount | null = null,
): PricedBasket {
  const discounts = discount ? spread(units, discount, currency) : units.map(() => 0);
  const lines = new Map<string, PriceLine>();
  const add = (kind: LineKind, label: string, amount: number, included = false): void => {
    const key = JSON.stringify([kind, label, included]);
    const line = lines.get(key);
    if (line) line.amount += amount;
    else if (amount !== 0) lines.set(key, { kind, label, amount, included });
  };
  const unitTotals = units.map((unit, index) => {
    const less = discounts[index] ?? 0;
    const fee = feeOf(unit, currency);
    const base = unit.priceMinor + fee - less;
    const tax = taxOf(unit, base, currency);
    if (unit.fee) add('fee', unit.fee.label, fee);
    if (discount) add('discount', discount.label, -less);
    if (unit.tax) add('tax', unit.tax.label, tax, unit.tax.included);
    return base + (unit.tax?.included === false ? tax : 0);
  });
  const tickets = units.map(({ label, priceMinor }) => ({
    kind: 'ticket' as const,
    label,
    amount: priceMinor,
    included: false,
  }));
  return {
    unitTotals,
    lines: [...tickets, ...[...lines.values()].sort(byPlace)],
    totalMinor: unitTotals.reduce((sum, amount) => sum + amount, 0),
  };
}

const places: readonly LineKind[] = ['ticket', 'fee', 'discount', 'tax'];
const byPlace = (a: PriceLine, b: PriceLine): number =>
  places.indexOf(a.kind) - places.indexOf(b.kind) || Number(a.included) - Number(b.included);

/** Returns the discount of each unit: rounded once for the total, then distributed proportionally without remainder. */
function spread(units: readonly PricedUnit[], discount: Discount, currency: string): number[] {
  const { step } = ruleOf(currency);
  const { ticketTypeIds, percent, amountMinor } = discount;
  const prices = units.map(({ ticketTypeId, priceMinor }) =>
    ticketTypeIds === null || ticketTypeIds.includes(ticketTypeId) ? priceMinor : 0,
  );
  const sum = prices.reduce((all, price) => all + price, 0);
  const whole =
    amountMinor === null ? shareOf(sum, scaled(percent ?? 0), HUNDRED_PERCENT, step) : Math.min(amountMinor, sum);
  let reached = 0;
  let given = 0;
  return prices.map((price) => {
    reached += price;
    const upTo = sum === 0 ? 0 : Number((BigInt(reached) * BigInt(whole)) / (BigInt(sum) * BigInt(step))) * step;
    const share = upTo - given;
    given = upTo;
    return share;
  });
}
