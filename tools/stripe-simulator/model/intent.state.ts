import type { Intent, IntentStatus } from './records.js';

export type IntentVerb = 'update' | 'confirm' | 'authenticate' | 'capture' | 'cancel';

/** From which states each verb is allowed; everything else is `payment_intent_unexpected_state`. */
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

/** Stripe's sentence for a verb that the state does not allow. */
export function refusalMessage(verb: IntentVerb, status: IntentStatus): string {
  return (
    `This PaymentIntent could not be ${PAST[verb]} because it has a status of ${status}. ` +
    `Only a PaymentIntent with one of the following statuses may be ${PAST[verb]}: ${ALLOWED[verb].join(', ')}.`
  );
}

/** Nothing happens to it any more but refunds and disputes, so it may be forgotten when memory is short. */
export function isFinished(intent: Pick<Intent, 'status'>): boolean {
  return intent.status === 'succeeded' || intent.status === 'canceled';
}
