import { newId } from '../core/ids.js';
import type { Ledger } from './ledger.js';
import type { Cause, Charge, Metadata, Refund } from './records.js';

export interface NewRefund {
  /** Minor units; everything that remains if undefined. */
  readonly amount: number | undefined;
  readonly reason: string | null;
  readonly metadata: Metadata;
}

export type RefundResult =
  | { readonly kind: 'done'; readonly refund: Refund }
  | { readonly kind: 'nothing-captured' }
  | { readonly kind: 'already-refunded' }
  | { readonly kind: 'disputed' }
  | { readonly kind: 'too-much'; readonly left: number };

/** Refunds captured money. */
export function refundCharge(ledger: Ledger, charge: Charge, wanted: NewRefund, cause: Cause): RefundResult {
  if (!charge.captured) return { kind: 'nothing-captured' };
  if (charge.disputed) return { kind: 'disputed' };
  const left = charge.amount - charge.amountRefunded;
  if (left === 0) return { kind: 'already-refunded' };
  const amount = wanted.amount ?? left;
  if (amount > left) return { kind: 'too-much', left };
  const refund: Refund = {
    id: newId('re'),
    ...ledger.refunds.next(),
    charge: charge.id,
    intent: charge.intent,
    amount,
    currency: charge.currency,
    reason: wanted.reason,
    metadata: wanted.metadata,
  };
  charge.amountRefunded += amount;
  ledger.refunds.add(refund);
  ledger.tell('refund.created', { kind: 'refund', record: refund }, cause);
  ledger.tell('charge.refunded', { kind: 'charge', record: charge }, cause);
  return { kind: 'done', refund };
}
