import { normalCode } from '../../checkout/promo/promo.rules.js';
import type { NewPromoCode } from '../../checkout/promo/promo.types.js';
import type { FieldError } from '../../contract/errors.js';
import { ruleOf } from '../../contract/money/money.js';
import type { SaleView } from '../../sales/sales.types.js';
import type { PromoCodeBody } from './promo-codes.dto.js';

const PERCENT_SCALE = 1_000;

/** Returns the fields of a promo code that do not fit its sale. */
export function promoErrors(body: PromoCodeBody, sale: SaleView | null): FieldError[] {
  if (!sale) return [{ field: 'saleId', message: 'is not a sale' }];
  const errors: FieldError[] = [];
  const percent = body.percent ?? null;
  const amount = body.amount ?? null;
  if ((percent === null) === (amount === null)) errors.push({ field: 'percent', message: 'or amount, one of the two' });
  const { step } = ruleOf(sale.currency);
  if (amount !== null && amount % step !== 0)
    errors.push({ field: 'amount', message: `must be a multiple of ${step} in ${sale.currency}` });
  if (body.ticketTypeIds?.some((id) => !sale.ticketTypes.some((type) => type.id === id)))
    errors.push({ field: 'ticketTypeIds', message: 'must be ticket types of the sale' });
  if ((body.perFan ?? 1) > body.maxUses) errors.push({ field: 'perFan', message: 'must not be above maxUses' });
  return errors;
}

export function newPromoCode({ saleId, code, percent, amount, ...body }: PromoCodeBody): NewPromoCode {
  return {
    saleId,
    code: normalCode(code),
    percentMilli: typeof percent === 'number' ? Math.round(percent * PERCENT_SCALE) : null,
    amountMinor: amount ?? null,
    maxUses: body.maxUses,
    perFan: body.perFan ?? 1,
    ticketTypeIds: body.ticketTypeIds ?? [],
    endsAt: body.endsAt ? new Date(body.endsAt) : null,
  };
}
