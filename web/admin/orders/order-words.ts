import { actionWords } from '../../../src/contract/staff/action-words.js';
import type { OrderReason } from '../../../src/contract/orders/order-reasons.js';
import type { OrderState } from '../../../src/contract/orders/order-shapes.js';
import type { StaffOrderDetail, StaffOrderShape } from '../../../src/contract/staff/staff-shapes.js';
import type { StaffRefundShape } from '../../../src/contract/money/refund-shapes.js';

export const stateWords: Record<OrderState, string> = {
  pending: 'Waiting for payment',
  authorized: 'Payment confirmed',
  paid: 'Paid',
  expired: 'Expired',
  canceled: 'Canceled',
  refunded: 'Refunded',
  needs_attention: 'Needs a person',
};
export const stateChoices = Object.entries(stateWords).map(([value, label]) => ({ value, label }));

export function orderStateWords({ state, refundedMinor, partnerId }: StaffOrderShape): string {
  if (state !== 'paid') return stateWords[state];
  if (partnerId !== null) return 'Paid to a partner';
  return refundedMinor > 0 ? 'Paid, partly refunded' : stateWords.paid;
}

export const ticketWords: Record<StaffOrderDetail['tickets'][number]['state'], string> = {
  valid: 'Valid',
  held: 'Held: its money is disputed',
  void: 'Void',
  admitted: 'Used at the door',
};

export const disputeWords: Readonly<Record<string, string>> = {
  warning: 'The bank asks first',
  opened: 'Open: answer it at the payment provider',
  won: 'Won',
  lost: 'Lost',
};

export const refundWords: Record<StaffRefundShape['state'], string> = {
  asked: 'Asked for',
  sent: 'On its way',
  succeeded: 'Given back',
  refused: 'Refused by the provider: it can be asked for again',
  failed: 'Sent back by the bank: it can be asked for again',
};

/** An entry of an order's history; actions of staff are codes of the log. */
export const momentWords = (what: string): string => (/^[a-z_]+\.[a-z_]+$/.test(what) ? actionWords(what) : what);

const endings: Record<OrderReason, string> = {
  expired: 'it was not paid in time',
  canceled_by_fan: 'the buyer canceled it',
  declined: 'the card was declined',
  sold_meanwhile: 'the tickets were sold in the meantime',
  capture_refused: 'the bank refused the payment in the end',
  canceled_at_provider: 'the provider canceled the payment',
  intent_refused: 'the provider takes no payment of this amount or kind',
  limit_exceeded: 'the buyer’s limit was used up by another order',
  hold_expired: 'the basket lapsed',
  core_away: 'the stock could not be reached',
  unexpected_payment: 'a payment came that was not asked for',
  ended_by_staff: 'staff ended it',
  dispute_lost: 'its tickets became void with a lost dispute',
  voided_by_staff: 'staff made its tickets void',
  show_canceled: 'the show was canceled',
  canceled_by_partner: 'the partner canceled it',
};

/** Describes why an order ended; unknown reasons are shown verbatim. */
export const reasonWords = (reason: string): string =>
  Object.hasOwn(endings, reason) ? endings[reason as OrderReason] : reason.replaceAll('_', ' ');
