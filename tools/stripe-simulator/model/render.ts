import { API_VERSION } from '../core/version.js';
import type {
  Charge,
  Dispute,
  EventRecord,
  Intent,
  PaymentError,
  Refund,
  Setup,
  Snapshot,
  UsedCard,
} from './records.js';

/** An object in its wire format. */
export type Wire = { [name: string]: unknown };

/** Returns the address of the fan's 3D Secure page. */
export function authenticationUrl(baseUrl: string, intent: Intent): string {
  const query = new URLSearchParams({ client_secret: intent.clientSecret });
  if (intent.actionReturnUrl !== null) query.set('return_url', intent.actionReturnUrl);
  return `${baseUrl}/confirm/${intent.id}/authenticate?${query.toString()}`;
}

export function renderIntent(intent: Readonly<Intent>, baseUrl: string): Wire {
  return {
    id: intent.id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: intent.amount,
    amount_capturable: intent.amountCapturable,
    amount_details: { tip: {} },
    amount_received: intent.amountReceived,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: intent.automaticPaymentMethods,
    canceled_at: intent.canceledAt,
    cancellation_reason: intent.cancellationReason,
    capture_method: intent.captureMethod,
    client_secret: intent.clientSecret,
    confirmation_method: 'automatic',
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer,
    customer_account: null,
    description: intent.description,
    excluded_payment_method_types: null,
    last_payment_error: intent.lastError && renderPaymentError(intent.lastError),
    latest_charge: intent.latestCharge,
    livemode: false,
    managed_payments: null,
    metadata: intent.metadata,
    next_action:
      intent.status === 'requires_action'
        ? {
            type: 'redirect_to_url',
            redirect_to_url: { return_url: intent.actionReturnUrl, url: authenticationUrl(baseUrl, intent) },
          }
        : null,
    on_behalf_of: null,
    payment_method: intent.usedCard?.id ?? null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: {
        installments: null,
        mandate_options: null,
        network: null,
        request_three_d_secure: intent.asksAuthentication ? 'any' : 'automatic',
      },
    },
    payment_method_types: intent.paymentMethodTypes,
    payment_record: null,
    processing: null,
    receipt_email: intent.receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: intent.statementDescriptor,
    statement_descriptor_suffix: null,
    status: intent.status,
    transfer_data: null,
    transfer_group: null,
  };
}

export function renderSetup(setup: Readonly<Setup>): Wire {
  return {
    id: setup.id,
    object: 'setup_intent',
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null,
    client_secret: setup.clientSecret,
    created: setup.created,
    customer: null,
    description: null,
    last_setup_error: setup.lastDecline && {
      type: 'card_error',
      code: setup.lastDecline.code,
      message: setup.lastDecline.message,
    },
    latest_attempt: null,
    livemode: false,
    metadata: setup.metadata,
    next_action: null,
    payment_method: setup.usedCard?.id ?? null,
    payment_method_types: ['card'],
    status: setup.status,
    usage: 'on_session',
  };
}

/** Renders the part of an error object that describes a declined card. */
export function renderPaymentError(error: PaymentError): Wire {
  return {
    type: error.type,
    code: error.code,
    ...(error.declineCode !== null && { decline_code: error.declineCode }),
    ...(error.charge !== null && { charge: error.charge }),
    doc_url: `https://docs.stripe.com/error-codes#${error.code.replaceAll('_', '-')}`,
    message: error.message,
    payment_method: renderPaymentMethod(error.usedCard),
  };
}

export function renderPaymentMethod(used: UsedCard): Wire {
  return {
    id: used.id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: billingDetails(null),
    ...(used.card.method === 'card'
      ? { card: { ...cardFacts(used), three_d_secure_usage: { supported: true }, wallet: null } }
      : { [used.card.method]: {} }),
    created: used.created,
    customer: null,
    livemode: false,
    metadata: {},
    type: used.card.method,
  };
}

export function renderCharge(charge: Readonly<Charge>): Wire {
  const { failure } = charge;
  return {
    id: charge.id,
    object: 'charge',
    amount: charge.amount,
    amount_captured: charge.amountCaptured,
    amount_refunded: charge.amountRefunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: billingDetails(charge.receiptEmail),
    calculated_statement_descriptor: 'ROPELINE',
    captured: charge.captured,
    created: charge.created,
    currency: charge.currency,
    customer: null,
    description: charge.description,
    disputed: charge.disputed,
    failure_balance_transaction: null,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: charge.metadata,
    on_behalf_of: null,
    outcome: {
      advice_code: failure ? 'try_again_later' : null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: failure ? 'declined_by_network' : 'approved_by_network',
      reason: failure ? (failure.declineCode ?? failure.code) : null,
      risk_level: 'normal',
      seller_message: failure ? 'The bank refused the payment.' : 'Payment complete.',
      type: failure ? 'issuer_declined' : 'authorized',
    },
    paid: charge.status === 'succeeded',
    payment_intent: charge.intent,
    payment_method: charge.usedCard.id,
    payment_method_details: methodDetails(charge),
    receipt_email: charge.receiptEmail,
    receipt_number: null,
    receipt_url: null,
    refunded: charge.amountRefunded > 0 && charge.amountRefunded >= charge.amount,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: charge.status,
    transfer_data: null,
    transfer_group: null,
  };
}

export function renderRefund(refund: Readonly<Refund>): Wire {
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    balance_transaction: null,
    charge: refund.charge,
    created: refund.created,
    currency: refund.currency,
    customer: null,
    customer_account: null,
    destination_details: { type: 'card', card: { reference_status: 'pending', type: 'refund' } },
    metadata: refund.metadata,
    payment_intent: refund.intent,
    payment_method: null,
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
}

export function renderDispute(dispute: Readonly<Dispute>): Wire {
  return {
    id: dispute.id,
    object: 'dispute',
    amount: dispute.amount,
    balance_transactions: [],
    charge: dispute.charge,
    created: dispute.created,
    currency: dispute.currency,
    enhanced_eligibility_types: [],
    evidence: {},
    evidence_details: { due_by: null, has_evidence: false, past_due: false, submission_count: 0 },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: dispute.intent,
    reason: dispute.reason,
    status: 'needs_response',
  };
}

export function renderEvent(event: Readonly<EventRecord>, baseUrl: string): Wire {
  return {
    id: event.id,
    object: 'event',
    api_version: API_VERSION,
    created: event.created,
    data: { object: renderSnapshot(event.snapshot, baseUrl) },
    livemode: false,
    pending_webhooks: event.pendingWebhooks,
    request: { id: event.cause.requestId, idempotency_key: event.cause.idempotencyKey },
    type: event.type,
  };
}

function renderSnapshot(snapshot: Snapshot, baseUrl: string): Wire {
  switch (snapshot.kind) {
    case 'payment_intent':
      return renderIntent(snapshot.record, baseUrl);
    case 'charge':
      return renderCharge(snapshot.record);
    case 'refund':
      return renderRefund(snapshot.record);
    case 'dispute':
      return renderDispute(snapshot.record);
    case 'setup_intent':
      return renderSetup(snapshot.record);
  }
}

function methodDetails({ usedCard, status, amount }: Readonly<Charge>): Wire {
  const { method, needsAuthentication } = usedCard.card;
  if (method !== 'card') return { type: method, [method]: { buyer_id: null } };
  return {
    type: 'card',
    card: {
      ...cardFacts(usedCard),
      amount_authorized: status === 'succeeded' ? amount : null,
      installments: null,
      mandate: null,
      network_token: { used: false },
      three_d_secure: needsAuthentication
        ? { authentication_flow: 'challenge', result: 'authenticated', version: '2.2.0' }
        : null,
      wallet: null,
    },
  };
}

function cardFacts(used: UsedCard): Wire {
  const { card } = used;
  return {
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: card.country,
    display_brand: card.brand,
    exp_month: 12,
    exp_year: new Date().getUTCFullYear() + 2,
    fingerprint: card.fingerprint,
    funding: card.funding,
    last4: card.last4,
    network: card.brand,
    networks: { available: [card.brand], preferred: null },
    regulated_status: 'unregulated',
  };
}

function billingDetails(email: string | null): Wire {
  const address = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
  return { address, email, name: null, phone: null, tax_id: null };
}
