/**
 * The contract between checkout and payments. Checkout writes wishes into the payment's row. Normally one statement
 * moves payment and order together (PaymentReactions); rare or out-of-order outcomes become facts. A fact is stored
 * once, is not ordered relative to other orders' facts, and is delivered at least once, so its handler must be
 * idempotent. Amounts are minor units; totals are absolute, never differences.
 */
export const paymentWishKinds = ['create', 'capture', 'cancel'] as const;
export type PaymentWishKind = (typeof paymentWishKinds)[number];

export const paymentFactKinds = [
  'intent_created',
  'authorized',
  'declined',
  'captured',
  'capture_refused',
  'canceled',
  'refunded',
  'refund_refused',
  'refund_failed',
  'disputed',
  'odd',
] as const;
export type PaymentFactKind = (typeof paymentFactKinds)[number];

/** `data` of a fact, by kind. */
export interface PaymentFactData {
  intent_created: { intentId: string };
  /** `cardFingerprint` is null if the provider does not return one. */
  authorized: { intentId: string; amountMinor: number; currency: string; cardFingerprint: string | null };
  /** The fan may retry with the same intent. */
  declined: { intentId: string; code: string };
  /** Money moved: learned from our own capture or retrieve, with the expected live mode, amount, currency and order. */
  captured: {
    intentId: string;
    chargeId: string | null;
    amountMinor: number;
    currency: string;
    cardFingerprint?: string | null;
  };
  /** Refused permanently: nothing was captured and nothing will be. */
  capture_refused: { intentId: string; code: string };
  /** No more money can move in this attempt. `intentId` is null if the provider was never asked for an intent. */
  canceled: { intentId: string | null; reason: CancelReason };
  /** The payment's sums moved in the same statement; the handler reads them from there. */
  refunded: RefundData;
  refund_refused: RefundData;
  /** The provider accepted it and the bank returned it: the sums are what they were before the refund. */
  refund_failed: RefundData;
  disputed: { intentId: string; disputeId: string; amountMinor: number; reason: string; status: DisputeStatus };
  /** Needs a person's attention. The fact's order id is '' when no order is known. */
  odd: {
    what: OddKind;
    intentId: string | null;
    detail: string;
    /** Row that the fact is about, if it is no intent. */
    ref?: string;
  };
}

export interface RefundData {
  refundId: string;
  providerId: string | null;
  amountMinor: number;
  /** The provider's message. */
  answer: string | null;
}

/** warning: an early fraud warning, before any dispute. */
export const disputeStatuses = ['warning', 'opened', 'won', 'lost'] as const;
export type DisputeStatus = (typeof disputeStatuses)[number];

/** requested: by a wish; provider: at Stripe; refused: the provider rejected the intent; never_sent: no need to ask. */
export type CancelReason = 'requested' | 'provider' | 'refused' | 'never_sent';

export const oddKinds = [
  'amount_mismatch',
  'livemode_mismatch',
  'unknown_intent_refunded',
  'stray_intent_refunded',
  'captured_after_cancel',
  'intent_missing',
  'refunds_above_paid',
  'canceled_after_capture',
  'status_unknown',
  'quarantine',
  'poison_event',
  'intent_refused',
] as const;
export type OddKind = (typeof oddKinds)[number];

export type PaymentFact = {
  [K in PaymentFactKind]: {
    id: bigint;
    orderId: string;
    attempt: number;
    kind: K;
    data: PaymentFactData[K];
    createdAt: Date;
  };
}[PaymentFactKind];
