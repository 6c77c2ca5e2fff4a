import type { PaymentFactKind } from '../../payments/payments.events.js';
import type { OrderStep } from '../orders/order.state.js';

/** What a fact does to its order. `repeat`: it says what the order has acted on already, or what it has overtaken. */
export type FactAction =
  | 'open'
  | 'sell'
  | 'pay'
  /** Money was captured without our asking, and its stock is still the order's. */
  | 'sell_and_pay'
  | 'give_back'
  | 'count_decline'
  /** The order does not want this attempt's intent (any more): it must not stay open. */
  | 'end_attempt'
  | 'void'
  | 'void_and_end'
  | 'end'
  /** The intent has ended, and the order waits for a person. */
  | 'note_canceled'
  | 'refund'
  | 'tell_refund_refused'
  | 'tell_refund_failed'
  | 'dispute'
  | 'stop'
  | 'attention'
  | 'repeat';

type Row = Record<PaymentFactKind, FactAction>;

/** The same in every state: what was given back, disputed or odd is applied to, or told of, whatever the order is. */
const always = {
  refunded: 'refund',
  refund_refused: 'tell_refund_refused',
  refund_failed: 'tell_refund_failed',
  disputed: 'dispute',
  odd: 'attention',
} as const;

/** An order that takes no money any more. */
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
 * Every pair of an order's state and a fact of its attempt. News come in any order and any number of times, so each pair
 * has an entry: a move, a repeat, or something for a person.
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
    captured: 'repeat',
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

/** A fact of another attempt than the order's: its money is not this order's to sell. */
export const foreignAttempt = { ...ended, odd: 'attention' } as const satisfies Row;

export function actionOf(
  order: { state: OrderStep; attempt: number },
  fact: { kind: PaymentFactKind; attempt: number },
): FactAction {
  const row: Row = order.attempt === fact.attempt ? factActions[order.state] : foreignAttempt;
  return row[fact.kind];
}
