import { stripeEvents } from '../../contract/stripe-events.js';
import type { SeenIntent } from '../intents/intent.rules.js';
import { includes, type PaymentState } from '../payment.state.js';
import type { DisputeStatus } from '../payments.events.js';
import type { IntentAuthorized } from '../payments.types.js';

/**
 * What an event is a hint of. The event's own figures are used only for a dispute and for a declined confirmation, which
 * flag and count and move no money (a look at the intent shows no more than the last of several declines), and for an
 * authorization: see authorizationIn.
 */
export type EventHint =
  | { kind: 'intent'; intentId: string; implies: PaymentState | null }
  | { kind: 'decline'; intentId: string; code: string; ref: string }
  | { kind: 'refund'; intentId: string }
  | {
      kind: 'dispute';
      intentId: string;
      disputeId: string;
      amountMinor: number;
      reason: string;
      status: DisputeStatus;
    };

export const AUTHORIZED = 'payment_intent.amount_capturable_updated';
const impliedBy: Readonly<Record<string, PaymentState | null>> = {
  [AUTHORIZED]: 'authorized',
  'payment_intent.succeeded': 'captured',
  'payment_intent.canceled': 'canceled',
};
const DECLINE = 'payment_intent.payment_failed';
const refundTypes = ['refund.created', 'refund.updated', 'refund.failed', 'charge.refunded'];
const DISPUTES = ['charge.dispute.created', 'charge.dispute.closed', 'radar.early_fraud_warning.created'];

/** Ids as the provider makes them. */
const ID = /^[A-Za-z0-9_-]{1,255}$/;
const LONGEST_TEXT = 255;

/** A signed event as far as it must be known to keep it; null when it is none. */
export interface SignedEvent {
  id: string;
  type: string;
  body: object;
}

export function readEvent(bytes: Uint8Array): SignedEvent | null {
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
  const id = idOf(field(body, 'id'));
  const type = field(body, 'type');
  if (id === null || typeof type !== 'string' || typeof body !== 'object' || body === null) return null;
  return { id, type, body };
}

/** Events worth keeping; all others are answered and forgotten. */
export const eventTypes: readonly string[] = stripeEvents;

/**
 * What is kept of an event: as much as a hint needs. The rest has the intent's secret, and name and address of whoever
 * paid.
 */
export function keptOf(body: unknown): object {
  const object = field(field(body, 'data'), 'object');
  const error = field(object, 'last_payment_error');
  const kept = {
    id: idOf(field(object, 'id')),
    payment_intent: idOf(field(object, 'payment_intent')),
    amount: plain(field(object, 'amount')),
    reason: plain(field(object, 'reason') ?? field(object, 'fraud_type')),
    status: plain(field(object, 'status')),
    last_payment_error: {
      charge: idOf(field(error, 'charge')),
      code: plain(field(error, 'decline_code') ?? field(error, 'code') ?? field(error, 'type')),
    },
  };
  return { id: idOf(field(body, 'id')), data: { object: kept } };
}

/** Takes an event apart; null when nothing in it concerns us. */
export function hintOf(type: string, body: unknown): EventHint | null {
  const object = field(field(body, 'data'), 'object');
  if (type in impliedBy) {
    const intentId = idOf(field(object, 'id'));
    return intentId === null ? null : { kind: 'intent', intentId, implies: impliedBy[type] ?? null };
  }
  if (type === DECLINE) return declineOf(body, object);
  const intentId = idOf(field(object, 'payment_intent'));
  if (intentId === null) return null;
  if (refundTypes.includes(type)) return { kind: 'refund', intentId };
  return DISPUTES.includes(type) ? disputeOf(type, intentId, object) : null;
}

/** A closed inquiry was no dispute, and is told as won. */
function disputeOf(type: string, intentId: string, object: unknown): EventHint | null {
  const disputeId = idOf(field(object, 'id'));
  if (disputeId === null) return null;
  const amount = field(object, 'amount');
  const reason = field(object, 'reason') ?? field(object, 'fraud_type');
  return {
    kind: 'dispute',
    intentId,
    disputeId,
    amountMinor: typeof amount === 'number' && Number.isSafeInteger(amount) ? amount : 0,
    reason: String(plain(reason) ?? 'unknown'),
    status: disputeStatusOf(type, field(object, 'status')),
  };
}

function disputeStatusOf(type: string, status: unknown): DisputeStatus {
  if (type === 'radar.early_fraud_warning.created') return 'warning';
  if (type === 'charge.dispute.created') return 'opened';
  return status === 'lost' ? 'lost' : 'won';
}

/** Whether the payment already stands where the hint points, so that the provider need not be asked. */
export function isOldNews(hint: EventHint, state: PaymentState | null): boolean {
  return hint.kind === 'intent' && hint.implies !== null && state !== null && includes(state, hint.implies);
}

/**
 * An authorization that the signed event itself proves: an intent of this installation and mode, of which the whole amount
 * can be captured. The statement that acts on it compares amount and currency with the payment. Nothing is delivered for
 * it: tickets are issued on the answer to our own capture, whose refusal takes the sale back. Null otherwise.
 */
export function authorizationIn(
  seen: SeenIntent,
  capturableMinor: number,
  livemode: boolean,
): Omit<IntentAuthorized, 'event'> | null {
  const { orderId, attempt, id: intentId, amountMinor, currency } = seen;
  if (!seen.ours || orderId === null || !Number.isSafeInteger(attempt)) return null;
  if (seen.status !== 'requires_capture' || seen.livemode !== livemode || capturableMinor !== amountMinor) return null;
  return { orderId, attempt, intentId, amountMinor, currency };
}

/** A decline is named by its charge; one that came before any charge, by its event. */
function declineOf(body: unknown, object: unknown): EventHint | null {
  const intentId = idOf(field(object, 'id'));
  const error = field(object, 'last_payment_error');
  const code = field(error, 'decline_code') ?? field(error, 'code') ?? field(error, 'type');
  const ref = idOf(field(error, 'charge')) ?? idOf(field(body, 'id'));
  if (intentId === null || ref === null) return null;
  return { kind: 'decline', intentId, code: String(plain(code) ?? 'declined'), ref };
}

/** A field of its own: names of the prototype are none. */
function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

/** Text, numbers and flags as they can be stored; anything deeper is dropped. */
function plain(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string') return wellFormed(value).slice(0, LONGEST_TEXT);
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) ? value : undefined;
}

/** Postgres stores neither NUL nor half a character. */
const wellFormed = (text: string): string => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '');

/** An id, given as such or as the object that has it. */
function idOf(value: unknown): string | null {
  const id = typeof value === 'string' ? value : field(value, 'id');
  return typeof id === 'string' && ID.test(id) ? id : null;
}
