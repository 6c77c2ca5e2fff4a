import type { Intents, NewIntent } from '../model/intents.js';
import type { Ledger } from '../model/ledger.js';
import type { Cause, Intent, PaymentError } from '../model/records.js';
import { renderIntent, renderPaymentError, type Wire } from '../model/render.js';
import { currencies } from '../model/currencies.js';
import { findTestCard, type TestCard } from '../model/test-cards.js';
import { ApiError, invalidParameter, noSuchParameterThing, noSuchThing } from './errors.js';
import { formatAmount } from '../pages/money.js';
import { LIST_PARAMS, listPage } from './lists.js';
import type { Params } from './params.js';

const CONFIRM_PARAMS = [
  'payment_method',
  'return_url',
  'off_session',
  'error_on_requires_action',
  'receipt_email',
  'use_stripe_sdk',
  'mandate_data',
  'payment_method_options',
];
const CREATE_PARAMS = [
  ...CONFIRM_PARAMS,
  'amount',
  'currency',
  'capture_method',
  'confirmation_method',
  'confirm',
  'metadata',
  'automatic_payment_methods',
  'payment_method_types',
  'excluded_payment_method_types',
  'payment_method_configuration',
  'description',
  'customer',
  'shipping',
  'statement_descriptor',
  'statement_descriptor_suffix',
  'radar_options',
];
const CANCEL_REASONS = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const;

/** The calls under `/v1/payment_intents`. Parameters that Ropeline does not use are rejected, not ignored. */
export class IntentCalls {
  constructor(
    private readonly ledger: Ledger,
    private readonly intents: Intents,
    private readonly baseUrl: string,
  ) {}

  create(params: Params, cause: Cause): Wire {
    params.only(CREATE_PARAMS);
    const wanted = readNewIntent(params);
    const confirm = params.boolean('confirm') ?? false;
    const intent = this.intents.create(wanted, cause);
    return confirm ? this.confirmIntent(intent, params, cause) : this.render(intent);
  }

  retrieve(id: string, params: Params): Wire {
    params.only(['client_secret']);
    return this.render(this.find(id));
  }

  update(id: string, params: Params): Wire {
    params.only(['metadata', 'description', 'receipt_email', 'payment_method']);
    const intent = this.find(id);
    const result = this.intents.update(intent, {
      metadata: params.metadata(intent.metadata),
      description: changed(params, 'description', intent.description),
      receiptEmail: changed(params, 'receipt_email', intent.receiptEmail),
      card: readCard(params),
    });
    if (result.kind === 'unexpected-state') throw this.unexpectedState(intent, result.message);
    return this.render(intent);
  }

  confirm(id: string, params: Params, cause: Cause): Wire {
    params.only(CONFIRM_PARAMS);
    return this.confirmIntent(this.find(id), params, cause);
  }

  capture(id: string, params: Params, cause: Cause): Wire {
    params.only(['amount_to_capture', 'metadata', 'final_capture', 'statement_descriptor']);
    const intent = this.find(id);
    const amount = params.integer('amount_to_capture', 1, Number.MAX_SAFE_INTEGER);
    const metadata = params.metadata(intent.metadata);
    const result = this.intents.capture(intent, amount, cause);
    if (result.kind === 'unexpected-state') throw this.unexpectedState(intent, result.message);
    if (result.kind === 'amount-too-large') {
      const message = 'The amount to capture is greater than the amount that can be captured.';
      throw new ApiError(400, 'invalid_request_error', message, {
        code: 'amount_too_large',
        param: 'amount_to_capture',
      });
    }
    intent.metadata = metadata;
    return this.render(intent);
  }

  cancel(id: string, params: Params, cause: Cause): Wire {
    params.only(['cancellation_reason']);
    const intent = this.find(id);
    const reason = params.oneOf('cancellation_reason', CANCEL_REASONS) ?? null;
    const result = this.intents.cancel(intent, reason, cause);
    if (result.kind === 'unexpected-state') throw this.unexpectedState(intent, result.message);
    return this.render(intent);
  }

  list(params: Params): Wire {
    params.only([...LIST_PARAMS, 'customer']);
    const customer = params.string('customer');
    const kind = {
      what: 'payment_intent',
      url: '/v1/payment_intents',
      render: (intent: Intent) => this.render(intent),
    };
    const where = customer === undefined ? undefined : (intent: Intent) => intent.customer === customer;
    return listPage(this.ledger.intents, params, kind, where);
  }

  private confirmIntent(intent: Intent, params: Params, cause: Cause): Wire {
    const card = readCard(params);
    const email = changed(params, 'receipt_email', intent.receiptEmail);
    const refuseAuthentication =
      params.boolean('off_session') === true || params.boolean('error_on_requires_action') === true;
    const returnUrl = params.string('return_url') ?? null;
    intent.receiptEmail = email;
    const result = this.intents.confirm(intent, { card, returnUrl, refuseAuthentication }, cause);
    if (result.kind === 'unexpected-state') throw this.unexpectedState(intent, result.message);
    if (result.kind === 'declined') throw this.declined(intent, result.error);
    return this.render(intent);
  }

  private declined(intent: Intent, error: PaymentError): ApiError {
    const { type: _type, message: _message, ...details } = renderPaymentError(error);
    return new ApiError(402, 'card_error', error.message, { ...details, payment_intent: this.render(intent) });
  }

  private unexpectedState(intent: Intent, message: string): ApiError {
    return new ApiError(400, 'invalid_request_error', message, {
      code: 'payment_intent_unexpected_state',
      payment_intent: this.render(intent),
    });
  }

  private find(id: string): Intent {
    const intent = this.ledger.intents.get(id);
    if (!intent) throw noSuchThing('payment_intent', id);
    return intent;
  }

  private render(intent: Intent): Wire {
    return renderIntent(intent, this.baseUrl);
  }
}

function readNewIntent(params: Params): NewIntent {
  params.required('amount');
  const amount = params.integer('amount', 1, Number.MAX_SAFE_INTEGER) ?? 0;
  const currency = params.required('currency').toLowerCase();
  requireChargeable(amount, currency);
  params.oneOf('confirmation_method', ['automatic']);
  return {
    amount,
    currency,
    captureMethod:
      params.oneOf('capture_method', ['automatic', 'manual', 'automatic_async']) === 'manual' ? 'manual' : 'automatic',
    authorizedFirst: AUTHORIZABLE.filter((method) => optionsOf(params, method)?.oneOf('capture_method', ['manual'])),
    ...readMethodTypes(params),
    customer: params.string('customer') ?? null,
    metadata: params.metadata({}),
    description: params.string('description') ?? null,
    receiptEmail: params.string('receipt_email') ?? null,
    statementDescriptor: params.string('statement_descriptor') ?? null,
    card: readCard(params),
    asksAuthentication: asksAuthentication(params),
  };
}

/** Methods of which options may be given. */
const AUTHORIZABLE = ['card', 'link'] as const;

function optionsOf(params: Params, method: (typeof AUTHORIZABLE)[number]): Params | undefined {
  const options = params.nested('payment_method_options')?.only(AUTHORIZABLE).nested(method);
  return options?.only(method === 'card' ? ['capture_method', 'request_three_d_secure'] : ['capture_method']);
}

function asksAuthentication(params: Params): boolean {
  const asked = optionsOf(params, 'card')?.oneOf('request_three_d_secure', ['any', 'automatic', 'challenge']);
  return asked === 'any';
}

function requireChargeable(amount: number, currency: string): void {
  const known = currencies.get(currency);
  if (!known) throw invalidParameter('parameter_invalid', 'currency', `Invalid currency: ${currency.slice(0, 20)}.`);
  const { minimum, maximum } = known;
  if (amount > maximum) {
    const most = formatAmount(maximum, currency);
    throw invalidParameter('amount_too_large', 'amount', `Amount must be no more than ${most}.`);
  }
  if (amount < minimum) {
    const least = formatAmount(minimum, currency);
    throw invalidParameter('amount_too_small', 'amount', `Amount must be at least ${least}.`);
  }
  requireStep(amount, currency);
}

/** Holds for refunds as well. */
export function requireStep(amount: number, currency: string): void {
  const { step = 1 } = currencies.get(currency) ?? {};
  if (amount % step === 0) return;
  const message = `Amounts in ${currency} must be divisible by ${step}.`;
  throw invalidParameter('parameter_invalid_integer', 'amount', message);
}

/** As in current API versions, payment methods are automatic unless types are given. */
function readMethodTypes(params: Params): Pick<NewIntent, 'automaticPaymentMethods' | 'paymentMethodTypes'> {
  const types = params.strings('payment_method_types');
  const automatic = params.nested('automatic_payment_methods')?.only(['enabled', 'allow_redirects']);
  const enabled = automatic?.boolean('enabled') ?? types.length === 0;
  if (enabled && types.length > 0) {
    const message = 'You may only specify one of these parameters: automatic_payment_methods, payment_method_types.';
    throw invalidParameter('parameters_exclusive', 'payment_method_types', message);
  }
  if (!enabled) return { automaticPaymentMethods: null, paymentMethodTypes: types.length > 0 ? types : ['card'] };
  const redirects = automatic?.oneOf('allow_redirects', ['always', 'never']) ?? 'always';
  return { automaticPaymentMethods: { allow_redirects: redirects, enabled }, paymentMethodTypes: ['card'] };
}

function readCard(params: Params): TestCard | null {
  const token = params.string('payment_method');
  if (token === undefined || token === '') return null;
  const card = findTestCard(token);
  if (!card) throw noSuchParameterThing('PaymentMethod', token.slice(0, 80), 'payment_method');
  return card;
}

/** Returns a text field after the call: unchanged if not given, null if cleared. */
function changed(params: Params, name: string, before: string | null): string | null {
  const given = params.string(name);
  return given === undefined ? before : given || null;
}
