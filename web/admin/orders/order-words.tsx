import type { OrderState } from '../../../src/contract/shapes.js';
import type { StaffOrderShape } from '../../../src/contract/staff-shapes.js';
import { formatMoney } from '../../../src/contract/money.js';
import type { Question } from '../ui/confirm.jsx';

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

export const cancelQuestion = ({ items, externalReference }: StaffOrderShape): Omit<Question, 'run'> => ({
  title: 'Cancel this order?',
  action: 'Cancel the order',
  bad: true,
  body: (
    <p>
      {items.length === 1 ? 'Its ticket becomes' : `Its ${items.length} tickets become`} void, and the stock goes back
      to the partner. The partner has the money ({externalReference}) and has to give it back. This cannot be undone.
    </p>
  ),
});

export function refundQuestion(order: StaffOrderShape): Omit<Question, 'run'> {
  const amount = formatMoney({ amount: order.totalMinor - order.refundedMinor, currency: order.currency }, 'en');
  const tickets = order.items.length === 1 ? 'Its ticket becomes' : `Its ${order.items.length} tickets become`;
  return {
    title: 'Refund this order?',
    action: `Give ${amount} back`,
    bad: true,
    body: (
      <p>
        {order.buyer.name} gets {amount} back. {tickets} void, and the stock is offered again. This cannot be undone.
      </p>
    ),
  };
}
