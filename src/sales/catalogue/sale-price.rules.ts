import { ACCESSIBLE, PUBLIC } from '../../contract/sale/channels.js';
import type { FieldError } from '../../contract/errors.js';
import { currencies, type CurrencyRule, formatMoney } from '../../contract/money/money.js';
import { fullPriceOf } from '../../contract/money/pricing.js';
import type { StockBook } from '../../inventory/stock/stock.service.js';
import type { SaleView, TicketTypeView } from '../sales.types.js';
import { bounds } from './input/sale-bounds.types.js';
import type { FeeInput, TicketTypeInput } from './input/ticket-type-input.types.js';
import type { SaleInput } from './input/sale-input.types.js';

const DEFAULT_MAX_PER_FAN = 4;

export const maxPerFanOf = (type: TicketTypeInput): number => type.maxPerFan ?? DEFAULT_MAX_PER_FAN;

/** Returns the smallest quantity one hold may take. */
const leastOf = ({ min = 1, multiple = 1 }: TicketTypeInput): number => Math.ceil(min / multiple) * multiple;

/** Reports prices that the payment provider would refuse, and quantities that nobody could buy. */
export function* priceErrors({
  currency,
  ticketTypes,
}: Pick<SaleInput, 'currency' | 'ticketTypes'>): Generator<FieldError> {
  const rule = currencies.get(currency);
  if (!rule) {
    yield { field: 'currency', message: 'is not a currency that can be charged' };
    return;
  }
  const errors = ticketTypes.flatMap((type, index) => [...typeErrors(type, `ticketTypes.${index}`, rule)]);
  yield* errors;
  if (errors.length > 0) return;
  const most = largestBasket(ticketTypes, currency);
  if (most.total > rule.maximum)
    yield {
      field: `ticketTypes.${most.index}.price`,
      message: `all that one fan may buy would cost ${money(most.total, rule)}; ${money(rule.maximum, rule)} can be charged at once`,
    };
}

export const typesFull: FieldError = { field: 'ticketTypes', message: `a sale has at most ${bounds.ticketTypes}` };

/** Reports what is wrong with a ticket type added to a sale, by the fields of its own body. */
export function addedTypeErrors(
  added: TicketTypeInput,
  { currency, ticketTypes }: Pick<SaleView, 'currency' | 'ticketTypes'>,
  { channels }: Pick<StockBook, 'channels'>,
): FieldError[] {
  if (ticketTypes.length >= bounds.ticketTypes) return [typesFull];
  const { channel = PUBLIC } = added;
  if (channel !== PUBLIC && (channel === ACCESSIBLE || !channels.some(({ key }) => key === channel)))
    return [{ field: 'channel', message: `the sale has no channel ${channel} for it` }];
  return ownErrors(currency, [...ticketTypes.map(inputOf), added]);
}

/** Reports what is wrong with a ticket type of a sale as it would be once changed, by the fields of its own body. */
export function changedTypeErrors(
  changed: TicketTypeView,
  { currency, ticketTypes }: Pick<SaleView, 'currency' | 'ticketTypes'>,
): FieldError[] {
  return ownErrors(
    currency,
    ticketTypes.map((type) => inputOf(type.id === changed.id ? changed : type)),
  );
}

const inputOf = ({ priceMinor, ...type }: TicketTypeView): TicketTypeInput => ({ ...type, price: priceMinor });

function ownErrors(currency: string, ticketTypes: TicketTypeInput[]): FieldError[] {
  const all = [...priceErrors({ currency, ticketTypes })];
  return all.map(({ field, message }) => ({ field: field.replace(/^ticketTypes\.\d+\./, ''), message }));
}

function* typeErrors(type: TicketTypeInput, field: string, rule: CurrencyRule): Generator<FieldError> {
  const limit = maxPerFanOf(type);
  const least = leastOf(type);
  if (least > limit)
    yield {
      field: `${field}.${(type.min ?? 1) > limit ? 'min' : 'multiple'}`,
      message: `allows no number up to ${limit}`,
    };
  yield* amountErrors(type.price, `${field}.price`, rule);
  if (type.fee) yield* feeErrors(type.fee, `${field}.fee`, rule);
  if (type.price > rule.maximum || (type.fee?.amount ?? 0) > rule.maximum) return;
  const smallest = least * fullPrice(type, rule.code);
  if (smallest > 0 && smallest < rule.minimum)
    yield {
      field: `${field}.price`,
      message: `the smallest purchase would cost ${money(smallest, rule)}; payments start at ${money(rule.minimum, rule)}`,
    };
}

function* amountErrors(amount: number, field: string, rule: CurrencyRule): Generator<FieldError> {
  if (amount % rule.step !== 0) yield { field, message: `must be a multiple of ${rule.step} in ${rule.code}` };
  if (amount > rule.maximum) yield { field, message: `must not be above ${money(rule.maximum, rule)}` };
}

function* feeErrors(fee: FeeInput, field: string, rule: CurrencyRule): Generator<FieldError> {
  if (typeof fee.amount !== 'number' && typeof fee.percent !== 'number')
    yield { field, message: 'needs an amount or a percent' };
  yield* amountErrors(fee.amount ?? 0, `${field}.amount`, rule);
}

function fullPrice({ price, fee, tax }: TicketTypeInput, currency: string): number {
  const terms = {
    priceMinor: price,
    fee: fee ? { label: fee.label, amount: fee.amount ?? null, percent: fee.percent ?? null } : null,
    tax: tax ?? null,
  };
  return fullPriceOf(terms, currency);
}

/** Returns the cost of the most expensive possible hold, and the index of its most expensive ticket type. */
function largestBasket(types: readonly TicketTypeInput[], currency: string): { total: number; index: number } {
  const priced = types
    .map((type, index) => ({ index, limit: maxPerFanOf(type), price: fullPrice(type, currency) }))
    .sort((a, b) => b.price - a.price);
  let left: number = bounds.maxPerFan;
  let total = 0;
  for (const { limit, price } of priced) {
    const units = Math.min(limit, left);
    total += units * price;
    left -= units;
  }
  return { total, index: priced[0]?.index ?? 0 };
}

const money = (amount: number, { code }: CurrencyRule): string => formatMoney({ amount, currency: code }, 'en');
