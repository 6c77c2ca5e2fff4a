import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { ORDER, refusal, simulatorForEachTest } from '../testing/client.js';

const api = simulatorForEachTest();

describe('a payment with manual capture', () => {
  it('goes from no payment method over authorized to captured', async () => {
    const created = await api.stripe.paymentIntents.create({
      ...ORDER,
      automatic_payment_methods: { enabled: true },
      description: 'Two standing tickets',
      receipt_email: 'fan@example.com',
    });
    expect(created).toMatchObject({
      object: 'payment_intent',
      status: 'requires_payment_method',
      amount: 4500,
      currency: 'eur',
      livemode: false,
      metadata: { orderId: 'ord_1' },
      latest_charge: null,
    });
    expect(created.client_secret).toMatch(new RegExp(`^${created.id}_secret_`));
    expect(created.lastResponse.requestId).toMatch(/^req_/);

    const confirmed = await api.stripe.paymentIntents.confirm(created.id, { payment_method: 'pm_card_visa' });
    expect(confirmed).toMatchObject({ status: 'requires_capture', amount_capturable: 4500, amount_received: 0 });

    const captured = await api.stripe.paymentIntents.capture(created.id, {}, { idempotencyKey: 'capture-1' });
    expect(captured).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 4500 });
    expect(await api.stripe.paymentIntents.retrieve(created.id)).toMatchObject({ status: 'succeeded' });
  });

  it('shows the card on the charge, with one fingerprint for each card', async () => {
    const intent = await api.stripe.paymentIntents.create({
      ...ORDER,
      payment_method: 'pm_card_mastercard',
      confirm: true,
      expand: ['latest_charge', 'payment_method'],
    });
    const charge = intent.latest_charge as Stripe.Charge;
    expect(charge).toMatchObject({ paid: true, captured: false, payment_intent: intent.id });
    expect(charge.payment_method_details?.card).toMatchObject({ brand: 'mastercard', last4: '4444' });
    const visa = await api.stripe.charges.retrieve((await api.authorized()).latest_charge as string);
    const again = await api.stripe.charges.retrieve((await api.authorized()).latest_charge as string);
    const print = visa.payment_method_details?.card?.fingerprint;
    expect(again.payment_method_details?.card?.fingerprint).toBe(print);
    expect(charge.payment_method_details?.card?.fingerprint).not.toBe(print);
    expect((intent.payment_method as Stripe.PaymentMethod).card?.last4).toBe('4444');
  });

  it('gives an authorization back when it is canceled', async () => {
    const intent = await api.authorized();
    const canceled = await api.stripe.paymentIntents.cancel(intent.id, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'abandoned',
      amount_capturable: 0,
      amount_received: 0,
    });
    const charge = await api.stripe.charges.retrieve(intent.latest_charge as string);
    expect(charge).toMatchObject({ captured: false, refunded: true, amount_captured: 0 });
  });

  it('captures a part and releases the rest', async () => {
    const intent = await api.authorized();
    const captured = await api.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 1000 });
    expect(captured.amount_received).toBe(1000);
    expect(await refusal(api.stripe.refunds.create({ payment_intent: intent.id, amount: 1001 }))).toMatchObject({
      statusCode: 400,
    });
  });

  it.each([
    ['capture', 'succeeded', async (id: string) => api.stripe.paymentIntents.capture(id)],
    ['cancel', 'succeeded', async (id: string) => api.stripe.paymentIntents.cancel(id)],
    [
      'confirm',
      'succeeded',
      async (id: string) => api.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }),
    ],
  ])('refuses to %s what has %s, and shows it', async (_verb, status, call) => {
    const intent = await api.authorized();
    await api.stripe.paymentIntents.capture(intent.id);
    const error = await refusal(call(intent.id));
    expect(error).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
    expect(error.payment_intent).toMatchObject({ id: intent.id, status });
  });
});

describe('a payment with automatic capture', () => {
  it('is paid at once', async () => {
    const intent = await api.stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: true,
    });
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 500, capture_method: 'automatic' });
  });
});

describe('refusals before anything is done', () => {
  it('refuses every key but test keys', async () => {
    const error = await refusal(api.client('sk_live_real').paymentIntents.list());
    expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect(error.message).not.toContain('sk_live_real');
    expect((await fetch(`${api.url}/v1/payment_intents`)).status).toBe(401);
  });

  it.each([
    [{ currency: 'eur' }, 'parameter_missing', 'amount'],
    [{ amount: 1.5, currency: 'eur' }, 'parameter_invalid_integer', 'amount'],
    [{ amount: 49, currency: 'eur' }, 'amount_too_small', 'amount'],
    [{ amount: 100_000_000, currency: 'eur' }, 'amount_too_large', 'amount'],
    [{ amount: 500, currency: 'euro' }, 'parameter_invalid', 'currency'],
    [{ amount: 500, currency: 'eur', capture_method: 'later' }, 'parameter_invalid', 'capture_method'],
    [{ amount: 500, currency: 'eur', payment_method: 'pm_card_nobody' }, 'resource_missing', 'payment_method'],
    [{ amount: 500, currency: 'eur', nonsense: 1 }, 'parameter_unknown', 'nonsense'],
  ])('refuses %j', async (params, code, param) => {
    const wrong = params as unknown as Stripe.PaymentIntentCreateParams;
    const error = await refusal(api.stripe.paymentIntents.create(wrong));
    expect(error).toMatchObject({ statusCode: 400, code, param, type: 'StripeInvalidRequestError' });
    expect((await api.stripe.paymentIntents.list()).data).toEqual([]);
  });

  it('answers 404 for an unknown intent and for an unknown call', async () => {
    expect(await refusal(api.stripe.paymentIntents.retrieve('pi_nobody'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
    expect(await refusal(api.stripe.customers.list())).toMatchObject({ statusCode: 404 });
  });
});

describe('changes of an open payment', () => {
  it('merges metadata and removes a name by an empty value', async () => {
    const intent = await api.stripe.paymentIntents.create({ ...ORDER, metadata: { a: '1', b: '2' } });
    const updated = await api.stripe.paymentIntents.update(intent.id, { metadata: { b: '', c: '3' } });
    expect(updated.metadata).toEqual({ a: '1', c: '3' });
  });

  it('confirms with the card chosen before', async () => {
    const intent = await api.stripe.paymentIntents.create({ ...ORDER, payment_method: 'pm_card_visa' });
    expect(intent.status).toBe('requires_confirmation');
    expect(await api.stripe.paymentIntents.confirm(intent.id)).toMatchObject({ status: 'requires_capture' });
  });

  it('refuses to confirm without a card', async () => {
    const intent = await api.stripe.paymentIntents.create(ORDER);
    expect(await refusal(api.stripe.paymentIntents.confirm(intent.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });
});

describe('3D Secure', () => {
  it('asks for an action with the address of the page, unless the caller refuses that', async () => {
    const intent = await api.stripe.paymentIntents.create(ORDER);
    const asked = await api.stripe.paymentIntents.confirm(intent.id, {
      payment_method: 'pm_card_threeDSecure2Required',
      return_url: 'http://localhost:3000/orders/ord_1',
    });
    expect(asked.status).toBe('requires_action');
    expect(asked.next_action?.redirect_to_url?.url).toContain(`${api.url}/confirm/${intent.id}/authenticate`);

    const silent = api.stripe.paymentIntents.create({
      ...ORDER,
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
      error_on_requires_action: true,
    });
    expect(await refusal(silent)).toMatchObject({ statusCode: 402, code: 'authentication_required' });
  });
});
