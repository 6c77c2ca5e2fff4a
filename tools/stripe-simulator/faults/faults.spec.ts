import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { type RunningSimulator, startSimulator } from '../simulator.js';
import type { FaultSettings } from './faults.rules.js';

let simulator: RunningSimulator;
let stripe: Stripe;

beforeEach(async () => {
  simulator = await startSimulator({ port: 0 });
  stripe = client(0);
});
afterEach(() => simulator.close());

function client(maxNetworkRetries: number): Stripe {
  const address = { host: '127.0.0.1', port: simulator.port, protocol: 'http' } as const;
  return new Stripe('sk_test_ropeline', { ...address, maxNetworkRetries, telemetry: false });
}

async function set(faults: FaultSettings): Promise<void> {
  const response = await fetch(`${simulator.url}/_simulator/faults`, { method: 'PUT', body: JSON.stringify(faults) });
  expect(response.status).toBe(200);
}

async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Stripe.errors.StripeError)) throw new Error('the call was not refused');
  return outcome;
}

const ORDER = { amount: 4500, currency: 'eur', capture_method: 'manual', metadata: { orderId: 'ord_1' } } as const;

describe('faults over HTTP', () => {
  it('are shown as they were set and cleared by an empty object', async () => {
    const faults = { decline: 0.1, webhooks: { drop: 0.2, delayMs: [0, 50] as const }, seed: 7 };
    await set(faults);
    expect(await (await fetch(`${simulator.url}/_simulator/faults`)).json()).toEqual(faults);
    await set({});
    expect(await (await fetch(`${simulator.url}/_simulator/faults`)).json()).toEqual({});
  });

  it('answer 400 naming an unknown field, and change nothing', async () => {
    await set({ decline: 0.5 });
    const body = JSON.stringify({ decline: 0, latencyMS: [1, 2] });
    const response = await fetch(`${simulator.url}/_simulator/faults`, { method: 'PUT', body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param: 'latencyMS' } });
    expect(await (await fetch(`${simulator.url}/_simulator/faults`)).json()).toEqual({ decline: 0.5 });
  });

  it('repeat the same mishaps for the same seed', async () => {
    const run = async (): Promise<string[]> => {
      await set({ decline: 0.5, serverError: 0.3, seed: 11 });
      const outcomes: string[] = [];
      for (let i = 0; i < 20; i += 1) {
        const call = stripe.paymentIntents.create({ ...ORDER, payment_method: 'pm_card_visa', confirm: true });
        outcomes.push(
          await call.then(
            ({ status }) => status,
            (error: Error) => error.constructor.name,
          ),
        );
      }
      return outcomes;
    };
    const first = await run();
    expect(new Set(first).size).toBe(3);
    expect(await run()).toEqual(first);
  });
});

describe('a lost answer', () => {
  it('leaves the payment made: the SDK’s repetition under the same key finds it', async () => {
    await set({ lostAnswer: 1 });
    const call = stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-1' });
    expect(await refusal(call)).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    await set({});
    const found = await stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-1' });
    expect(found.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect((await stripe.paymentIntents.list()).data.map(({ id }) => id)).toEqual([found.id]);
  });

  it('is healed inside one call of the SDK when only some answers are lost', async () => {
    await set({ lostAnswer: 0.5, seed: 3 });
    for (let i = 0; i < 3; i += 1) await client(5).paymentIntents.create({ ...ORDER, metadata: { n: String(i) } });
    await set({});
    expect((await stripe.paymentIntents.list()).data).toHaveLength(3);
  }, 30_000);
});

describe('a server error', () => {
  it('is stored under its key and replayed after the fault is gone', async () => {
    await set({ serverError: 1 });
    const call = (): Promise<unknown> => stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-1' });
    expect(await refusal(call())).toMatchObject({ statusCode: 500, type: 'StripeAPIError' });
    await set({});
    const again = await refusal(call());
    expect(again).toMatchObject({ statusCode: 500 });
    expect(again.headers?.['idempotent-replayed']).toBe('true');
    expect(await stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-2' })).toMatchObject({ amount: 4500 });
  });

  it('tells nothing about whether the call was done', async () => {
    await set({ serverError: 1, seed: 5 });
    for (let i = 0; i < 20; i += 1) await refusal(stripe.paymentIntents.create(ORDER));
    await set({});
    const made = (await stripe.paymentIntents.list({ limit: 100 })).data.length;
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(20);
  });
});

describe('other faults of calls', () => {
  it('refuses calls above the rate with 429 and keeps no key for them', async () => {
    await set({ rateLimitPerSecond: 0.001 });
    await stripe.paymentIntents.list();
    const error = await refusal(stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-1' }));
    expect(error).toBeInstanceOf(Stripe.errors.StripeRateLimitError);
    expect(error).toMatchObject({ statusCode: 429, code: 'rate_limit' });
    await set({});
    expect(await stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-1' })).toMatchObject({ amount: 4500 });
  });

  it('cuts every connection while down, and does nothing', async () => {
    await set({ down: true });
    expect(await refusal(stripe.paymentIntents.create(ORDER))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    await set({});
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
  });

  it('declines the share of payments that it is told to', async () => {
    await set({ decline: 1 });
    const call = stripe.paymentIntents.create({ ...ORDER, payment_method: 'pm_card_visa', confirm: true });
    expect(await refusal(call)).toMatchObject({ code: 'card_declined', decline_code: 'generic_decline' });
  });

  it('finishes a call whose client gave up waiting', async () => {
    await set({ latencyMs: [300, 300] });
    const call = stripe.paymentIntents.create(ORDER, { idempotencyKey: 'order-1', timeout: 50 });
    expect(await refusal(call)).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    await set({});
    let kept = await stripe.paymentIntents.list();
    for (let i = 0; i < 100 && kept.data.length === 0; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      kept = await stripe.paymentIntents.list();
    }
    expect(kept.data).toHaveLength(1);
  });
});
