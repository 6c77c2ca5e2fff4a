import { actionWords } from '../../../src/contract/action-words.js';
import type { OrderState } from '../../../src/contract/shapes.js';
import type { StaffOrderDetail, StaffOrderShape } from '../../../src/contract/staff-shapes.js';
import type { StaffRefundShape } from '../../../src/contract/refund-shapes.js';

const words: Record<OrderState, string> = {
  pending: 'Waiting for payment',
  authorized: 'Payment confirmed',
  paid: 'Paid',
  expired: 'Expired',
  canceled: 'Canceled',
  refunded: 'Refunded',
  needs_attention: 'Needs a person',
};
export const stateChoices = Object.entries(words).map(([value, label]) => ({ value, label }));

export function orderStateWords({ state, refundedMinor, partnerId }: StaffOrderShape): string {
  if (state !== 'paid') return words[state];
  if (partnerId !== null) return 'Paid to a partner';
  return refundedMinor > 0 ? 'Paid, partly refunded' : words.paid;
}

export const ticketWords: Record<StaffOrderDetail['tickets'][number]['state'], string> = {
  valid: 'Valid',
  held: 'Held: its money is disputed',
  void: 'Void',
  admitted: 'Used at the door',
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

/** Describes why an order ended; unknown reasons are shown verbatim. */
export function reasonWords(reason: string): string {
  const known: Record<string, string> = {
    canceled_by_fan: 'the buyer canceled it',
    ended_by_staff: 'staff ended it',
    voided_by_staff: 'staff made its tickets void',
    declined: 'the card was declined',
    expired: 'it was not paid in time',
    hold_expired: 'the basket lapsed',
    sold_meanwhile: 'the tickets were sold in the meantime',
    show_canceled: 'the show was canceled',
    canceled_at_provider: 'the provider canceled the payment',
  };
  return known[reason] ?? reason.replaceAll('_', ' ');
}
