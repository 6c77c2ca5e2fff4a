import type { Logged } from '../core/creation-log.js';
import type { Decline, TestCard } from './test-cards.js';

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled';

export type Metadata = Readonly<Record<string, string>>;

/** A card as used: Stripe creates a new payment method for each use of a test token. */
export interface UsedCard {
  readonly id: string;
  readonly card: TestCard;
  readonly created: number;
}

/** Stripe's details of the last declined attempt. */
export interface PaymentError {
  readonly type: 'card_error' | 'invalid_request_error';
  readonly code: string;
  readonly declineCode: string | null;
  readonly message: string;
  readonly charge: string | null;
  readonly usedCard: UsedCard;
}

/** A SetupIntent: a card that is checked and not charged. */
export interface Setup extends Logged {
  readonly clientSecret: string;
  readonly metadata: Metadata;
  status: 'requires_payment_method' | 'succeeded' | 'canceled';
  usedCard: UsedCard | null;
  lastDecline: Decline | null;
}

/** A PaymentIntent. Amounts are minor units of the currency. */
export interface Intent extends Logged {
  readonly amount: number;
  readonly currency: string;
  readonly clientSecret: string;
  readonly captureMethod: 'automatic' | 'manual';
  /** Methods that are authorized first although capture is automatic. */
  readonly authorizedFirst: readonly string[];
  readonly automaticPaymentMethods: { readonly enabled: boolean; readonly allow_redirects: string } | null;
  readonly paymentMethodTypes: readonly string[];
  readonly customer: string | null;
  readonly asksAuthentication: boolean;
  status: IntentStatus;
  metadata: Metadata;
  description: string | null;
  receiptEmail: string | null;
  statementDescriptor: string | null;
  usedCard: UsedCard | null;
  /** Where the fan is sent after 3D Secure; present while an action is required. */
  actionReturnUrl: string | null;
  lastError: PaymentError | null;
  latestCharge: string | null;
  /** Number of declined confirmations. */
  declines: number;
  amountCapturable: number;
  amountReceived: number;
  canceledAt: number | null;
  cancellationReason: string | null;
}

export interface Charge extends Logged {
  readonly intent: string;
  readonly amount: number;
  readonly currency: string;
  readonly usedCard: UsedCard;
  readonly status: 'succeeded' | 'failed';
  readonly failure: { readonly code: string; readonly declineCode: string | null; readonly message: string } | null;
  readonly metadata: Metadata;
  readonly description: string | null;
  readonly receiptEmail: string | null;
  captured: boolean;
  amountCaptured: number;
  amountRefunded: number;
  disputed: boolean;
}

export interface Refund extends Logged {
  readonly charge: string;
  readonly intent: string;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly metadata: Metadata;
}

export interface Dispute extends Logged {
  readonly charge: string;
  readonly intent: string;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string;
}

/** A copy of an object as of an event. */
export type Snapshot =
  | { readonly kind: 'payment_intent'; readonly record: Readonly<Intent> }
  | { readonly kind: 'charge'; readonly record: Readonly<Charge> }
  | { readonly kind: 'refund'; readonly record: Readonly<Refund> }
  | { readonly kind: 'dispute'; readonly record: Readonly<Dispute> }
  | { readonly kind: 'setup_intent'; readonly record: Readonly<Setup> };

/** The call that caused an event; both null if the fan caused it in the browser. */
export interface Cause {
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
}

export interface EventRecord extends Logged {
  readonly type: string;
  readonly snapshot: Snapshot;
  readonly cause: Cause;
  /** Deliveries not yet acknowledged with a 2xx. */
  pendingWebhooks: number;
}
