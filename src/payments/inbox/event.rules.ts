import { includes, type PaymentState } from '../payment.state.js';

/** What an event is a hint of. The event's own figures are used for a dispute only, which flags and moves nothing. */
export type EventHint =
  | { kind: 'intent'; intentId: string; implies: PaymentState | null }
  | { kind: 'refund'; intentId: string }
  | { kind: 'dispute'; intentId: string; disputeId: string; amountMinor: number; reason: string };

const impliedBy: Readonly<Record<string, PaymentState | null>> = {
  'payment_intent.amount_capturable_updated': 'authorized',
  'payment_intent.succeeded': 'captured',
  'payment_intent.canceled': 'canceled',
  'payment_intent.payment_failed': null,
};
const refundTypes = ['refund.created', 'refund.updated', 'charge.refunded'];
const DISPUTE = 'charge.dispute.created';

/** Events worth keeping; all others are answered and forgotten. */
export const eventTypes: readonly string[] = [...Object.keys(impliedBy), ...refundTypes, DISPUTE];

/** Takes an event apart; null when nothing in it concerns us. */
export function hintOf(type: string, body: unknown): EventHint | null {
  const object = field(field(body, 'data'), 'object');
  if (type in impliedBy) {
    const intentId = idOf(field(object, 'id'));
    return intentId === null ? null : { kind: 'intent', intentId, implies: impliedBy[type] ?? null };
  }
  const intentId = idOf(field(object, 'payment_intent'));
  if (intentId === null) return null;
  if (refundTypes.includes(type)) return { kind: 'refund', intentId };
  const disputeId = idOf(field(object, 'id'));
  if (type !== DISPUTE || disputeId === null) return null;
  const amount = field(object, 'amount');
  const reason = field(object, 'reason');
  return {
    kind: 'dispute',
    intentId,
    disputeId,
    amountMinor: typeof amount === 'number' ? amount : 0,
    reason: typeof reason === 'string' ? reason : 'unknown',
  };
}

/** Whether the payment already stands where the hint points, so that the provider need not be asked. */
export function isOldNews(hint: EventHint, state: PaymentState | null): boolean {
  return hint.kind === 'intent' && hint.implies !== null && state !== null && includes(state, hint.implies);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** An id, given as such or as the object that has it. */
function idOf(value: unknown): string | null {
  const id = typeof value === 'string' ? value : field(value, 'id');
  return typeof id === 'string' && id !== '' ? id : null;
}
