import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AdmissionEnd } from '../../../src/checkout/facts/admission-end.js';
import { OrderFacts } from '../../../src/checkout/facts/order-facts.service.js';
import type { OrderNews } from '../../../src/checkout/orders/order-news.js';
import { OrderReactions } from '../../../src/checkout/facts/order-reactions.service.js';
import { OrdersRepository } from '../../../src/checkout/orders/orders.repository.js';
import { FactsRepository } from '../../../src/payments/facts/facts.repository.js';
import { PaymentsRepository } from '../../../src/payments/payments.repository.js';
import { PaymentsService } from '../../../src/payments/payments.service.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { testConfig } from '../../support/app.js';
import { OrdersDatabase, standing } from './orders-database.js';

type News = 'authorized' | 'captured' | 'refunded' | 'canceled';

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, index) =>
        permutations(items.filter((_other, other) => other !== index)).map((rest) => [item, ...rest]),
      );

/** The news of one order, as payments learns and checkout applies them: together where that can be, else by facts. */
describe('the news of an order', () => {
  let db: OrdersDatabase;
  let prisma: PrismaService;
  let payments: PaymentsRepository;
  let factRows: FactsRepository;
  let reactions: OrderReactions;
  let facts: OrderFacts;
  let count = 0;

  beforeAll(async () => {
    db = await OrdersDatabase.open(1_000);
    prisma = new PrismaService(testConfig({ databaseUrl: db.url, redisUrl: 'redis://127.0.0.1:1' }));
    const orders = new OrdersRepository(prisma);
    const service = {
      leaseSeconds: () => 0,
      handOver: () => undefined,
      orderMoved: () => undefined,
      wake: () => undefined,
    } as unknown as PaymentsService;
    payments = new PaymentsRepository(prisma);
    factRows = new FactsRepository(prisma);
    reactions = new OrderReactions(service, orders);
    const admissions = { endIfDone: async () => undefined } as unknown as AdmissionEnd;
    facts = new OrderFacts(orders, service, admissions, { publish: async () => undefined } as unknown as OrderNews);
  });
  afterAll(async () => {
    await prisma.$disconnect();
    await db.close();
  });

  const learn = async (orderId: string, news: News): Promise<void> => {
    const intentId = `pi_${orderId}`;
    const of = { orderId, attempt: 1, intentId, amountMinor: 9_000, currency: 'EUR' };
    const attempt = { orderId, attempt: 1 };
    switch (news) {
      case 'authorized': {
        const event = { id: `evt_${orderId}`, type: 'payment_intent.amount_capturable_updated', kept: {} };
        if (await reactions.authorized({ ...of, event })) return;
        const data = { intentId, amountMinor: 9_000, currency: 'EUR', cardFingerprint: null };
        const fact = { kind: 'authorized' as const, data, dedupe: `authorized:${intentId}` };
        await payments.move({ ...attempt, to: 'authorized', intentId, fact });
        return;
      }
      case 'captured': {
        if (await reactions.captured(of)) return;
        const data = { intentId, chargeId: 'ch_1', amountMinor: 9_000, currency: 'EUR' };
        const fact = { kind: 'captured' as const, data, dedupe: `captured:${intentId}` };
        await payments.move({ ...attempt, to: 'captured', intentId, fact });
        return;
      }
      case 'refunded':
        return await payments.refund(attempt, { refundId: `re_${orderId}`, intentId, amountMinor: 9_000 });
      case 'canceled': {
        const data = { intentId, reason: 'provider' as const };
        const fact = { kind: 'canceled' as const, data, dedupe: `canceled:${orderId}:1` };
        await payments.move({ ...attempt, to: 'canceled', intentId, fact });
      }
    }
  };
  const applyFacts = async (): Promise<void> => {
    for (const fact of await factRows.lease(100)) {
      await facts.handle(fact);
      await facts.handle(fact); // as after a crash between the change and its mark
      await factRows.taken([fact.id]);
    }
  };
  const live = async (orderId: string) => [
    await db.number('SELECT count(*) AS n FROM ticket WHERE order_id = $1 AND voided_at IS NULL', [orderId]),
    await db.sold(),
  ];

  const run = async (news: readonly News[], everyTime: boolean): Promise<string> => {
    count += 1;
    const orderId = await db.pendingOrder(`ord_${count}`, standing(2));
    for (const each of [...news, ...news]) {
      await learn(orderId, each);
      if (everyTime) await applyFacts();
    }
    await applyFacts();
    return orderId;
  };

  it.each(permutations<News>(['authorized', 'captured', 'refunded']))(
    'leave neither ticket nor money when all is given back, told as %s, %s, %s',
    async (...news) => {
      for (const everyTime of [true, false]) {
        const orderId = await run(news, everyTime);
        expect(await db.stateOf(orderId)).toBe('refunded');
        expect(await live(orderId)).toEqual([0, 0]);
      }
    },
  );

  it.each(permutations<News>(['authorized', 'canceled']))(
    'leave nothing when the authorization ended, told as %s, %s',
    async (...news) => {
      for (const everyTime of [true, false]) {
        const orderId = await run(news, everyTime);
        expect(await db.stateOf(orderId)).toBe('canceled');
        expect(await live(orderId)).toEqual([0, 0]);
      }
    },
  );

  it('lead to tickets when the money was captured, whichever came first, and tell partners once', async () => {
    const orderIds: string[] = [];
    for (const news of permutations<News>(['authorized', 'captured']))
      for (const everyTime of [true, false]) orderIds.push(await run(news, everyTime));
    for (const orderId of orderIds) {
      expect(await db.stateOf(orderId)).toBe('paid');
      expect((await live(orderId))[0]).toBe(2);
      const told = `SELECT count(*) AS n FROM outbox WHERE type = 'order.paid' AND data->>'orderId' = $1`;
      expect(await db.number(told, [orderId])).toBe(1);
    }
    expect(await db.sold()).toBe(2 * orderIds.length);
  });
});
