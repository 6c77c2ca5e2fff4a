import { stripeEvents } from '../../contract/money/stripe-events.js';
import type { SeenIntent } from '../intents/intent.rules.js';
import { includes, type PaymentState } from '../payment.state.js';
import type { DisputeStatus } from '../payments.events.js';
import type { IntentAuthorized } from '../payments.types.js';

/** Metadata by which an installation knows its own objects. */
export interface SetupMark {
  ropeline: string;
  installation: string;
}
/**
 * What an event hints at. The event's own figures are used only for disputes and declined confirmations, which are
 * flagged and counted but move no money (retrieving the intent shows only the last of several declines), and for
 * authorizations: see authorizationIn.
 */
export type EventHint =
  | { kind: 'intent'; intentId: string; implies: PaymentState | null }
  | { kind: 'decline'; intentId: string; code: string; ref: string }
  | { kind: 'refund'; intentId: string }
  /** A declined check of a card; `intentId` is the setup's, `ref` the event's. */
  | { kind: 'setup'; intentId: string; ref: string; livemode: boolean; mark: SetupMark }
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
const SETUP_FAILED = 'setup_intent.setup_failed';
const refundTypes = ['refund.created', 'refund.updated', 'refund.failed', 'charge.refunded'];
const DISPUTES = ['charge.dispute.created', 'charge.dispute.closed', 'radar.early_fraud_warning.created'];

/** Format of the provider's ids. */
const ID = /^[A-Za-z0-9_-]{1,255}$/;
const LONGEST_TEXT = 255;

/** The part of a signed event needed to store it. */
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

/** Events worth storing; all others are acknowledged and dropped. */
export const eventTypes: readonly string[] = stripeEvents;

/** Reduces an event to what a hint needs. The rest contains the intent's secret and the payer's name and address. */
export function keptOf(body: unknown): object {
  const object = field(field(body, 'data'), 'object');
  const error = field(object, 'last_payment_error');
  const kept = {
    id: idOf(field(object, 'id')),
    payment_intent: idOf(field(object, 'payment_intent')),
    amount: plain(field(object, 'amount')),
    reason: plain(field(object, 'reason') ?? field(object, 'fraud_type')),
    status: plain(field(object, 'status')),
    livemode: plain(field(object, 'livemode')),
    metadata: markOf(object),
    last_payment_error: {
      charge: idOf(field(error, 'charge')),
      code: plain(field(error, 'decline_code') ?? field(error, 'code') ?? field(error, 'type')),
    },
  };
  return { id: idOf(field(body, 'id')), data: { object: kept } };
}

/** Parses an event; returns null if it does not concern us. */
export function hintOf(type: string, body: unknown): EventHint | null {
  const object = field(field(body, 'data'), 'object');
  if (type in impliedBy) {
    const intentId = idOf(field(object, 'id'));
    return intentId === null ? null : { kind: 'intent', intentId, implies: impliedBy[type] ?? null };
  }
  if (type === DECLINE) return declineOf(body, object);
  if (type === SETUP_FAILED) return setupOf(body, object);
  const intentId = idOf(field(object, 'payment_intent'));
  if (intentId === null) return null;
  if (refundTypes.includes(type)) return { kind: 'refund', intentId };
  return DISPUTES.includes(type) ? disputeOf(type, intentId, object) : null;
}

/** A closed inquiry never became a dispute and is reported as won. */
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

/** Returns whether the payment has already reached the implied state, so that the provider need not be asked. */
export function isOldNews(hint: EventHint, state: PaymentState | null): boolean {
  return hint.kind === 'intent' && hint.implies !== null && state !== null && includes(state, hint.implies);
}

/**
 * Extracts an authorization that the signed event itself proves: an intent of this installation and mode whose whole
 * amount is capturable; otherwise null. The statement that acts on it compares amount and currency with the payment.
 * Nothing is delivered on it: tickets are issued on the answer to our own capture, and a refused capture reverts the
 * sale.
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

/** Identifies a decline by its charge, or by its event if there was no charge. */
function declineOf(body: unknown, object: unknown): EventHint | null {
  const intentId = idOf(field(object, 'id'));
  const error = field(object, 'last_payment_error');
  const code = field(error, 'decline_code') ?? field(error, 'code') ?? field(error, 'type');
  const ref = idOf(field(error, 'charge')) ?? idOf(field(body, 'id'));
  if (intentId === null || ref === null) return null;
  return { kind: 'decline', intentId, code: String(plain(code) ?? 'declined'), ref };
}

function setupOf(body: unknown, object: unknown): EventHint | null {
  const intentId = idOf(field(object, 'id'));
  const ref = idOf(field(body, 'id'));
  const mark = markOf(object);
  if (intentId === null || ref === null || mark === undefined) return null;
  return { kind: 'setup', intentId, ref, livemode: field(object, 'livemode') === true, mark };
}

/** Returns the metadata by which an installation knows its own objects; undefined unless complete. */
function markOf(object: unknown): SetupMark | undefined {
  const metadata = field(object, 'metadata');
  const ropeline = plain(field(metadata, 'ropeline'));
  const installation = plain(field(metadata, 'installation'));
  return typeof ropeline === 'string' && typeof installation === 'string' ? { ropeline, installation } : undefined;
}

/** Reads own properties only, never the prototype's. */
function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

/** Returns strings, numbers and booleans in storable form; drops nested values. */
function plain(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string') return wellFormed(value).slice(0, LONGEST_TEXT);
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) ? value : undefined;
}

/** Postgres stores neither NUL nor lone surrogates. */
const wellFormed = (text: string): string => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '');

/** Accepts an id or an expanded object. */
function idOf(value: unknown): string | null {
  const id = typeof value === 'string' ? value : field(value, 'id');
  return typeof id === 'string' && ID.test(id) ? id : null;
}
