import type { ErrorCode } from '../../contract/errors.js';
import { formatMoney } from '../../contract/money/money.js';
import type { SaleState } from '../../contract/sale/sale-shapes.js';
import type { SaleView } from '../../sales/sales.types.js';
import { type Refused, refused } from '../checkout.errors.js';
import type { ExtendResult, HoldResult, ReleaseResult, SwapResult } from '../../inventory/holds/hold.types.js';

type Kind = 'held' | 'swapped' | 'released' | 'extended';
export type HoldRefusal = Exclude<HoldResult | SwapResult | ReleaseResult | ExtendResult, { kind: Kind }>;

/** Maps a refusal of inventory to an error code, and to the seat or ticket type concerned. */
export function codeOfHold(
  result: HoldRefusal,
  saleState: SaleState | null,
  wordsOfLeft = leftWords,
): { code: ErrorCode; detail: string | null; field?: string; retryAfterMs?: number; left?: number } {
  const plain = (code: ErrorCode) => ({ code, detail: null });
  switch (result.kind) {
    case 'sold_out':
      return plain('SOLD_OUT');
    case 'seats_taken':
      return { code: 'SEATS_TAKEN', detail: `Taken: ${result.seatIds.join(', ')}` };
    case 'limit_exceeded':
      return { code: 'LIMIT_EXCEEDED', detail: wordsOfLeft(result.left), left: result.left };
    case 'order_limit_exceeded':
      return {
        ...{ code: 'LIMIT_EXCEEDED', left: result.most },
        detail: `One order may have ${result.most} ${result.most === 1 ? 'ticket' : 'tickets'} at most.`,
      };
    case 'quantity_not_offered':
      return { code: 'QUANTITY_NOT_OFFERED', detail: quantityWords(result), field: 'items' };
    case 'not_chargeable':
      return { code: 'AMOUNT_NOT_CHARGEABLE', detail: boundsWords(result), field: 'items' };
    case 'ticket_type_unknown':
      return plain('TICKET_TYPE_UNKNOWN');
    case 'seat_unknown':
      return plain('SEAT_UNKNOWN');
    case 'companion_only':
      return plain('COMPANION_ONLY');
    case 'mismatch':
      return plain('IDEMPOTENCY_MISMATCH');
    case 'holds_spent':
      return plain('HOLDS_SPENT');
    case 'line_first':
      return { code: 'LINE_FIRST', detail: null, retryAfterMs: result.forMs };
    case 'resting':
      return { code: 'COOLING_DOWN', detail: null, retryAfterMs: result.forMs };
    case 'exchanging_too_fast':
      return { code: 'RATE_LIMITED', detail: null, retryAfterMs: result.forMs };
    case 'not_active':
      return plain('PASS_EXPIRED');
    case 'paused':
      return plain('SALE_PAUSED');
    case 'closed':
      return plain(saleState === 'closed' || saleState === null ? 'SALE_CLOSED' : 'SALE_NOT_OPEN');
    case 'unknown':
      return plain('NOT_FOUND');
    case 'expired':
      return plain('HOLD_EXPIRED');
    case 'committed':
      return plain('PAYMENT_IN_PROGRESS');
    case 'not_extendable':
      return plain('HOLD_NOT_EXTENDABLE');
    case 'stale':
    case 'away':
      return plain('CORE_AWAY');
  }
}

export function refuseHold(result: HoldRefusal, sale?: SaleView, wordsOfLeft = leftWords): Refused {
  const { code, detail, field, retryAfterMs, left } = codeOfHold(result, sale?.state ?? null, wordsOfLeft);
  return refused(code, {
    ...(detail !== null && { detail }),
    ...(detail !== null && field !== undefined && { errors: [{ field, message: detail }] }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(left !== undefined && { left }),
  });
}

function quantityWords({ name, min, multiple }: { name: string; min: number; multiple: number }): string {
  if (multiple === 1) return `${name}: at least ${min}.`;
  return min <= multiple
    ? `${name}: a multiple of ${multiple}.`
    : `${name}: at least ${min}, and a multiple of ${multiple}.`;
}

/** Words how many more tickets of a type one person may have. */
export function leftWords(left: number): string {
  return left === 0 ? 'You have as many of these as one person may buy.' : `You may have ${left} more of these.`;
}

/** Does the same for a hold that is changed: its own tickets are among those that it may have. */
export function leftInHoldWords(left: number): string {
  return left === 0 ? leftWords(left) : `This hold may have ${left} of these at most.`;
}

/** Words the smallest and largest amount that the provider charges at once. */
export function boundsWords({
  minimum,
  maximum,
  currency,
}: {
  minimum: number;
  maximum: number;
  currency: string;
}): string {
  const money = (amount: number) => formatMoney({ amount, currency }, 'en');
  return `One order costs between ${money(minimum)} and ${money(maximum)}.`;
}
