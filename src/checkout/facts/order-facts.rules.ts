import type { PaymentFactKind } from '../../payments/payments.events.js';
import type { OrderStep } from '../orders/order.state.js';

/** What a fact does to its order. `repeat`: the order has already acted on the fact or moved past it. */
export type FactAction =
  | 'open'
  | 'sell'
  | 'pay'
  /** Money was captured unasked while the order still owns its stock. */
  | 'sell_and_pay'
  /** The order is paid: what follows from a dispute lost before may have been missed by a crash. */
  | 'settle'
  | 'give_back'
  | 'count_decline'
  /** The order does not, or no longer, want this attempt's intent, which must not stay open. */
  | 'end_attempt'
  | 'void'
  | 'void_and_end'
  | 'end'
  /** The intent has ended while the order needs attention. */
  | 'note_canceled'
  | 'refund'
  | 'tell_refund_refused'
  | 'tell_refund_failed'
  | 'dispute'
  | 'stop'
  | 'attention'
  | 'repeat';

type Row = Record<PaymentFactKind, FactAction>;

/** Refunds, disputes and odd facts are handled alike in every state. */
const always = {
  refunded: 'refund',
  refund_refused: 'tell_refund_refused',
  refund_failed: 'tell_refund_failed',
  disputed: 'dispute',
  odd: 'attention',
} as const;

/** For orders that no longer accept money. */
const ended = {
  ...always,
  intent_created: 'end_attempt',
  authorized: 'end_attempt',
  declined: 'repeat',
  captured: 'give_back',
  capture_refused: 'repeat',
  canceled: 'repeat',
} as const satisfies Row;

/**
 * Action for every pair of order state and fact of its attempt. Facts arrive out of order and repeatedly, so every pair
 * has an entry: a move, a repeat, or attention of staff.
 */
export const factActions = {
  pending: {
    ...always,
    intent_created: 'open',
    authorized: 'sell',
    declined: 'count_decline',
    captured: 'sell_and_pay',
    capture_refused: 'void',
    canceled: 'end',
    odd: 'stop',
  },
  canceling: {
    ...always,
    intent_created: 'end_attempt',
    authorized: 'end_attempt',
    declined: 'repeat',
    captured: 'sell_and_pay',
    capture_refused: 'repeat',
    canceled: 'end',
    odd: 'stop',
  },
  authorized: {
    ...always,
    intent_created: 'repeat',
    authorized: 'repeat',
    declined: 'repeat',
    captured: 'pay',
    capture_refused: 'void',
    canceled: 'void_and_end',
    odd: 'stop',
  },
  voiding: { ...ended, intent_created: 'end_attempt', canceled: 'end' },
  paid: {
    ...always,
    intent_created: 'repeat',
    authorized: 'repeat',
    declined: 'repeat',
    captured: 'settle',
    capture_refused: 'attention',
    canceled: 'attention',
  },
  expired: ended,
  canceled: ended,
  refunded: {
    ...always,
    intent_created: 'repeat',
    authorized: 'repeat',
    declined: 'repeat',
    captured: 'repeat',
    capture_refused: 'repeat',
    canceled: 'attention',
  },
  needs_attention: {
    ...always,
    intent_created: 'end_attempt',
    authorized: 'end_attempt',
    declined: 'repeat',
    captured: 'attention',
    capture_refused: 'repeat',
    canceled: 'note_canceled',
  },
} as const satisfies Record<OrderStep, Row>;

/** For facts of another attempt than the order's current one, whose money must not sell the order. */
export const foreignAttempt = { ...ended, odd: 'attention' } as const satisfies Row;

export function actionOf(
  order: { state: OrderStep; attempt: number },
  fact: { kind: PaymentFactKind; attempt: number },
): FactAction {
  const row: Row = order.attempt === fact.attempt ? factActions[order.state] : foreignAttempt;
  return row[fact.kind];
}
