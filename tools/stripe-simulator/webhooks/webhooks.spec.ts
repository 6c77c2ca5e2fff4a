import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import type { FaultSettings } from '../faults/faults.rules.js';
import { Faults } from '../faults/faults.js';
import { Intents, type NewIntent } from '../model/intents.js';
import { Ledger } from '../model/ledger.js';
import { type RunningSimulator, startSimulator } from '../simulator.js';
import { eventually, type Receiver, startReceiver } from '../testing/receiver.js';
import { Webhooks } from './webhooks.js';

const SECRET = 'whsec_test_of_the_simulator';
const LIMITS = { concurrency: 8, maxPending: 1_000, attempts: 3, firstRetryMs: 5, maxRetryMs: 10 };
const NEW_INTENT: NewIntent = {
  amount: 4500,
  currency: 'eur',
  captureMethod: 'manual',
  authorizedFirst: [],
  automaticPaymentMethods: null,
  paymentMethodTypes: ['card'],
  customer: null,
  metadata: {},
  description: null,
  receiptEmail: null,
  statementDescriptor: null,
  asksAuthentication: false,
  card: null,
};
const ORDER = { amount: 4500, currency: 'eur', capture_method: 'manual' } as const;

let receiver: Receiver;
let simulator: RunningSimulator;
let stripe: Stripe;

beforeEach(async () => {
  receiver = await startReceiver();
  simulator = await startSimulator({
    port: 0,
    webhookUrl: receiver.url,
    webhookSecret: SECRET,
    webhookLimits: LIMITS,
  });
  stripe = new Stripe('sk_test_x', { host: '127.0.0.1', port: simulator.port, protocol: 'http', telemetry: false });
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

async function set(faults: FaultSettings): Promise<void> {
  await fetch(`${simulator.url}/_simulator/faults`, { method: 'PUT', body: JSON.stringify(faults) });
}

interface Figures {
  readonly delivered: number;
  readonly pending: number;
  readonly undelivered: number;
}

async function figures(): Promise<Figures> {
  const state = (await (await fetch(`${simulator.url}/_simulator/state`)).json()) as { webhooks: Figures };
  return state.webhooks;
}

async function redeliver(): Promise<number> {
  const response = await fetch(`${simulator.url}/_simulator/webhooks/redeliver`, { method: 'POST' });
  return ((await response.json()) as { redelivered: number }).redelivered;
}

async function createMany(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) ids.push((await stripe.paymentIntents.create(ORDER)).id);
  return ids;
}

function intentIds(): string[] {
  return receiver.received.map(({ body }) => (JSON.parse(body) as { data: { object: { id: string } } }).data.object.id);
}

describe('webhooks', () => {
  it('are signed so that the SDK accepts them, and refuses them with another secret', async () => {
    const intent = await stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-1' });
    await eventually('the event arrives', () => receiver.received.length === 1);
    const { body, signature } = receiver.received[0] as (typeof receiver.received)[number];
    const event = stripe.webhooks.constructEvent(body, signature, SECRET);
    expect(event).toMatchObject({
      object: 'event',
      type: 'payment_intent.created',
      livemode: false,
      request: { idempotency_key: 'order-1' },
      data: { object: { id: intent.id } },
    });
    expect(() => stripe.webhooks.constructEvent(body, signature, 'whsec_other')).toThrow('No signatures found');
    expect(() => stripe.webhooks.constructEvent(`${body} `, signature, SECRET)).toThrow('No signatures found');
  });

  it('tell the whole story of a payment and its refund', async () => {
    const intent = await stripe.paymentIntents.create({
      ...ORDER,
      payment_method: 'pm_card_createDispute',
      confirm: true,
    });
    await stripe.paymentIntents.capture(intent.id);
    const other = await stripe.paymentIntents.create({ ...ORDER, payment_method: 'pm_card_visa', confirm: true });
    await stripe.paymentIntents.capture(other.id);
    await stripe.refunds.create({ payment_intent: other.id });
    const third = await stripe.paymentIntents.create(ORDER);
    await stripe.paymentIntents.confirm(third.id, { payment_method: 'pm_card_chargeDeclined' }).catch(() => undefined);
    await stripe.paymentIntents.confirm(third.id, { payment_method: 'pm_card_threeDSecure2Required' });
    await stripe.paymentIntents.cancel(third.id);
    await eventually('all events arrive', () => receiver.types().includes('payment_intent.canceled'));
    for (const type of [
      'payment_intent.created',
      'payment_intent.amount_capturable_updated',
      'payment_intent.succeeded',
      'payment_intent.payment_failed',
      'payment_intent.requires_action',
      'charge.captured',
      'charge.dispute.created',
      'charge.refunded',
      'refund.created',
    ]) {
      expect(receiver.types()).toContain(type);
    }
  });

  it('are tried again until the receiver takes them', async () => {
    receiver.answerWith(503);
    await createMany(1);
    await eventually('two attempts', () => receiver.received.length >= 2);
    receiver.answerWith(204);
    await eventually('a third', () => receiver.received.length === 3);
    while ((await figures()).delivered === 0);
    expect(await figures()).toEqual({ delivered: 1, pending: 0, undelivered: 0 });
  });

  it('are given up after the last attempt, listed as undelivered, and sent again on request', async () => {
    receiver.answerWith(500);
    await createMany(1);
    let left = await figures();
    while (left.undelivered === 0) left = await figures();
    expect(receiver.received).toHaveLength(LIMITS.attempts);
    expect((await stripe.events.list({ delivery_success: false })).data).toHaveLength(1);
    receiver.answerWith(200);
    expect(await redeliver()).toBe(1);
    await eventually('the redelivery', () => receiver.received.length === LIMITS.attempts + 1);
    while ((await figures()).delivered === 0);
    expect((await stripe.events.list({ delivery_success: false })).data).toHaveLength(0);
    expect(await redeliver()).toBe(0);
  });
});

describe('several addresses', () => {
  it('get every event each, and one that never answers holds up nobody', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const both = await startSimulator({
      port: 0,
      webhookUrl: `http://127.0.0.1:${port}/,${receiver.url}`,
      webhookSecret: SECRET,
      webhookLimits: { ...LIMITS, concurrency: 1 },
    });
    const api = new Stripe('sk_test_x', { host: '127.0.0.1', port: both.port, protocol: 'http', telemetry: false });
    for (let i = 0; i < 3; i += 1) await api.paymentIntents.create(ORDER);
    await eventually('the other gets all three', () => receiver.received.length === 3);
    await both.close();
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });
});

describe('subscribed types', () => {
  it('are the only ones sent; the others can be listed', async () => {
    const some = await startSimulator({
      port: 0,
      webhookUrl: receiver.url,
      webhookSecret: SECRET,
      webhookEvents: ['payment_intent.canceled'],
    });
    const api = new Stripe('sk_test_x', { host: '127.0.0.1', port: some.port, protocol: 'http', telemetry: false });
    const { id } = await api.paymentIntents.create(ORDER);
    await api.paymentIntents.cancel(id);
    await eventually('the cancellation', () => receiver.received.length === 1);
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ type: 'payment_intent.canceled' });
    const listed = await api.events.list();
    expect(listed.data.map(({ type }) => type)).toContain('payment_intent.created');
    await some.close();
  });
});

describe('webhook faults', () => {
  it('drop events, which redeliver sends after all', async () => {
    await set({ webhooks: { drop: 1 } });
    const ids = await createMany(3);
    expect(await figures()).toEqual({ delivered: 0, pending: 0, undelivered: 3 });
    expect(await redeliver()).toBe(3);
    await eventually('the dropped arrive', () => receiver.received.length === 3);
    expect(intentIds().sort()).toEqual([...ids].sort());
  });

  it('send events twice, with the same id', async () => {
    await set({ webhooks: { duplicate: 1 } });
    await createMany(1);
    await eventually('both copies', () => receiver.received.length === 2);
    const [first, second] = receiver.received.map(({ body }) => (JSON.parse(body) as { id: string }).id);
    expect(second).toBe(first);
  });

  it('send events out of order', async () => {
    const faults = new Faults();
    faults.set({ webhooks: { reorder: true }, seed: 1 });
    const target = { urls: [new URL(receiver.url)], secret: SECRET, limits: { ...LIMITS, concurrency: 1 } };
    const webhooks = new Webhooks(faults, target, simulator.url);
    const published: string[] = [];
    const ledger = new Ledger((event) => {
      published.push(event.id);
      webhooks.publish(event);
    });
    const intents = new Intents(ledger, () => false);
    // all at once, so that they share one window
    for (let i = 0; i < 5; i += 1) intents.create(NEW_INTENT, { requestId: null, idempotencyKey: null });
    await eventually('all arrive', () => receiver.received.length === 5);
    webhooks.close();
    const arrived = receiver.received.map(({ body }) => (JSON.parse(body) as { id: string }).id);
    expect(arrived).not.toEqual(published);
    expect([...arrived].sort()).toEqual([...published].sort());
  });

  it('delay events without holding up the call', async () => {
    await set({ webhooks: { delayMs: [60_000, 60_000] } });
    await createMany(1);
    expect(await figures()).toEqual({ delivered: 0, pending: 1, undelivered: 0 });
  });
});
