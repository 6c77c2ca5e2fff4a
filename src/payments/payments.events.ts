/**
 * What goes between checkout and payments. Checkout writes wishes into the payment's row. In the usual course one statement
 * moves payment and order (PaymentReactions); what is rare or out of order is a fact. A fact is stored once, in no
 * particular order with facts of other orders, and handed over at least once: its handler must be able to see it twice.
 * Amounts are minor units; totals are absolute, never differences.
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
  /** `cardFingerprint` is null where the provider tells none. */
  authorized: { intentId: string; amountMinor: number; currency: string; cardFingerprint: string | null };
  /** The fan may try again with the same intent. */
  declined: { intentId: string; code: string };
  /** Money moved: learned from our own capture or retrieve, with live mode, amount, currency and order as expected. */
  captured: {
    intentId: string;
    chargeId: string | null;
    amountMinor: number;
    currency: string;
    cardFingerprint?: string | null;
  };
  /** Refused for good: nothing was captured and nothing will be. */
  capture_refused: { intentId: string; code: string };
  /** No money can move any more in this attempt. `intentId` is null when the provider was never asked for an intent. */
  canceled: { intentId: string | null; reason: CancelReason };
  /** The sums of the payment have moved with it: whoever applies it reads them. */
  refunded: RefundData;
  refund_refused: RefundData;
  /** It was accepted, and the bank sent it back: the sums are what they were before it. */
  refund_failed: RefundData;
  disputed: { intentId: string; disputeId: string; amountMinor: number; reason: string; status: DisputeStatus };
  /** Something that a person must look at. The fact's order id is '' when no order is known. */
  odd: { what: OddKind; intentId: string | null; detail: string };
}

export interface RefundData {
  refundId: string;
  providerId: string | null;
  amountMinor: number;
  /** What the provider said. */
  answer: string | null;
}

/** warning: an early fraud warning, before anybody disputes. */
export const disputeStatuses = ['warning', 'opened', 'won', 'lost'] as const;
export type DisputeStatus = (typeof disputeStatuses)[number];

/** requested: by a wish; provider: at Stripe; refused: the provider took no intent at all; never_sent: no need to ask. */
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
