import type { Intent, IntentStatus } from './records.js';

export type IntentVerb = 'update' | 'confirm' | 'authenticate' | 'capture' | 'cancel';

/** The states that allow each verb; any other is `payment_intent_unexpected_state`. */
const ALLOWED: Readonly<Record<IntentVerb, readonly IntentStatus[]>> = {
  update: [
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'requires_capture',
    'succeeded',
    'canceled',
  ],
  confirm: ['requires_payment_method', 'requires_confirmation', 'requires_action'],
  authenticate: ['requires_action'],
  capture: ['requires_capture'],
  cancel: ['requires_payment_method', 'requires_capture', 'requires_confirmation', 'requires_action'],
};

const PAST: Readonly<Record<IntentVerb, string>> = {
  update: 'updated',
  confirm: 'confirmed',
  authenticate: 'authenticated',
  capture: 'captured',
  cancel: 'canceled',
};

export function isAllowed(verb: IntentVerb, status: IntentStatus): boolean {
  return ALLOWED[verb].includes(status);
}

/** Returns Stripe's message for a verb that the state does not allow. */
export function refusalMessage(verb: IntentVerb, status: IntentStatus): string {
  return (
    `This PaymentIntent could not be ${PAST[verb]} because it has a status of ${status}. ` +
    `Only a PaymentIntent with one of the following statuses may be ${PAST[verb]}: ${ALLOWED[verb].join(', ')}.`
  );
}

/** Returns whether only refunds and disputes can still follow, so that the intent may be evicted. */
export function isFinished(intent: Pick<Intent, 'status'>): boolean {
  return intent.status === 'succeeded' || intent.status === 'canceled';
}
