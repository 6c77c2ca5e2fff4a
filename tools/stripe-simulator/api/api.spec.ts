import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { type RunningSimulator, startSimulator } from '../simulator.js';

let simulator: RunningSimulator;
let stripe: Stripe;

beforeEach(async () => {
  simulator = await startSimulator({ port: 0 });
  stripe = client();
});
afterEach(() => simulator.close());

function client(key = 'sk_test_ropeline'): Stripe {
  return new Stripe(key, { host: '127.0.0.1', port: simulator.port, protocol: 'http', telemetry: false });
}

const ORDER = { amount: 4500, currency: 'eur', capture_method: 'manual', metadata: { orderId: 'ord_1' } } as const;

function authorized(): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create({ ...ORDER, payment_method: 'pm_card_visa', confirm: true });
}

async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Stripe.errors.StripeError)) throw new Error('the call was not refused');
  return outcome;
}

describe('a check of a card', () => {
  it('takes what the SDK sends for it, cards only, and ends', async () => {
    const created = await stripe.setupIntents.create({
      allowed_payment_method_types: ['card'],
      usage: 'on_session',
      metadata: { sale_id: 'sale_1' },
    });
    expect(created).toMatchObject({ object: 'setup_intent', metadata: { sale_id: 'sale_1' } });
    const other = stripe.setupIntents.create({ allowed_payment_method_types: ['sepa_debit'] });
    expect(await refusal(other)).toMatchObject({ param: 'allowed_payment_method_types' });
    const unknown = stripe.setupIntents.create({ customer: 'cus_1' });
    expect(await refusal(unknown)).toMatchObject({ code: 'parameter_unknown', param: 'customer' });
    expect(await stripe.setupIntents.retrieve(created.id, { expand: ['payment_method'] })).toMatchObject({
      id: created.id,
    });
    expect((await stripe.setupIntents.cancel(created.id)).status).toBe('canceled');
  });
});

describe('a payment with manual capture', () => {
  it('goes from no payment method over authorized to captured', async () => {
    const created = await stripe.paymentIntents.create({
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

    const confirmed = await stripe.paymentIntents.confirm(created.id, { payment_method: 'pm_card_visa' });
    expect(confirmed).toMatchObject({ status: 'requires_capture', amount_capturable: 4500, amount_received: 0 });

    const captured = await stripe.paymentIntents.capture(created.id, {}, { idempotencyKey: 'capture-1' });
    expect(captured).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 4500 });
    expect(await stripe.paymentIntents.retrieve(created.id)).toMatchObject({ status: 'succeeded' });
  });

  it('shows the card on the charge, with one fingerprint for each card', async () => {
    const intent = await stripe.paymentIntents.create({
      ...ORDER,
      payment_method: 'pm_card_mastercard',
      confirm: true,
      expand: ['latest_charge', 'payment_method'],
    });
    const charge = intent.latest_charge as Stripe.Charge;
    expect(charge).toMatchObject({ paid: true, captured: false, payment_intent: intent.id });
    expect(charge.payment_method_details?.card).toMatchObject({ brand: 'mastercard', last4: '4444' });
    const visa = await stripe.charges.retrieve((await authorized()).latest_charge as string);
    const again = await stripe.charges.retrieve((await authorized()).latest_charge as string);
    const print = visa.payment_method_details?.card?.fingerprint;
    expect(again.payment_method_details?.card?.fingerprint).toBe(print);
    expect(charge.payment_method_details?.card?.fingerprint).not.toBe(print);
    expect((intent.payment_method as Stripe.PaymentMethod).card?.last4).toBe('4444');
  });

  it('gives an authorization back when it is canceled', async () => {
    const intent = await authorized();
    const canceled = await stripe.paymentIntents.cancel(intent.id, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'abandoned',
      amount_capturable: 0,
      amount_received: 0,
    });
    const charge = await stripe.charges.retrieve(intent.latest_charge as string);
    expect(charge).toMatchObject({ captured: false, refunded: true, amount_captured: 0 });
  });

  it('captures a part and releases the rest', async () => {
    const intent = await authorized();
    const captured = await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 1000 });
    expect(captured.amount_received).toBe(1000);
    expect(await refusal(stripe.refunds.create({ payment_intent: intent.id, amount: 1001 }))).toMatchObject({
      statusCode: 400,
    });
  });

  it.each([
    ['capture', 'succeeded', async (id: string) => stripe.paymentIntents.capture(id)],
    ['cancel', 'succeeded', async (id: string) => stripe.paymentIntents.cancel(id)],
    [
      'confirm',
      'succeeded',
      async (id: string) => stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }),
    ],
  ])('refuses to %s what has %s, and shows it', async (_verb, status, call) => {
    const intent = await authorized();
    await stripe.paymentIntents.capture(intent.id);
    const error = await refusal(call(intent.id));
    expect(error).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
    expect(error.payment_intent).toMatchObject({ id: intent.id, status });
  });
});

describe('a payment with automatic capture', () => {
  it('is paid at once', async () => {
    const intent = await stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: true,
    });
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 500, capture_method: 'automatic' });
  });
});

describe('declined cards', () => {
  it.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_visa_chargeDeclinedFraudulent', 'card_declined', 'fraudulent'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', ''],
  ])('answers 402 for %s and can be tried again with another card', async (token, code, declineCode) => {
    const intent = await stripe.paymentIntents.create(ORDER);
    const error = await refusal(stripe.paymentIntents.confirm(intent.id, { payment_method: token }));
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error).toMatchObject({ statusCode: 402, code, decline_code: declineCode });
    expect(error.payment_intent).toMatchObject({ status: 'requires_payment_method', payment_method: null });
    const charge = await stripe.charges.retrieve(
      (await stripe.paymentIntents.retrieve(intent.id)).latest_charge as string,
    );
    expect(charge).toMatchObject({ status: 'failed', paid: false, failure_code: code });
    const paid = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'requires_capture', last_payment_error: null });
  });
});

describe('refusals before anything is done', () => {
  it('refuses every key but test keys', async () => {
    const error = await refusal(client('sk_live_real').paymentIntents.list());
    expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect(error.message).not.toContain('sk_live_real');
    expect((await fetch(`${simulator.url}/v1/payment_intents`)).status).toBe(401);
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
    const error = await refusal(stripe.paymentIntents.create(wrong));
    expect(error).toMatchObject({ statusCode: 400, code, param, type: 'StripeInvalidRequestError' });
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
  });

  it('answers 404 for an unknown intent and for an unknown call', async () => {
    expect(await refusal(stripe.paymentIntents.retrieve('pi_nobody'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
    expect(await refusal(stripe.customers.list())).toMatchObject({ statusCode: 404 });
  });
});

describe('changes of an open payment', () => {
  it('merges metadata and removes a name by an empty value', async () => {
    const intent = await stripe.paymentIntents.create({ ...ORDER, metadata: { a: '1', b: '2' } });
    const updated = await stripe.paymentIntents.update(intent.id, { metadata: { b: '', c: '3' } });
    expect(updated.metadata).toEqual({ a: '1', c: '3' });
  });

  it('confirms with the card chosen before', async () => {
    const intent = await stripe.paymentIntents.create({ ...ORDER, payment_method: 'pm_card_visa' });
    expect(intent.status).toBe('requires_confirmation');
    expect(await stripe.paymentIntents.confirm(intent.id)).toMatchObject({ status: 'requires_capture' });
  });

  it('refuses to confirm without a card', async () => {
    const intent = await stripe.paymentIntents.create(ORDER);
    expect(await refusal(stripe.paymentIntents.confirm(intent.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });
});

describe('3D Secure', () => {
  it('asks for an action with the address of the page, unless the caller refuses that', async () => {
    const intent = await stripe.paymentIntents.create(ORDER);
    const asked = await stripe.paymentIntents.confirm(intent.id, {
      payment_method: 'pm_card_threeDSecure2Required',
      return_url: 'http://localhost:3000/orders/ord_1',
    });
    expect(asked.status).toBe('requires_action');
    expect(asked.next_action?.redirect_to_url?.url).toContain(`${simulator.url}/confirm/${intent.id}/authenticate`);

    const silent = stripe.paymentIntents.create({
      ...ORDER,
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
      error_on_requires_action: true,
    });
    expect(await refusal(silent)).toMatchObject({ statusCode: 402, code: 'authentication_required' });
  });
});

describe('refunds and disputes', () => {
  it('refunds in parts up to what was captured', async () => {
    const intent = await authorized();
    await stripe.paymentIntents.capture(intent.id);
    const first = await stripe.refunds.create({ payment_intent: intent.id, amount: 1500 });
    expect(first).toMatchObject({ amount: 1500, status: 'succeeded', payment_intent: intent.id });
    const rest = await stripe.refunds.create({ payment_intent: intent.id, reason: 'requested_by_customer' });
    expect(rest.amount).toBe(3000);
    expect(await refusal(stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({
      code: 'charge_already_refunded',
    });
    const charge = await stripe.charges.retrieve(intent.latest_charge as string);
    expect(charge).toMatchObject({ refunded: true, amount_refunded: 4500 });
    const { data } = await stripe.refunds.list({ payment_intent: intent.id });
    expect(data.map(({ id }) => id)).toEqual([rest.id, first.id]);
    expect(await stripe.refunds.retrieve(first.id)).toMatchObject({ amount: 1500 });
  });

  it('refuses to refund what was only authorized', async () => {
    const intent = await authorized();
    expect(await refusal(stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({
      code: 'charge_not_refundable',
    });
  });

  it('opens a dispute after the capture of a disputing card', async () => {
    const intent = await stripe.paymentIntents.create({
      ...ORDER,
      payment_method: 'pm_card_createDispute',
      confirm: true,
    });
    expect((await stripe.disputes.list()).data).toEqual([]);
    await stripe.paymentIntents.capture(intent.id);
    const { data } = await stripe.disputes.list({ payment_intent: intent.id });
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({ amount: 4500, reason: 'fraudulent', charge: intent.latest_charge });
    expect(await stripe.charges.retrieve(intent.latest_charge as string)).toMatchObject({ disputed: true });
  });
});

describe('lists', () => {
  it('are walked to the end by the SDK, newest first, in both directions', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 25; i += 1) {
      ids.unshift((await stripe.paymentIntents.create({ ...ORDER, metadata: { n: String(i) } })).id);
    }
    const down = await stripe.paymentIntents.list({ limit: 10 }).autoPagingToArray({ limit: 100 });
    expect(down.map(({ id }) => id)).toEqual(ids);
    const oldest = ids[ids.length - 1] as string;
    const up = await stripe.paymentIntents.list({ limit: 7, ending_before: oldest }).autoPagingToArray({ limit: 100 });
    expect(up.map(({ id }) => id)).toEqual(ids.slice(0, -1).reverse());
  });

  it('keep to a range of creation and expand their items', async () => {
    const intent = await authorized();
    const since = await stripe.paymentIntents.list({
      created: { gte: intent.created },
      expand: ['data.latest_charge'],
    });
    expect(since.data[0]?.latest_charge).toMatchObject({ id: intent.latest_charge });
    expect((await stripe.paymentIntents.list({ created: { gt: intent.created + 60 } })).data).toEqual([]);
    expect((await stripe.charges.list({ payment_intent: intent.id })).data).toHaveLength(1);
    expect((await stripe.charges.list({ payment_intent: 'pi_other' })).data).toHaveLength(0);
  });

  it('of events tell the story in order and filter by type', async () => {
    const intent = await authorized();
    await stripe.paymentIntents.capture(intent.id);
    const { data } = await stripe.events.list();
    expect(data.map(({ type }) => type).reverse()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'charge.captured',
      'payment_intent.succeeded',
    ]);
    const updated = await stripe.events.list({ types: ['payment_intent.amount_capturable_updated'] });
    // an event contains its object as of that time
    expect(updated.data[0]?.data.object).toMatchObject({ id: intent.id, status: 'requires_capture' });
    expect(await stripe.events.retrieve(data[0]?.id as string)).toMatchObject({ type: 'payment_intent.succeeded' });
  });

  it('refuse an unknown cursor and a limit above 100', async () => {
    expect(await refusal(stripe.paymentIntents.list({ starting_after: 'pi_x' }))).toMatchObject({
      code: 'resource_missing',
    });
    expect(await refusal(stripe.paymentIntents.list({ limit: 101 }))).toMatchObject({ param: 'limit' });
  });
});

describe('idempotency keys', () => {
  it('replay the first answer, marked as such', async () => {
    const first = await stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-1' });
    const again = await stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-1' });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(again.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId);
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  it('refuse other parameters and another call', async () => {
    const first = await stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-1' });
    const other = stripe.paymentIntents.create({ ...ORDER, amount: 9000 }, { idempotencyKey: 'order-1' });
    expect(await refusal(other)).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    const elsewhere = stripe.paymentIntents.cancel(first.id, {}, { idempotencyKey: 'order-1' });
    expect(await refusal(elsewhere)).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  });

  it('replay a declined card, and do not keep what was refused before it began', async () => {
    const intent = await stripe.paymentIntents.create(ORDER);
    const decline = (): Promise<unknown> =>
      stripe.paymentIntents.confirm(
        intent.id,
        { payment_method: 'pm_card_chargeDeclined' },
        { idempotencyKey: 'confirm-1' },
      );
    const first = await refusal(decline());
    const again = await refusal(decline());
    expect(again.charge).toBe(first.charge);
    expect(again.headers?.['idempotent-replayed']).toBe('true');

    const wrong = stripe.paymentIntents.create({ ...ORDER, amount: 1 }, { idempotencyKey: 'order-2' });
    expect(await refusal(wrong)).toMatchObject({ code: 'amount_too_small' });
    expect(await stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-2' })).toMatchObject({ amount: 4500 });
  });
});
