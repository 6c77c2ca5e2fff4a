import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventIntake } from '../../../src/payments/inbox/event.intake.js';
import { StripeGateway } from '../../../src/payments/stripe/stripe.gateway.js';
import { SweepTask } from '../../../src/payments/sweep/sweep.task.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { newId } from '../../../src/platform/ids.js';
import { PaymentsNode, secondAfterStart, startPayments, until } from './payments-node.js';

// no webhooks are delivered here: everything is found by the sweep
let node: PaymentsNode;
beforeAll(async () => {
  node = await startPayments({ webhooks: false });
  await secondAfterStart();
});
afterAll(() => node.close());

const sweep = () => node.app.get(SweepTask).sweep(AbortSignal.timeout(10_000));

/** Creates an intent marked as this installation's, as if a database restore had lost its order. */
async function orphan(orderId: string) {
  const { intentId } = await node.opened();
  const { metadata } = await node.stripe.paymentIntents.retrieve(intentId);
  return node.stripe.paymentIntents.create({
    amount: 5_000,
    currency: 'eur',
    capture_method: 'manual',
    metadata: { ...metadata, order_id: orderId },
  });
}

/** Simulates a later order: anything older than the newest order was not lost by a restore. */
const placeLaterOrder = () => node.prisma.$executeRaw`UPDATE payment SET created_at = now() + interval '1 hour'`;

describe('the sweep', () => {
  it('finds an authorization whose webhook was lost', async () => {
    const { orderId } = await node.opened();
    await node.confirm(orderId);
    await node.takeFacts();
    expect(node.kindsOf(orderId)).toEqual(['intent_created']);
    await sweep();
    await node.fact('authorized', orderId);
  });

  it('finds cancellations, captures and refunds made in the dashboard', async () => {
    const canceled = await node.opened();
    await node.stripe.paymentIntents.cancel(canceled.intentId);
    const refunded = await node.opened();
    await node.confirm(refunded.orderId);
    await node.stripe.paymentIntents.capture(refunded.intentId);
    await node.stripe.refunds.create({ payment_intent: refunded.intentId, amount: 1_000 });
    await sweep();
    expect((await node.fact('canceled', canceled.orderId)).data.reason).toBe('provider');
    await node.fact('captured', refunded.orderId);
    expect((await node.fact('refunded', refunded.orderId)).data.amountMinor).toBe(1_000);
  });

  it('tells nothing twice, however often it runs', async () => {
    const { orderId } = await node.opened();
    await node.confirm(orderId);
    for (let i = 0; i < 3; i += 1) await sweep();
    await node.fact('authorized', orderId);
    await sweep();
    await node.takeFacts();
    expect(node.kindsOf(orderId)).toEqual(['intent_created', 'authorized']);
  });

  it('cancels an uncaptured intent of no known order', async () => {
    const lost = await orphan(newId('ord'));
    await node.stripe.paymentIntents.confirm(lost.id, { payment_method: 'pm_card_visa' });
    await placeLaterOrder();
    await sweep();
    expect((await node.stripe.paymentIntents.retrieve(lost.id)).status).toBe('canceled');
  });

  it('refunds a captured intent of no known order, once, and tells a person', async () => {
    const orderId = newId('ord');
    const lost = await orphan(orderId);
    await node.stripe.paymentIntents.confirm(lost.id, { payment_method: 'pm_card_visa' });
    await node.stripe.paymentIntents.capture(lost.id);
    await placeLaterOrder();
    await sweep();
    await sweep();
    expect((await node.fact('odd', orderId)).data).toMatchObject({
      what: 'unknown_intent_refunded',
      intentId: lost.id,
    });
    expect((await node.stripe.refunds.list({ payment_intent: lost.id })).data).toMatchObject([{ amount: 5_000 }]);
    expect(node.kindsOf(orderId)).toEqual(['odd']);
  });

  it('cancels a second intent of an attempt', async () => {
    const { orderId, intentId } = await node.opened();
    const { metadata } = await node.stripe.paymentIntents.retrieve(intentId);
    const second = await node.stripe.paymentIntents.create({
      amount: 9_000,
      currency: 'eur',
      capture_method: 'manual',
      metadata,
    });
    await sweep();
    expect((await node.stripe.paymentIntents.retrieve(second.id)).status).toBe('canceled');
    expect((await node.stripe.paymentIntents.retrieve(intentId)).status).toBe('requires_payment_method');
    expect(await node.state(orderId)).toBe('open');
  });

  it('leaves alone what others do on the same account', async () => {
    const foreign = await node.stripe.paymentIntents.create({
      amount: 700,
      currency: 'eur',
      metadata: { order_id: 'ord_other', attempt: '1' },
    });
    const twin = await orphan(newId('ord'));
    await node.stripe.paymentIntents.update(twin.id, { metadata: { installation: 'inst_of_another_database' } });
    await placeLaterOrder();
    await sweep();
    for (const { id } of [foreign, twin])
      expect((await node.stripe.paymentIntents.retrieve(id)).status).toBe('requires_payment_method');
  });

  it('looks at a payment that stays unfinished, even when the lists do not show it any more', async () => {
    const { orderId } = await node.opened();
    await node.confirm(orderId);
    await node.prisma.paymentSweep.updateMany({
      data: { windowTo: Math.floor(Date.now() / 1000) + 3_600, cursor: null },
    });
    await node.prisma.payment.updateMany({ where: { orderId }, data: { checkedAt: new Date(Date.now() - 120_000) } });
    await sweep();
    await node.fact('authorized', orderId);
    await node.prisma.paymentSweep.deleteMany();
  });

  it('starts a stretch again when the provider does not know its cursor', async () => {
    await sweep();
    await node.prisma.paymentSweep.updateMany({ data: { cursor: 'pi_gone' } });
    const { orderId } = await node.opened();
    await node.confirm(orderId);
    await until(async () => {
      await sweep();
      await node.takeFacts();
      return node.kindsOf(orderId).includes('authorized') ? true : null;
    }, 'the authorization');
  });
});

describe('an unwanted intent that could not be ended', () => {
  const HOUR_MS = 3_600_000;
  const PAGE_SIZE = 100;
  /** Seeds of the simulator: failing calls are not carried out, or are nevertheless. */
  const FAILS = { not_done: 253, done: 9 } as const;
  beforeEach(() => {
    // the task of the inbox would act on the events of these intents at the same time
    jest.spyOn(node.app.get(EventIntake), 'keepNews').mockResolvedValue();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** Answers the first call with 500, which the provider replays under the same key. */
  const failOnce = (method: 'cancelIntent' | 'refundIntent', how: keyof typeof FAILS) => {
    const gateway = node.app.get(StripeGateway);
    const call = gateway[method].bind(gateway) as (...given: unknown[]) => Promise<never>;
    const calls = jest.spyOn(gateway, method);
    calls.mockImplementationOnce(async (...given: unknown[]) => {
      await node.faults({ serverError: 1, seed: FAILS[how] });
      const answer = await call(...given);
      await node.faults({});
      return answer;
    });
    return calls;
  };
  const clockAt = () => {
    const clock = jest.spyOn(node.app.get(Clock), 'nowMs');
    // the next full hour, so that no real one begins meanwhile
    const begin = (Math.floor(Date.now() / HOUR_MS) + 1) * HOUR_MS;
    return (hours: number) => clock.mockReturnValue(begin + hours * HOUR_MS);
  };
  const retryNow = () => node.prisma.$executeRaw`UPDATE payment_stray SET retry_at = now() WHERE retry_at IS NOT NULL`;
  const waiting = async () => await node.prisma.paymentStray.count({ where: { retryAt: { not: null }, doneAt: null } });
  /** Creates a second intent of an attempt, which is none of ours to keep. */
  const secondIntent = async () => {
    const { orderId, intentId } = await node.opened();
    const { metadata } = await node.stripe.paymentIntents.retrieve(intentId);
    const made = { amount: 9_000, currency: 'eur', capture_method: 'manual', metadata } as const;
    return { orderId, ...(await node.stripe.paymentIntents.create(made)) };
  };

  it('does not hold up the pages after it, and is ended with the key of a later hour', async () => {
    const hour = clockAt();
    hour(0);
    await node.prisma.paymentSweep.deleteMany();
    const older = await node.opened();
    await node.confirm(older.orderId);
    for (let n = 0; n < PAGE_SIZE; n += 1) await node.stripe.paymentIntents.create({ amount: 700, currency: 'eur' });
    const second = await secondIntent();
    const calls = failOnce('cancelIntent', 'not_done');
    const status = async () => (await node.stripe.paymentIntents.retrieve(second.id)).status;
    await sweep();
    await node.fact('authorized', older.orderId);
    expect(await node.prisma.paymentSweep.count({ where: { cursor: { not: null } } })).toBe(0);
    expect([await status(), await waiting()]).toEqual(['requires_payment_method', 1]);

    await retryNow();
    await sweep();
    // the provider replays its failure for as long as the key is the same
    expect(await calls.mock.results.at(-1)?.value).toMatchObject({ kind: 'stored' });
    expect([await status(), await waiting()]).toEqual(['requires_payment_method', 1]);

    hour(1);
    await retryNow();
    await sweep();
    expect([await status(), await waiting()]).toEqual(['canceled', 0]);
  });

  it('is refunded once, although the answer to the refund was lost', async () => {
    const hour = clockAt();
    hour(2);
    await node.prisma.paymentSweep.deleteMany();
    const second = await secondIntent();
    await node.stripe.paymentIntents.confirm(second.id, { payment_method: 'pm_card_visa' });
    await node.stripe.paymentIntents.capture(second.id);
    const calls = failOnce('refundIntent', 'done');
    const back = async () =>
      (await node.stripe.refunds.list({ payment_intent: second.id })).data.map(({ amount }) => amount);
    await sweep();
    expect([await back(), await waiting()]).toEqual([[9_000], 1]);
    hour(3);
    await retryNow();
    await sweep();
    expect([await back(), await waiting()]).toEqual([[9_000], 0]);
    expect(calls.mock.calls.filter(([id]) => id === second.id)).toHaveLength(1);
    expect((await node.fact('odd', second.orderId)).data).toMatchObject({ what: 'stray_intent_refunded' });
  });

  it('is told to a person once and tried again when its refund is refused', async () => {
    const hour = clockAt();
    hour(4);
    await node.prisma.paymentSweep.deleteMany();
    const second = await secondIntent();
    await node.stripe.paymentIntents.confirm(second.id, { payment_method: 'pm_card_visa' });
    await node.stripe.paymentIntents.capture(second.id);
    const refund = jest.spyOn(node.app.get(StripeGateway), 'refundIntent');
    refund.mockResolvedValue({ kind: 'refused', code: 'insufficient_balance', message: 'spec' });
    await sweep();
    expect((await node.fact('odd', second.orderId)).data).toMatchObject({
      detail: expect.stringContaining('refund refused: insufficient_balance'),
    });
    expect(await waiting()).toBe(1);
    refund.mockRestore();
    await retryNow();
    await sweep();
    expect(await waiting()).toBe(0);
    const { data } = await node.stripe.refunds.list({ payment_intent: second.id });
    expect(data.map(({ amount }) => amount)).toEqual([9_000]);
    await node.takeFacts();
    expect(node.kindsOf(second.orderId).filter((kind) => kind === 'odd')).toHaveLength(1);
  });
});
