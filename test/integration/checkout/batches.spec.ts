import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { authorizeOrders } from '../../../src/checkout/facts/authorize.sql.js';
import { payOrders } from '../../../src/checkout/facts/paying.sql.js';
import { startCancel } from '../../../src/checkout/facts/endings.sql.js';
import { OrderReactions } from '../../../src/checkout/facts/order-reactions.service.js';
import { OrderWriter } from '../../../src/checkout/orders/placing/order-writer.js';
import { OrdersRepository } from '../../../src/checkout/orders/orders.repository.js';
import { askForPayments, insertOrders, type OrderLine, openOrders } from '../../../src/checkout/orders/orders.sql.js';
import { PaymentsService } from '../../../src/payments/payments.service.js';
import type { IntentAuthorized, PaymentWish } from '../../../src/payments/payments.types.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { testConfig } from '../../support/app.js';
import { newOrder, OrdersDatabase, seat, standing } from './orders-database.js';
import { Metrics } from '../../../src/platform/metrics/metrics.js';

const FANS = 64;
const LEASE = 30;

const authorization = (orderId: string, lines: readonly OrderLine[]): IntentAuthorized => ({
  orderId,
  attempt: 1,
  intentId: `pi_${orderId}`,
  amountMinor: lines.reduce((sum, line) => sum + line.priceMinor, 0),
  currency: 'EUR',
  event: { id: `evt_${orderId}`, type: 'payment_intent.amount_capturable_updated', kept: { id: `evt_${orderId}` } },
});
const capture = (orderId: string, lines: readonly OrderLine[]) => {
  const { event: _event, ...rest } = authorization(orderId, lines);
  return rest;
};

describe('batches of orders', () => {
  let db: OrdersDatabase;
  let prisma: PrismaService;
  let orders: OrdersRepository;
  const handedOver: PaymentWish[] = [];
  const payments = {
    leaseSeconds: () => LEASE,
    handOver: (wishes: PaymentWish[]) => void handedOver.push(...wishes),
    orderMoved: () => undefined,
  } as unknown as PaymentsService;

  beforeEach(async () => {
    db = await OrdersDatabase.open(1_000);
    prisma = new PrismaService(testConfig({ databaseUrl: db.url, redisUrl: 'redis://127.0.0.1:1' }));
    orders = new OrdersRepository(prisma);
    handedOver.length = 0;
  });
  afterEach(async () => {
    await prisma.$disconnect();
    await db.close();
  });

  const ids = (n = FANS) => Array.from({ length: n }, (_, index) => `ord_${String(index).padStart(3, '0')}`);
  const pending = async (lines: (id: string) => OrderLine[], of = ids()) => {
    for (const id of of) await db.pendingOrder(id, lines(id));
  };

  it('writes sixty-three orders when the quota of the sixty-fourth is spent', async () => {
    const writer = new OrderWriter(orders, payments);
    const bad = 'ord_040';
    const results = await Promise.all(ids().map((id) => writer.insert(newOrder(id, standing(id === bad ? 5 : 1)))));
    expect(results.filter(({ kind }) => kind === 'inserted')).toHaveLength(FANS - 1);
    expect(results[40]).toEqual({ kind: 'limit_exceeded' });
    expect(await db.number('SELECT count(*) AS n FROM orders')).toBe(FANS - 1);
    expect(await db.number('SELECT count(*) AS n FROM order_item')).toBe(FANS - 1);
    expect(await db.number('SELECT sum(n) AS n FROM quota')).toBe(FANS - 1);
  });

  it('writes one order of a fan who asks many times at once', async () => {
    const writer = new OrderWriter(orders, payments);
    const first = newOrder('ord_a', standing(1), { fanKey: 'fan' });
    const results = await Promise.all(ids(20).map((id) => writer.insert({ ...first, id })));
    expect(results.filter(({ kind }) => kind === 'inserted')).toHaveLength(1);
    expect(await db.number('SELECT sum(n) AS n FROM quota')).toBe(1);
  });

  it('sells sixty-three orders when the seat of the sixty-fourth has an owner', async () => {
    const reactions = new OrderReactions(payments, orders, new Metrics());
    const bad = 'ord_040';
    const linesOf = (id: string) => (id === bad ? [seat('A-1-1')] : standing(2));
    await db.pendingOrder('ord_owner', [seat('A-1-1')]);
    expect(await reactions.authorized(authorization('ord_owner', [seat('A-1-1')]))).toBe(true);
    await pending(linesOf);
    const results = await Promise.all(ids().map((id) => reactions.authorized(authorization(id, linesOf(id)))));
    expect(results.filter((moved) => moved)).toHaveLength(FANS - 1);
    expect(results[40]).toBe(false);
    expect([await db.sold(), await db.sold('pool_s')]).toEqual([2 * (FANS - 1), 1]);
    expect(await db.stateOf(bad)).toBe('pending');
    expect(await db.wishOf(bad)).toBeNull();
    expect(handedOver).toHaveLength(FANS);
    expect(await db.number('SELECT count(*) AS n FROM stripe_event WHERE handled_at IS NOT NULL')).toBe(FANS);
  });

  it('sells the last units of a pool to as many as there are, and leaves the rest to be voided', async () => {
    const reactions = new OrderReactions(payments, orders, new Metrics());
    await db.query(`UPDATE pool SET capacity = 10 WHERE id = 'pool_a'`);
    await pending(() => standing(1));
    const results = await Promise.all(ids().map((id) => reactions.authorized(authorization(id, standing(1)))));
    expect(results.filter((moved) => moved)).toHaveLength(10);
    expect([await db.sold(), await db.liveTickets()]).toEqual([10, 10]);
  });

  it('sells, pays and opens each order once, whatever number of the same batches run side by side', async () => {
    await db.run(insertOrders(ids(16).map((id) => newOrder(id, standing(2)))));
    const asked = ids(16).map((orderId) => ({ orderId, saleId: 'sale_1' }));
    const news = ids(16).map((id) => authorization(id, standing(2)));
    const opened = news.map((item) => ({ ...item, clientSecret: 's', clientSecretSealed: 'sealed' }));
    const captured = ids(16).map((id) => capture(id, standing(2)));
    const moved = async (statement: (index: number) => Parameters<typeof db.run>[0]) =>
      (await Promise.all(Array.from({ length: 8 }, (_, index) => db.run(statement(index))))).flat().length;
    const turned = <T>(items: readonly T[], index: number) => (index % 2 ? items : [...items].reverse());
    expect(await moved((index) => askForPayments(turned(asked, index), LEASE))).toBe(16);
    expect(await moved((index) => openOrders(turned(opened, index)))).toBe(16);
    expect(await moved((index) => authorizeOrders(turned(news, index), LEASE))).toBe(16);
    expect(await moved((index) => payOrders(turned(captured, index)))).toBe(16);
    expect([await db.sold(), await db.liveTickets()]).toEqual([32, 32]);
    expect(await db.number(`SELECT count(*) AS n FROM outbox WHERE type = 'order.paid'`)).toBe(16);
    expect(await db.number(`SELECT count(*) AS n FROM payment WHERE state = 'captured' AND wants IS NULL`)).toBe(16);
  });

  /** Ways that lead through rows of others: of all that were sold, or of those that have left a state. */
  const detours =
    /orders_pending_due|orders_on_their_way|payment_unfinished|orders_sale_id|ticket_live_of_sale|ticket_sale_id|Seq Scan on (orders|payment|ticket|order_item)/;
  const explained = async (text: string, values: readonly unknown[]): Promise<string> =>
    (await prisma.rows<{ 'QUERY PLAN': string }>({ text: `EXPLAIN ${text}`, values: [...values] }))
      .map((row) => row['QUERY PLAN'])
      .join('\n');
  /** Planned while some orders wait for their buyers and none is on its way. */
  const planOf = async (text: string, values: readonly unknown[]): Promise<string> => {
    await db.run(insertOrders(ids(300).map((id) => newOrder(id, standing(1)))));
    await db.run(
      askForPayments(
        ids(60).map((orderId) => ({ orderId, saleId: 'sale_1' })),
        LEASE,
      ),
    );
    await db.query('ANALYZE orders, order_item, payment', []);
    return await explained(text, values);
  };
  const statements = {
    inserted: () => insertOrders([newOrder('ord_a', standing(1))]),
    asked: () => askForPayments([{ orderId: 'ord_a', saleId: 'sale_1' }], LEASE),
    opened: () =>
      openOrders([{ ...authorization('ord_a', standing(1)), clientSecret: 's', clientSecretSealed: 'sealed' }]),
    authorized: () => authorizeOrders([authorization('ord_a', standing(1))], LEASE),
    paid: () => payOrders([capture('ord_a', standing(1))]),
  };

  it.each(Object.entries(statements))(
    'finds the rows to be %s by their key, whether nothing was sold when it was planned or few are in that state',
    async (_name, of) => {
      const { text, values } = of();
      expect(await explained(text, values)).not.toMatch(detours);
      expect(await planOf(text, values)).not.toMatch(detours);
    },
  );

  it('would walk through the rows of others if the plan could take any index (negative control)', async () => {
    const { text, values } = payOrders([capture('ord_a', standing(1))]);
    const plain = text.replace(/CASE WHEN (.+?) THEN true ELSE false END/g, '$1');
    expect(plain).not.toBe(text);
    const before = await explained(plain, values);
    expect(before).toMatch(/orders_sale_id/);
    expect(before).toMatch(/ticket_live_of_sale/);
    expect(await planOf(plain, values)).toMatch(/orders_on_their_way/);
  });

  it('sells six for an order of two when its parts do not read from the change of state (negative control)', async () => {
    await db.pendingOrder('ord_a', standing(2));
    const guarded = authorizeOrders([authorization('ord_a', standing(2))], 0);
    const unguarded = guarded.text
      .replace(
        'FROM moved JOIN order_item item',
        'FROM news moved_news JOIN orders moved ON moved.id = moved_news.order_id JOIN order_item item',
      )
      .replace(`'tkt_' ||`, `'tkt_' || gen_random_uuid() ||`);
    for (let delivery = 0; delivery < 3; delivery += 1) await db.query(unguarded, guarded.values);
    expect(await db.sold()).toBe(6);
  });

  it.each<[string, Partial<IntentAuthorized>]>([
    ['another amount', { amountMinor: 8_999 }],
    ['another currency', { currency: 'USD' }],
    ['another intent', { intentId: 'pi_other' }],
    ['another attempt', { attempt: 2 }],
  ])('believes no authorization with %s', async (_what, wrong) => {
    await db.pendingOrder('ord_a', standing(2));
    const told = { ...authorization('ord_a', standing(2)), ...wrong };
    expect(await db.run(authorizeOrders([told], 0))).toEqual([]);
    expect(await db.stateOf('ord_a')).toBe('pending');
    expect(await db.number('SELECT count(*) AS n FROM stripe_event')).toBe(0);
  });

  it('moves neither order nor payment when the order does not want it any more', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await db.run(startCancel('ord_a', 'canceled_by_fan'));
    expect(await db.run(authorizeOrders([authorization('ord_a', standing(2))], LEASE))).toEqual([]);
    expect(await db.run(payOrders([capture('ord_a', standing(2))]))).toEqual([]);
    const [payment] = await db.query('SELECT state, wants FROM payment');
    expect(payment).toEqual({ state: 'open', wants: 'cancel' });
  });

  it('keeps what a create may have done to be found out before the cancel that supersedes it', async () => {
    await db.run(insertOrders([newOrder('ord_a', standing(1))]));
    await db.run(askForPayments([{ orderId: 'ord_a', saleId: 'sale_1' }], LEASE));
    await db.run(startCancel('ord_a', 'canceled_by_fan'));
    const [payment] = await db.query(`SELECT wants, tries, due_at > now() + interval '20 s' AS leased FROM payment`);
    expect(payment).toEqual({ wants: 'cancel', tries: 1, leased: true });
  });
});
