import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { InboxTask } from '../../../src/payments/inbox/inbox.task.js';
import { SweepTask } from '../../../src/payments/sweep/sweep.task.js';
import { type IntentAuthorized, NoReactions } from '../../../src/payments/payments.types.js';
import { newId } from '../../../src/platform/ids.js';
import { PaymentsNode, startPayments, until, WEBHOOK_SECRET } from './payments-node.js';

// the simulator sends nothing by itself: each test delivers its own events
let node: PaymentsNode;
beforeAll(async () => {
  node = await startPayments({ webhooks: false });
  // it would find by itself what is delivered here
  await node.app.get(SweepTask).stop();
});
afterEach(() => node.faults({}));
afterAll(() => node.close());

interface Delivery {
  secret?: string;
  ageSeconds?: number;
  signature?: string | null;
}

async function deliver(event: object, { secret = WEBHOOK_SECRET, ageSeconds = 0, signature }: Delivery = {}) {
  const payload = JSON.stringify(event);
  const timestamp = Math.floor(Date.now() / 1000) - ageSeconds;
  const header =
    signature === undefined ? Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }) : signature;
  return fetch(`${node.url}/v1/stripe/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(header === null ? {} : { 'stripe-signature': header }) },
    body: payload,
  });
}

/** Returns the provider's events for an intent, oldest first. */
async function eventsOf(intentId: string): Promise<Stripe.Event[]> {
  const { data } = await node.stripe.events.list({ limit: 100 });
  return data.filter((event) => (event.data.object as { id?: string }).id === intentId).reverse();
}

async function eventOf(intentId: string, type: string): Promise<Stripe.Event> {
  const event = (await eventsOf(intentId)).find((candidate) => candidate.type === type);
  if (!event) throw new Error(`no ${type} of ${intentId}`);
  return event;
}

/** Returns an intent whose create was not answered and is not tried again before the test is over. */
async function madeByLostCall(orderId: string): Promise<Stripe.PaymentIntent> {
  await node.faults({ lostAnswer: 1 });
  await node.ask('create', orderId, { amountMinor: 9_000, currency: 'EUR', saleId: 'sale_spec' });
  await until(async () => {
    // put off between two tries only: one in flight, which has a lease of 12 s, would write its own time over it
    const soon = { lt: new Date(Date.now() + 6_000) };
    const { count } = await node.prisma.payment.updateMany({
      where: { orderId, lastError: { not: null }, dueAt: soon },
      data: { dueAt: new Date(Date.now() + 3_600_000) },
    });
    return count === 1 ? true : null;
  }, 'a try without an answer');
  await node.faults({});
  const { data } = await node.stripe.paymentIntents.list({ limit: 100 });
  const made = data.find((intent) => intent.metadata.order_id === orderId);
  if (!made) throw new Error('our call made no intent');
  return made;
}

/** Processes the inbox until nothing is pending. */
async function settleInbox(): Promise<void> {
  await until(async () => {
    await node.app.get(InboxTask).runOnce();
    return (await node.prisma.stripeEvent.count({ where: { handledAt: null } })) === 0 ? true : null;
  }, 'an empty inbox');
  await node.takeFacts();
}

describe('the webhook door', () => {
  it('takes a signed event and keeps it once', async () => {
    const { orderId, intentId } = await node.opened();
    await node.confirm(orderId);
    const event = await eventOf(intentId, 'payment_intent.amount_capturable_updated');
    expect((await deliver(event)).status).toBe(200);
    expect((await deliver(event)).status).toBe(200);
    await node.fact('authorized', orderId);
    expect(await node.prisma.stripeEvent.count({ where: { id: event.id } })).toBe(1);
  });

  it.each<[string, Delivery]>([
    ['forged', { secret: 'whsec_somebody_else' }],
    ['older than five minutes', { ageSeconds: 301 }],
    ['missing', { signature: null }],
    ['empty', { signature: '' }],
    ['no signature at all', { signature: 't=1,v1=zz' }],
  ])('refuses an event whose signature is %s, and keeps nothing', async (_what, delivery) => {
    const id = `evt_${newId('evt')}`;
    const response = await deliver(
      { id, object: 'event', type: 'payment_intent.succeeded', data: { object: { id: 'pi_1' } } },
      delivery,
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'SIGNATURE_INVALID' });
    expect(await node.prisma.stripeEvent.count({ where: { id } })).toBe(0);
  });

  it('verifies the very bytes: a changed amount is refused', async () => {
    const event = {
      id: 'evt_changed',
      object: 'event',
      type: 'payment_intent.succeeded',
      data: { object: { id: 'pi_1', amount: 5 } },
    };
    const payload = JSON.stringify(event);
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET });
    const changed = { ...event, data: { object: { id: 'pi_1', amount: 6 } } };
    expect((await deliver(changed, { signature })).status).toBe(400);
  });

  it('answers 2xx to types that we do not need, and forgets them', async () => {
    const response = await deliver({
      id: 'evt_other',
      object: 'event',
      type: 'customer.created',
      data: { object: {} },
    });
    expect(response.status).toBe(200);
    expect(await node.prisma.stripeEvent.count({ where: { id: 'evt_other' } })).toBe(0);
  });

  it('turns one event, delivered a thousand times in parallel, into one fact', async () => {
    const { orderId, intentId } = await node.opened();
    await node.confirm(orderId);
    const event = await eventOf(intentId, 'payment_intent.amount_capturable_updated');
    const worker = 50;
    const statuses = await Promise.all(
      Array.from({ length: worker }, async () => {
        const seen: number[] = [];
        for (let i = 0; i < 1_000 / worker; i += 1) seen.push((await deliver(event)).status);
        return seen;
      }),
    );
    expect(statuses.flat()).toEqual(Array.from({ length: 1_000 }, () => 200));
    await settleInbox();
    expect(node.kindsOf(orderId)).toEqual(['intent_created', 'authorized']);
  }, 60_000);
});

describe('events', () => {
  it('lead to the same facts in any order, however often they come', async () => {
    const { orderId, intentId } = await node.opened();
    await node.confirm(orderId);
    await node.stripe.paymentIntents.capture(intentId);
    const events = await eventsOf(intentId);
    for (const event of [...events].reverse()) await deliver(event);
    await settleInbox();
    for (const event of events) await deliver({ ...event, id: `${event.id}_again` });
    await settleInbox();
    expect(await node.state(orderId)).toBe('captured');
    expect(node.kindsOf(orderId).filter((kind) => kind === 'captured')).toHaveLength(1);
    expect(node.kindsOf(orderId).filter((kind) => kind === 'authorized').length).toBeLessThanOrEqual(1);
  });

  it('are hints only: a signed event that claims a capture moves nothing', async () => {
    const { orderId, intentId } = await node.opened();
    const claim = {
      id: 'evt_claim',
      object: 'event',
      type: 'payment_intent.succeeded',
      data: { object: { id: intentId, object: 'payment_intent', status: 'succeeded', amount_received: 9_000 } },
    };
    expect((await deliver(claim)).status).toBe(200);
    await settleInbox();
    expect(await node.state(orderId)).toBe('open');
    expect(node.kindsOf(orderId)).toEqual(['intent_created']);
  });

  it('of an intent that is not ours touch nothing', async () => {
    const foreign = await node.stripe.paymentIntents.create({
      amount: 700,
      currency: 'eur',
      capture_method: 'manual',
      metadata: { order_id: 'ord_x' },
    });
    await deliver({
      id: 'evt_foreign',
      object: 'event',
      type: 'payment_intent.payment_failed',
      data: { object: { id: foreign.id } },
    });
    await settleInbox();
    expect((await node.stripe.paymentIntents.retrieve(foreign.id)).status).toBe('requires_payment_method');
    expect(node.factsOf('ord_x')).toEqual([]);
  });

  it('tell each of several declines once, with and without a charge, and keep no secret', async () => {
    const fans = [await node.opened(), await node.opened()];
    for (const { intentId } of fans) {
      const failed = (id: string, last_payment_error: object) => ({
        id,
        object: 'event',
        type: 'payment_intent.payment_failed',
        data: { object: { id: intentId, client_secret: `${intentId}_secret_1`, last_payment_error } },
      });
      const events = [
        failed(`evt_${intentId}_1`, { code: 'card_declined', charge: `ch_${intentId}` }),
        failed(`evt_${intentId}_2`, { code: 'payment_intent_authentication_failure' }),
        failed(`evt_${intentId}_3`, { code: 'payment_intent_authentication_failure' }),
      ];
      for (const event of [...events, ...events]) expect((await deliver(event)).status).toBe(200);
    }
    await settleInbox();
    for (const { orderId } of fans)
      expect(node.kindsOf(orderId)).toEqual(['intent_created', 'declined', 'declined', 'declined']);
    const kept = await node.prisma.stripeEvent.findMany({ where: { type: 'payment_intent.payment_failed' } });
    expect(JSON.stringify(kept.map(({ body }) => body))).not.toContain('secret');
  });

  it('that come before the answer to our own call find the payment by its metadata', async () => {
    const orderId = newId('ord');
    const made = await madeByLostCall(orderId);
    await node.stripe.paymentIntents.confirm(made.id, { payment_method: 'pm_card_visa' });
    await deliver(await eventOf(made.id, 'payment_intent.amount_capturable_updated'));
    await node.fact('authorized', orderId);
    expect(await node.service.paymentOf(orderId)).toMatchObject({ intentId: made.id, state: 'authorized' });
  });

  it('that tell of money back and of a dispute before the answer to our own call are not lost', async () => {
    const orderId = newId('ord');
    const payment = { where: { orderId } };
    const made = await madeByLostCall(orderId);
    await node.stripe.paymentIntents.confirm(made.id, { payment_method: 'pm_card_visa' });
    await node.stripe.paymentIntents.capture(made.id);
    await node.stripe.refunds.create({ payment_intent: made.id, amount: 700 });
    const refund = await until(async () => {
      const { data } = await node.stripe.events.list({ type: 'refund.created', limit: 100 });
      return data.find((event) => (event.data.object as Stripe.Refund).payment_intent === made.id) ?? null;
    }, 'the refund');
    expect((await node.prisma.payment.findFirst(payment))?.intentId).toBeNull();
    const dispute = { id: 'dp_early', object: 'dispute', payment_intent: made.id, amount: 9_000, reason: 'fraudulent' };
    await deliver({ ...refund, id: 'evt_early', type: 'charge.dispute.created', data: { object: dispute } });
    expect((await node.fact('disputed', orderId)).data).toMatchObject({ intentId: made.id, disputeId: 'dp_early' });
    await node.prisma.payment.updateMany({
      ...payment,
      data: { state: 'creating', wants: 'create', intentId: null, refundedMinor: 0 },
    });
    await deliver(refund);
    expect((await node.fact('refunded', orderId)).data).toMatchObject({ amountMinor: 700 });
    expect((await node.prisma.payment.findFirst(payment))?.refundedMinor).toBe(700n);
  });

  it('of a payment with another amount become an odd fact, and no capture', async () => {
    const { orderId, intentId } = await node.opened();
    await node.prisma.payment.updateMany({ where: { orderId }, data: { amountMinor: 9_001 } });
    await node.confirm(orderId);
    await deliver(await eventOf(intentId, 'payment_intent.amount_capturable_updated'));
    expect((await node.fact('odd', orderId)).data.what).toBe('amount_mismatch');
    expect(await node.state(orderId)).toBe('open');
  });

  it('of a dispute flag the order', async () => {
    const { orderId } = await node.opened();
    await node.confirm(orderId, 'pm_card_createDispute');
    const { intentId } = (await node.fact('intent_created', orderId)).data;
    await node.stripe.paymentIntents.capture(intentId);
    const dispute = await until(async () => {
      const { data } = await node.stripe.events.list({ type: 'charge.dispute.created', limit: 100 });
      return data.find((event) => (event.data.object as Stripe.Dispute).payment_intent === intentId) ?? null;
    }, 'the dispute');
    await deliver(dispute);
    expect((await node.fact('disputed', orderId)).data).toMatchObject({ intentId, amountMinor: 9_000 });
  });
});

describe('an event that proves an authorization', () => {
  const told: IntentAuthorized[] = [];
  const reactions = new (class extends NoReactions {
    override authorized(news: IntentAuthorized): Promise<boolean> {
      told.push(news);
      return Promise.resolve(true);
    }
  })();
  beforeAll(() => {
    node.service.reactions = reactions;
  });
  afterAll(() => {
    node.service.reactions = new NoReactions();
  });

  const authorized = async () => {
    const { orderId, intentId } = await node.opened();
    await node.confirm(orderId);
    return { orderId, intentId, event: await eventOf(intentId, 'payment_intent.amount_capturable_updated') };
  };
  const changed = (event: Stripe.Event, change: object) => ({
    ...event,
    id: `${event.id}_changed`,
    data: { object: { ...event.data.object, ...change } },
  });

  it('is acted on at once, without a look at the provider, and is not kept a second time', async () => {
    const { orderId, intentId, event } = await authorized();
    told.length = 0;
    expect((await deliver(event)).status).toBe(200);
    expect(told).toMatchObject([{ orderId, attempt: 1, intentId, amountMinor: 9_000, currency: 'EUR' }]);
  });

  it.each<[string, (event: Stripe.Event) => object]>([
    [
      'of another installation',
      (event) => changed(event, { metadata: { order_id: 'ord_x', attempt: '1', ropeline: 'other' } }),
    ],
    ['of the other mode', (event) => changed(event, { livemode: true })],
    ['of a part of the amount', (event) => changed(event, { amount_capturable: 1 })],
    ['that is not authorized', (event) => changed(event, { status: 'requires_payment_method' })],
  ])('is only a hint when it is one %s', async (_what, change) => {
    const { event } = await authorized();
    told.length = 0;
    expect((await deliver(change(event))).status).toBe(200);
    expect(told).toEqual([]);
  });

  it('is kept for a look at the provider when the sale fails', async () => {
    const { orderId, event } = await authorized();
    node.service.reactions = new (class extends NoReactions {
      override authorized(): Promise<boolean> {
        return Promise.reject(new Error('the database is away'));
      }
    })();
    expect((await deliver({ ...event, id: `${event.id}_again` })).status).toBe(200);
    await node.fact('authorized', orderId);
    node.service.reactions = reactions;
  });
});

describe('news that are known', () => {
  it('are not written again', async () => {
    const { orderId, intentId } = await node.opened();
    await node.confirm(orderId);
    const event = await eventOf(intentId, 'payment_intent.amount_capturable_updated');
    expect((await deliver(event)).status).toBe(200);
    await node.fact('authorized', orderId);
    expect((await deliver({ ...event, id: `${event.id}_late` })).status).toBe(200);
    expect(await node.prisma.stripeEvent.count({ where: { id: `${event.id}_late` } })).toBe(0);
  });
});
