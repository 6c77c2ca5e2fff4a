import { newId, randomText } from '../core/ids.js';
import { Cashier, isTakenAtOnce } from './cashier.js';
import { type IntentVerb, isAllowed, refusalMessage } from './intent.state.js';
import type { Ledger } from './ledger.js';
import type { Cause, Intent, Metadata, PaymentError, UsedCard } from './records.js';
import { AUTHENTICATION_REQUIRED, type Decline, type TestCard } from './test-cards.js';

export interface NewIntent {
  readonly amount: number;
  readonly currency: string;
  readonly captureMethod: 'automatic' | 'manual';
  readonly authorizedFirst: readonly string[];
  readonly automaticPaymentMethods: Intent['automaticPaymentMethods'];
  readonly paymentMethodTypes: readonly string[];
  readonly customer: string | null;
  readonly metadata: Metadata;
  readonly description: string | null;
  readonly receiptEmail: string | null;
  readonly statementDescriptor: string | null;
  readonly card: TestCard | null;
  /** True if `payment_method_options.card.request_three_d_secure` is `any`. */
  readonly asksAuthentication: boolean;
}

export interface Confirmation {
  /** Replaces the previously chosen card; null confirms with that one. */
  readonly card: TestCard | null;
  readonly returnUrl: string | null;
  /** Declines instead of requesting 3D Secure (`off_session`, `error_on_requires_action`). */
  readonly refuseAuthentication: boolean;
}

export interface IntentChanges {
  readonly metadata: Metadata;
  readonly description: string | null;
  readonly receiptEmail: string | null;
  readonly card: TestCard | null;
}

export type UnexpectedState = { readonly kind: 'unexpected-state'; readonly message: string };
export type ConfirmResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'declined'; readonly error: PaymentError }
  | UnexpectedState;
export type CaptureResult = { readonly kind: 'done' } | { readonly kind: 'amount-too-large' } | UnexpectedState;
export type CancelResult = { readonly kind: 'done' } | UnexpectedState;

const MISSING_CARD =
  "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the " +
  'PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method.';

/** Declined confirmations allowed per intent, modelled on Stripe's protection against card testing. */
const MAX_DECLINES = 10;
const TOO_MANY_ATTEMPTS = 'This PaymentIntent was attempted too many times. Create a new one.';

/** The life cycle of a PaymentIntent: each verb takes effect at once and emits the events that Stripe would. */
export class Intents {
  private readonly cashier: Cashier;

  /** @param drawDecline whether to decline the next otherwise valid payment (the `decline` fault) */
  constructor(
    private readonly ledger: Ledger,
    drawDecline: () => boolean,
  ) {
    this.cashier = new Cashier(ledger, drawDecline);
  }

  create({ card, ...wanted }: NewIntent, cause: Cause): Intent {
    const place = this.ledger.intents.next();
    const id = newId('pi');
    const intent: Intent = {
      id,
      ...place,
      ...wanted,
      clientSecret: `${id}_secret_${randomText(25)}`,
      status: card ? 'requires_confirmation' : 'requires_payment_method',
      usedCard: card && useCard(card, place.created),
      actionReturnUrl: null,
      lastError: null,
      latestCharge: null,
      declines: 0,
      amountCapturable: 0,
      amountReceived: 0,
      canceledAt: null,
      cancellationReason: null,
    };
    this.ledger.addIntent(intent);
    this.tell('created', intent, cause);
    return intent;
  }

  update(intent: Intent, changes: IntentChanges): CancelResult {
    intent.metadata = changes.metadata;
    intent.description = changes.description;
    intent.receiptEmail = changes.receiptEmail;
    if (!changes.card) return { kind: 'done' };
    if (!isAllowed('confirm', intent.status)) return unexpectedState('confirm', intent);
    intent.usedCard = useCard(changes.card, now());
    this.ledger.move(intent, 'requires_confirmation');
    return { kind: 'done' };
  }

  /** Attempts the payment: authorized (manual capture), paid (automatic), declined, or sent to 3D Secure. */
  confirm(intent: Intent, how: Confirmation, cause: Cause): ConfirmResult {
    if (!isAllowed('confirm', intent.status)) return unexpectedState('confirm', intent);
    if (intent.declines >= MAX_DECLINES) return { kind: 'unexpected-state', message: TOO_MANY_ATTEMPTS };
    const used = how.card ? useCard(how.card, now()) : intent.usedCard;
    if (!used) return { kind: 'unexpected-state', message: MISSING_CARD };
    const { method } = used.card;
    if (method !== 'card' && (intent.captureMethod === 'manual' || intent.automaticPaymentMethods === null))
      return { kind: 'unexpected-state', message: `The payment method type "${method}" is not supported here.` };
    intent.usedCard = used;
    intent.lastError = null;
    const isAsked = intent.asksAuthentication && used.card.canAuthenticate;
    if (!used.card.needsAuthentication && !isAsked) return this.pay(intent, used, cause);
    if (how.refuseAuthentication) return this.refuse(intent, used, AUTHENTICATION_REQUIRED, null, cause);
    intent.actionReturnUrl = how.returnUrl;
    this.ledger.move(intent, 'requires_action');
    this.tell('requires_action', intent, cause);
    return { kind: 'done' };
  }

  /** Applies the fan's answer on the 3D Secure page. */
  authenticate(intent: Intent, passed: boolean, cause: Cause): ConfirmResult {
    const used = intent.usedCard;
    if (!isAllowed('authenticate', intent.status) || !used) return unexpectedState('authenticate', intent);
    if (passed) return this.pay(intent, used, cause);
    const failure: Decline = {
      code: 'payment_intent_authentication_failure',
      declineCode: null,
      message: 'We are unable to authenticate your payment method. Please choose a different one and try again.',
    };
    return this.refuse(intent, used, failure, null, cause);
  }

  /** @param amount minor units, the whole authorization if undefined; the rest is released */
  capture(intent: Intent, amount: number | undefined, cause: Cause): CaptureResult {
    if (!isAllowed('capture', intent.status)) return unexpectedState('capture', intent);
    const captured = amount ?? intent.amountCapturable;
    if (captured > intent.amountCapturable) return { kind: 'amount-too-large' };
    intent.amountCapturable = 0;
    intent.amountReceived = captured;
    this.ledger.move(intent, 'succeeded');
    this.cashier.capture(intent, captured, cause);
    this.tell('succeeded', intent, cause);
    this.cashier.disputeIfAsked(intent, cause);
    return { kind: 'done' };
  }

  cancel(intent: Intent, reason: string | null, cause: Cause): CancelResult {
    if (!isAllowed('cancel', intent.status)) return unexpectedState('cancel', intent);
    if (intent.status === 'requires_capture') this.cashier.release(intent, cause);
    intent.amountCapturable = 0;
    intent.canceledAt = now();
    intent.cancellationReason = reason;
    this.ledger.move(intent, 'canceled');
    this.tell('canceled', intent, cause);
    return { kind: 'done' };
  }

  private pay(intent: Intent, used: UsedCard, cause: Cause): ConfirmResult {
    const outcome = this.cashier.charge(intent, used, cause);
    intent.latestCharge = outcome.charge.id;
    if (outcome.kind === 'declined') return this.refuse(intent, used, outcome.decline, outcome.charge.id, cause);
    if (!isTakenAtOnce(intent, used)) {
      intent.amountCapturable = intent.amount;
      this.ledger.move(intent, 'requires_capture');
      this.tell('amount_capturable_updated', intent, cause);
      return { kind: 'done' };
    }
    intent.amountReceived = intent.amount;
    this.ledger.move(intent, 'succeeded');
    this.tell('succeeded', intent, cause);
    this.cashier.disputeIfAsked(intent, cause);
    return { kind: 'done' };
  }

  private refuse(
    intent: Intent,
    usedCard: UsedCard,
    decline: Decline,
    charge: string | null,
    cause: Cause,
  ): ConfirmResult {
    const type = decline.code === 'payment_intent_authentication_failure' ? 'invalid_request_error' : 'card_error';
    const error: PaymentError = { type, ...decline, charge, usedCard };
    intent.lastError = error;
    intent.declines += 1;
    intent.usedCard = null;
    this.ledger.move(intent, 'requires_payment_method');
    this.tell('payment_failed', intent, cause);
    return { kind: 'declined', error };
  }

  private tell(what: string, intent: Intent, cause: Cause): void {
    this.ledger.tell(`payment_intent.${what}`, { kind: 'payment_intent', record: intent }, cause);
  }
}

export function useCard(card: TestCard, created: number): UsedCard {
  return { id: newId('pm'), card, created };
}

function unexpectedState(verb: IntentVerb, intent: Intent): UnexpectedState {
  return { kind: 'unexpected-state', message: refusalMessage(verb, intent.status) };
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
