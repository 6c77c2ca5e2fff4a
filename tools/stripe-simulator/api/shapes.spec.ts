import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { type RunningSimulator, startSimulator } from '../simulator.js';

interface Fields {
  required: string[];
  known: string[];
}

/** Fields of an object by the SDK's declarations, which Stripe generates from its OpenAPI document. */
function fieldsOf(resource: string, name: string): Fields {
  const text = readFileSync(`node_modules/stripe/cjs/resources/${resource}.d.ts`, 'utf8');
  const [, indent = '', body = ''] =
    new RegExp(`^( *)(?:export )?interface ${name} \\{\\n([\\s\\S]*?)^\\1\\}`, 'm').exec(text) ?? [];
  const fields = [...body.matchAll(new RegExp(`^${indent} {4}(\\w+)(\\??):`, 'gm'))];
  const known = fields.map(([, field = '']) => field);
  return { known, required: fields.filter(([, , optional]) => optional === '').map(([, field = '']) => field) };
}

describe('objects of the simulator', () => {
  let simulator: RunningSimulator;
  let stripe: Stripe;
  beforeAll(async () => {
    simulator = await startSimulator({ port: 0 });
    stripe = new Stripe('sk_test_ropeline', {
      ...{ host: '127.0.0.1', port: simulator.port, protocol: 'http', telemetry: false },
    });
  });
  afterAll(() => simulator.close());

  const has = (object: object, resource: string, name: string) => {
    const { required, known } = fieldsOf(resource, name);
    const { lastResponse: _lastResponse, ...rest } = object as { lastResponse?: unknown };
    expect(required.length).toBeGreaterThan(5);
    expect(required.filter((field) => !(field in rest))).toEqual([]);
    expect(Object.keys(rest).filter((field) => !known.includes(field))).toEqual([]);
  };
  const charged = (payment_method: string) =>
    stripe.paymentIntents.create({
      ...{ amount: 4500, currency: 'eur', payment_method, confirm: true, expand: ['latest_charge'] },
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    });

  it('have every field that Stripe’s have, and no other: intents, charges and refunds', async () => {
    const intent = await charged('pm_card_visa');
    has(intent, 'PaymentIntents', 'PaymentIntent');
    has(intent.latest_charge as Stripe.Charge, 'Charges', 'Charge');
    has(await stripe.refunds.create({ payment_intent: intent.id, amount: 500 }), 'Refunds', 'Refund');
  });

  it('and events with disputes', async () => {
    await charged('pm_card_createDispute');
    const { data } = await stripe.events.list({ limit: 100 });
    const event = data.find(({ type }) => type === 'charge.dispute.created');
    has(event ?? {}, 'Events', 'EventBase');
    has(event?.data.object ?? {}, 'Disputes', 'Dispute');
  });

  it('and errors name type, code and message as Stripe’s do', async () => {
    const failure = await charged('pm_card_chargeDeclinedInsufficientFunds').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(failure).toMatchObject({
      ...{ statusCode: 402, code: 'card_declined', decline_code: 'insufficient_funds', rawType: 'card_error' },
      message: expect.any(String),
      payment_intent: { object: 'payment_intent' },
    });
    const { last_payment_error } = (failure as { payment_intent: Stripe.PaymentIntent }).payment_intent;
    const { known } = fieldsOf('PaymentIntents', 'LastPaymentError');
    expect(Object.keys(last_payment_error ?? {}).filter((field) => !known.includes(field))).toEqual([]);
  });
});
