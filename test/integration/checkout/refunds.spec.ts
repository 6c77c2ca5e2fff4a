import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import Stripe from 'stripe';
import type { Problem } from '../../../src/contract/errors.js';
import type { RefundAnswer } from '../../../src/contract/money/refund-shapes.js';
import type { OrderShape } from '../../../src/contract/orders/order-shapes.js';
import { StockService } from '../../../src/inventory/stock/stock.service.js';
import { OrderRefundsRepository } from '../../../src/checkout/refunds/refunds.repository.js';
import { askRefund } from '../../../src/checkout/refunds/refunds.sql.js';
import { newId } from '../../../src/platform/ids.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { RefundsService } from '../../../src/payments/refunds/refunds.service.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { TEST_ADMIN_KEY } from '../../support/app.js';
import { sharedRedisUrl } from '../../support/services.js';
import { Shop } from './shop.js';

const standingOf = (sale: SaleView) => sale.ticketTypes[0]?.id ?? '';
const STAFF = `Bearer ${TEST_ADMIN_KEY}`;

describe('a refund', () => {
  let shop: Shop;
  let sale: SaleView;
  beforeAll(async () => {
    shop = await Shop.open(await sharedRedisUrl());
    sale = await shop.sale('refund-night', 100);
  }, 60_000);
  afterAll(() => shop.close());

  const buy = async (quantity: number): Promise<OrderShape> =>
    (await shop.fan('refund-night')).buy([{ ticketTypeId: standingOf(sale), quantity }]);
  const ask = (order: OrderShape, body: object, key?: string) =>
    shop.call<RefundAnswer & Problem>('POST', `/v1/admin/orders/${order.id}/refund`, {
      body,
      auth: STAFF,
      ...(key === undefined ? {} : { key }),
    });
  const read = async (order: OrderShape): Promise<OrderShape> =>
    (await shop.call<OrderShape>('GET', `/v1/orders/${order.id}`, { auth: `Order ${order.accessToken ?? ''}` })).body;
  /** Waits until the refunds reach these states and the order reflects them. */
  const settled = (order: OrderShape, states: string[]) =>
    shop.until(
      () => read(order),
      ({ refunds, refunded }) =>
        refunds.map(({ state }) => state).join() === states.join() &&
        refunded.amount ===
          refunds.reduce((sum, { state, amount }) => sum + (state === 'succeeded' ? amount.amount : 0), 0),
    );
  const stripe = () =>
    new Stripe('sk_test_spec', { host: '127.0.0.1', port: shop.simulator.port, protocol: 'http', telemetry: false });
  const intentOf = async (order: OrderShape): Promise<string> => {
    const [row] = await shop.rows<{ intent_id: string }>('SELECT intent_id FROM payment WHERE order_id = $1', [
      order.id,
    ]);
    return row?.intent_id ?? '';
  };
  const givenBack = async (order: OrderShape): Promise<number> => {
    const { data } = await stripe().refunds.list({ payment_intent: await intentOf(order), limit: 100 });
    return data.reduce((sum, refund) => sum + refund.amount, 0);
  };
  const committed = async () =>
    (await shop.app.get(StockService).figures(sale.id))?.pools.reduce((sum, pool) => sum + pool.committed, 0);
  const sold = () => shop.number(`SELECT sum(sold) AS n FROM pool WHERE sale_id = $1`, [sale.id]);

  it('of everything keeps its tickets from being transferred while it is in flight', async () => {
    const order = await buy(1);
    const [ticket] = order.tickets;
    const refunding = async (minor: number) =>
      await shop.rows('UPDATE payment SET refunding_minor = $2 WHERE order_id = $1', [order.id, minor]);
    const transfer = async () =>
      await shop.call<Problem>('POST', `/v1/orders/${order.id}/tickets/${ticket?.id ?? ''}/transfer`, {
        body: { email: 'friend@example.com', name: 'A Friend' },
        auth: `Order ${order.accessToken ?? ''}`,
      });
    const inFlight = {
      status: 409,
      body: { code: 'TICKET_NOT_TRANSFERABLE', detail: 'Its money is on the way back.' },
    };
    await refunding(4_500);
    expect(await transfer()).toMatchObject(inFlight);
    // one that is asked for after the look is seen by the statement itself
    jest.spyOn(shop.app.get(RefundsService), 'isRefunding').mockResolvedValueOnce(false);
    expect(await transfer()).toMatchObject(inFlight);
    await refunding(100);
    expect((await transfer()).status).toBe(200);
    await refunding(0);
  }, 40_000);

  it('of a ticket is made once, also for two who decided at the same moment', async () => {
    const order = await buy(2);
    const ticketIds = [order.tickets[0]?.id ?? ''];
    const repository = shop.app.get(OrderRefundsRepository);
    const seen = await repository.refundable(order.id);
    expect((await ask(order, { ticketIds })).body.state).toBe('asked');
    // the other looked before the first was written
    jest.spyOn(repository, 'refundable').mockResolvedValueOnce(seen);
    expect(await ask(order, { ticketIds })).toMatchObject({ status: 202, body: { state: 'already' } });
    await settled(order, ['succeeded']);
    expect(await givenBack(order)).toBe(4_500);
    // the statement alone would give it back again: the sums have room for it
    const twice = { id: newId('ref'), orderId: order.id, attempt: 1, asking: 'staff:twice', bodyHash: '' } as const;
    const asker = { origin: 'staff', actor: 'spec', person: null, reason: null } as const;
    const unguarded = askRefund({ ...twice, ...asker, amountMinor: 4_500, currency: 'EUR', ticketIds });
    expect(await shop.app.get(PrismaService).$queryRaw<unknown[]>(unguarded)).toHaveLength(1);
    await settled(order, ['succeeded', 'succeeded']);
  }, 40_000);

  it('of an amount leaves the order paid, with its tickets and with what was given back', async () => {
    const order = await buy(2);
    const { status, body } = await ask(order, { amount: 500, reason: 'late start' });
    expect([status, body.state, body.refund?.amount.amount]).toEqual([202, 'asked', 500]);
    const after = await settled(order, ['succeeded']);
    expect([after.state, after.refunded.amount, after.tickets.length]).toEqual(['paid', 500, 2]);
    expect(await givenBack(order)).toBe(500);
  }, 40_000);

  it('of a ticket voids it and frees its stock, and the rest of the order goes on', async () => {
    const order = await buy(3);
    const [first, second] = order.tickets;
    const [soldBefore, committedBefore] = [await sold(), await committed()];
    expect((await ask(order, { ticketIds: [first?.id] })).body.state).toBe('asked');
    const after = await settled(order, ['succeeded']);
    expect([after.state, after.refunded.amount]).toEqual(['paid', 4_500]);
    expect(after.tickets.map(({ id }) => id)).not.toContain(first?.id);
    expect(after.tickets).toHaveLength(2);
    expect(await sold()).toBe(soldBefore - 1);
    await shop.until(committed, (n) => n === (committedBefore ?? 0) - 1);
    expect((await ask(order, { ticketIds: [first?.id] })).body.state).toBe('already');
    // the remainder goes back with the last tickets
    expect((await ask(order, { ticketIds: [second?.id, order.tickets[2]?.id] })).body.refund?.amount.amount).toBe(
      9_000,
    );
    expect((await ask(order, { ticketIds: [first?.id] })).body).toMatchObject({
      ...{ state: 'already', refund: { ticketIds: [first?.id] } },
    });
    const end = await shop.until(
      () => read(order),
      ({ state }) => state === 'refunded',
    );
    expect(end.refunded.amount).toBe(13_500);
    expect(await givenBack(order)).toBe(13_500);
    await shop.until(committed, (n) => n === (committedBefore ?? 0) - 3);
    const [event] = await shop.rows<{ refunds: { ticketIds: string[] }[] }>(
      `SELECT data->'refunds' AS refunds FROM outbox WHERE type = 'order.refunded' AND data->>'orderId' = $1 ORDER BY id`,
      [order.id],
    );
    expect(event?.refunds).toMatchObject([{ amount: 4_500, ticketIds: [first?.id] }]);
  }, 60_000);

  it('is one asking for one key, and another body under it is refused', async () => {
    const order = await buy(1);
    const key = 'refund-key-0123456789';
    expect((await ask(order, { amount: 300 }, key)).body.state).toBe('asked');
    expect((await ask(order, { amount: 300 }, key)).body.state).toBe('already');
    expect(await ask(order, { amount: 301 }, key)).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_MISMATCH' },
    });
    await settled(order, ['succeeded']);
    expect(await givenBack(order)).toBe(300);
  }, 40_000);

  it('is never more than was paid, however many ask at once', async () => {
    const order = await buy(1);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(order, { amount: 1_000 })));
    expect(answers.filter(({ body }) => body.state === 'asked')).toHaveLength(4);
    expect(answers.filter(({ body }) => body.code === 'REFUND_EXCEEDS_PAID')).toHaveLength(6);
    await settled(
      order,
      Array.from({ length: 4 }, () => 'succeeded'),
    );
    expect(await givenBack(order)).toBe(4_000);
  }, 40_000);

  it('that was refused says so, frees what it reserved, and can be asked again', async () => {
    const order = await buy(1);
    const dropped = { webhooks: { drop: 1 } };
    await fetch(`${shop.simulator.url}/_simulator/faults`, { method: 'PUT', body: JSON.stringify(dropped) });
    await stripe().refunds.create({ payment_intent: await intentOf(order), amount: 500 });
    expect((await ask(order, {})).body.refund?.amount.amount).toBe(4_500);
    await shop.until(
      () => read(order),
      ({ refunds }) => refunds.some(({ state }) => state === 'refused'),
    );
    await fetch(`${shop.simulator.url}/_simulator/faults`, { method: 'PUT', body: '{}' });
    const again = await ask(order, {});
    expect([again.body.state, again.body.refund?.amount.amount]).toEqual(['asked', 4_000]);
    const end = await shop.until(
      () => read(order),
      ({ state }) => state === 'refunded',
    );
    expect(end.refunded.amount).toBe(4_500);
    expect(await givenBack(order)).toBe(4_500);
    const items = await shop.call<{ items: { orderId: string; kind: string; verbs: string[] }[] }>(
      'GET',
      '/v1/admin/attention',
      { auth: STAFF },
    );
    expect(items.body.items.find(({ orderId }) => orderId === order.id)).toMatchObject({
      kind: 'refund_refused',
      verbs: ['keep'],
    });
  }, 60_000);

  it('is refused for what is not of the order, or was never paid', async () => {
    const order = await buy(1);
    const foreign = `tkt_${'0'.repeat(30)}`;
    expect(await ask(order, { ticketIds: [foreign] })).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED' },
    });
    expect((await ask(order, { amount: 0 })).status).toBe(400);
    const fan = await shop.fan('refund-night');
    const held = await fan.hold([{ ticketTypeId: standingOf(sale), quantity: 1 }]);
    const pending = (await fan.order(held.body.id)).body;
    expect(await ask(pending, {})).toMatchObject({ status: 409, body: { code: 'ORDER_STATE' } });
    const nobody = { ...order, id: `ord_${'0'.repeat(26)}` };
    expect((await ask(nobody, {})).status).toBe(404);
  }, 40_000);
});
