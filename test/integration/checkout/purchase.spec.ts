import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { AuditTask } from '../../../src/checkout/audit/audit.task.js';
import { CheckoutService } from '../../../src/checkout/checkout.service.js';
import { OrderRefunds } from '../../../src/checkout/refunds/order-refunds.service.js';
import { OrdersRepository } from '../../../src/checkout/orders/orders.repository.js';
import type { Problem } from '../../../src/contract/errors.js';
import type { HoldShape, OrderShape } from '../../../src/contract/orders/order-shapes.js';
import { StockService } from '../../../src/inventory/stock/stock.service.js';
import { StockHolds } from '../../../src/inventory/holds/stock-holds.service.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { PassesService } from '../../../src/queue/passes/passes.service.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { sharedRedisUrl } from '../../support/services.js';
import { Shop } from './shop.js';

const KEY = 'a-key-of-this-fan-0001';
const standingOf = (sale: SaleView) => sale.ticketTypes[0]?.id ?? '';

describe('a purchase', () => {
  let shop: Shop;
  let sale: SaleView;
  let redisUrl: string;
  beforeAll(async () => {
    redisUrl = await sharedRedisUrl();
    shop = await Shop.open(redisUrl);
    sale = await shop.sale('one-night', 100);
  }, 60_000);
  afterAll(() => shop.close());

  const stock = async () => {
    const figures = await shop.app.get(StockService).figures(sale.id, { recount: true });
    const pool = figures?.pools.find(({ ticketTypeId }) => ticketTypeId === standingOf(sale));
    return { ...pool, conserved: figures?.conserved };
  };
  const sold = () => shop.number(`SELECT sum(sold) AS n FROM pool WHERE sale_id = $1`, [sale.id]);

  it('goes from a hold over a confirmed payment to tickets', async () => {
    const fan = await shop.fan('one-night');
    const held = await fan.hold([{ ticketTypeId: standingOf(sale), quantity: 1 }, { seatIds: ['A-1-2'] }]);
    expect(held.status).toBe(201);
    expect(held.body).toMatchObject({ state: 'active', total: { amount: 11_000, currency: 'EUR' } });
    const placed = await fan.order(held.body.id);
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({ state: 'pending', total: { amount: 11_000 }, payment: { provider: 'stripe' } });
    expect((await fan.readHold(held.body.id)).body.state).toBe('paying');
    expect(await fan.confirm(placed.body)).toBeLessThan(400);
    const paid = await shop.until(
      () => fan.read(placed.body),
      ({ body }) => body.state === 'paid',
    );
    expect(paid.body.tickets.map(({ seatId }) => seatId).sort()).toEqual(['A-1-2', null]);
    expect(paid.body.tickets.every(({ barcode }) => barcode.length > 20)).toBe(true);
    expect(await shop.number(`SELECT count(*) AS n FROM outbox WHERE type = 'order.paid'`)).toBe(1);
    expect((await stock()).conserved).toBe(true);
  });

  it('stops a loop over one order before Postgres, which a page, its tabs and a busy test never reach', async () => {
    const clock = shop.app.get(Clock);
    const [looped, other] = [`ord_${'0'.repeat(26)}`, `ord_${'1'.repeat(26)}`];
    const reads = jest.spyOn(shop.app.get(OrdersRepository, { strict: false }), 'byId');
    const frozen = jest.spyOn(clock, 'monotonicMs').mockReturnValue(clock.monotonicMs());
    try {
      const read = async (id: string) => await shop.call<Problem>('GET', `/v1/orders/${id}`, { auth: 'Order made.up' });
      for (let call = 0; call < 200; call += 1) expect((await read(looped)).status).toBe(404);
      const seen = reads.mock.calls.length;
      expect(await read(looped)).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED', retryAfterMs: 50 } });
      expect(reads.mock.calls.length).toBe(seen);
      expect((await read(other)).status).toBe(404);
    } finally {
      frozen.mockRestore();
      reads.mockRestore();
    }
  });

  it('shows a fan what is hers, and lets her change it, when the type is gone for others', async () => {
    const small = await shop.sale('own-things', 2);
    const [fan, other] = [await shop.fan('own-things'), await shop.fan('own-things')];
    const all = await fan.hold([{ ticketTypeId: standingOf(small), quantity: 2 }]);
    const own = ({ pass }: { pass: string }) =>
      shop.call<{ holds: HoldShape[] }>('GET', '/v1/holds', { auth: `Bearer ${pass}` });
    expect((await other.hold([{ ticketTypeId: standingOf(small), quantity: 1 }])).body.code).toBe('SOLD_OUT');
    expect((await own(fan)).body.holds).toMatchObject([{ id: all.body.id, state: 'active', items: [{}, {}] }]);
    expect((await own(other)).body.holds).toEqual([]);
    const body = { items: [{ ticketTypeId: standingOf(small), quantity: 1 }] };
    const fewer = await shop.call<HoldShape>('PATCH', `/v1/holds/${all.body.id}`, { body, auth: `Bearer ${fan.pass}` });
    expect(fewer).toMatchObject({ status: 200, body: { state: 'active', expiresAt: expect.any(String), items: [{}] } });
    const placed = await fan.order(all.body.id);
    expect((await own(fan)).body.holds).toMatchObject([{ id: all.body.id, state: 'paying', orderId: placed.body.id }]);
  });

  it('gives the same order for the same key, its access token included, and refuses another body', async () => {
    const fan = await shop.fan('one-night');
    const held = await fan.hold([{ ticketTypeId: standingOf(sale), quantity: 1 }], KEY);
    const [first, second] = await Promise.all([fan.order(held.body.id, KEY), fan.order(held.body.id, KEY)]);
    expect(second.body.id).toBe(first.body.id);
    const again = await fan.order(held.body.id, KEY);
    expect(again.body).toMatchObject({ id: first.body.id, accessToken: first.body.accessToken });
    const other = await shop.call<{ code: string }>('POST', '/v1/orders', {
      auth: `Bearer ${fan.pass}`,
      key: KEY,
      body: { holdId: held.body.id, buyer: { email: 'other@example.com', name: 'Other' } },
    });
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
  });

  it('shows somebody else neither hold nor order, the same as if there were none', async () => {
    const [owner, stranger] = [await shop.fan('one-night'), await shop.fan('one-night')];
    const held = await owner.hold([{ ticketTypeId: standingOf(sale), quantity: 1 }]);
    const { body: order } = await owner.order(held.body.id);
    const auth = `Bearer ${stranger.pass}`;
    const answers = await Promise.all([
      shop.call('GET', `/v1/orders/${order.id}`, { auth }),
      shop.call('GET', `/v1/orders/${order.id}`, { auth: 'Order wrong' }),
      shop.call('DELETE', `/v1/orders/${order.id}`, { auth }),
      shop.call('GET', `/v1/holds/${held.body.id}`, { auth }),
      shop.call('DELETE', `/v1/holds/${held.body.id}`, { auth }),
      shop.call('GET', '/v1/orders/ord_00000000000000000000000000', { auth }),
      shop.call('GET', '/v1/orders/%00', { auth }),
    ]);
    expect(answers.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual(
      answers.map(() => [404, 'NOT_FOUND']),
    );
    const withPass = await shop.call<OrderShape>('GET', `/v1/orders/${order.id}`, { auth: `Bearer ${owner.pass}` });
    expect(withPass.body).toMatchObject({ id: order.id, tickets: [] });
    expect(withPass.body.accessToken).toBeUndefined();
  });

  it('answers what is wrong with a code, never with a fault of its own', async () => {
    const fan = await shop.fan('one-night');
    const auth = `Bearer ${fan.pass}`;
    const items = [{ ticketTypeId: standingOf(sale), quantity: 1 }];
    const order = { holdId: 'hold_unknown', buyer: { email: 'fan@example.com', name: 'Fan' } };
    const answers = await Promise.all([
      shop.call('POST', '/v1/sales/one-night/holds', { body: { items } }),
      shop.call('POST', '/v1/sales/one-night/holds', { body: { items }, auth: 'Bearer garbage' }),
      shop.call('POST', '/v1/sales/one-night/holds', { body: { items: [] }, auth }),
      shop.call('POST', '/v1/sales/one-night/holds', { body: { items }, auth, key: 'short' }),
      shop.call('POST', '/v1/sales/%00/holds', { body: { items }, auth }),
      shop.call('POST', '/v1/sales/one-night/holds', {
        body: { items: [{ ticketTypeId: 'tt_x', quantity: 1 }] },
        auth,
      }),
      shop.call('POST', '/v1/sales/one-night/holds', { body: { items: [{ seatIds: ['Z-9-99'] }] }, auth }),
      shop.call('POST', '/v1/sales/one-night/holds', { body: { items: [{ ...items[0], quantity: 5 }] }, auth }),
      shop.call('PATCH', '/v1/holds/%00', { body: { items }, auth }),
      shop.call('POST', '/v1/holds/hold_x/extend', { auth }),
      shop.call('POST', '/v1/orders', { body: order }),
      shop.call('POST', '/v1/orders', { body: order, auth }),
      shop.call('POST', '/v1/orders', { auth }),
      shop.call('GET', '/v1/orders/nothing'),
    ]);
    expect(answers.map(({ body }) => (body as { code: string }).code)).toEqual([
      'PASS_REQUIRED',
      'PASS_INVALID',
      'VALIDATION_FAILED',
      'IDEMPOTENCY_KEY_INVALID',
      'NOT_FOUND',
      'TICKET_TYPE_UNKNOWN',
      'SEAT_UNKNOWN',
      'LIMIT_EXCEEDED',
      'NOT_FOUND',
      'NOT_FOUND',
      'PASS_REQUIRED',
      'NOT_FOUND',
      'VALIDATION_FAILED',
      'NOT_FOUND',
    ]);
  });

  it('gives the hold back to a fan who cancels, and lets it be ordered again', async () => {
    const fan = await shop.fan('one-night');
    const held = await fan.hold([{ ticketTypeId: standingOf(sale), quantity: 2 }]);
    const { body: order } = await fan.order(held.body.id);
    // what an order says of its times does not change from one answer to the next
    const { placedAt, expiresAt } = order;
    expect((await shop.call('GET', `/v1/orders/${order.id}`, { auth: `Bearer ${fan.pass}` })).body).toMatchObject({
      ...{ placedAt, expiresAt },
    });
    expect((await shop.call('GET', `/v1/holds/${held.body.id}`, { auth: `Bearer ${fan.pass}` })).body).toMatchObject({
      ...{ state: 'paying', expiresAt: held.body.expiresAt },
    });
    // both name the order, which another tab or device of the same place may have made
    expect((await fan.order(held.body.id)).body).toMatchObject({ code: 'PAYMENT_IN_PROGRESS', orderId: order.id });
    const more = await fan.hold([{ ticketTypeId: standingOf(sale), quantity: 1 }]);
    expect((await fan.order(more.body.id)).body).toMatchObject({ code: 'ORDER_OPEN', orderId: order.id });
    await shop.call('DELETE', `/v1/holds/${more.body.id}`, { auth: `Bearer ${fan.pass}` });
    const canceled = await shop.call('DELETE', `/v1/orders/${order.id}`, { auth: `Bearer ${fan.pass}` });
    expect(canceled.status).toBe(200);
    await shop.until(
      () => fan.readHold(held.body.id),
      ({ body }) => body.state === 'active',
    );
    expect((await fan.read(order)).body.state).toBe('canceled');
    const again = await fan.order(held.body.id);
    expect(again.status).toBe(201);
    await fan.confirm(again.body);
    await shop.until(
      () => fan.read(again.body),
      ({ body }) => body.state === 'paid',
    );
  });

  it('ends an order after five declined cards and frees its stock', async () => {
    const fan = await shop.fan('one-night');
    const before = await sold();
    const held = await fan.hold([{ seatIds: ['A-1-5'] }]);
    const { body: order } = await fan.order(held.body.id);
    for (let n = 1; n <= 5; n += 1) {
      await fan.confirm(order, 'pm_card_chargeDeclined');
      await shop.until(
        () => shop.number('SELECT declines AS n FROM orders WHERE id = $1', [order.id]),
        (declines) => declines >= n,
      );
    }
    const ended = await shop.until(
      () => fan.read(order),
      ({ body }) => body.state === 'canceled',
    );
    expect(ended.body.reason).toBe('declined');
    expect(await sold()).toBe(before);
    const other = await shop.fan('one-night');
    const seatAgain = await shop.until(
      () => other.hold([{ seatIds: ['A-1-5'] }]),
      ({ status }) => status === 201,
    );
    expect(seatAgain.body.items[0]?.seatId).toBe('A-1-5');
  }, 40_000);

  it('ends an order whose time is over, in sale time, and takes no money for it any more', async () => {
    const fan = await shop.fan('one-night');
    const held = await fan.hold([{ ticketTypeId: standingOf(sale), quantity: 1 }]);
    const { body: order } = await fan.order(held.body.id);
    await shop.number('UPDATE orders SET deadline_sale_ms = 0 WHERE id = $1 RETURNING 0 AS n', [order.id]);
    await shop.until(
      () => fan.read(order),
      ({ body }) => body.state === 'expired',
    );
    expect(await fan.confirm(order)).toBeGreaterThanOrEqual(400);
    expect(await shop.number('SELECT count(*) AS n FROM ticket WHERE order_id = $1', [order.id])).toBe(0);
    expect((await fan.read(order)).body.state).toBe('expired');
  });

  it('refunds a paid order: tickets void, stock free again', async () => {
    const fan = await shop.fan('one-night');
    const paid = await fan.buy([{ ticketTypeId: standingOf(sale), quantity: 2 }]);
    const before = await sold();
    const asked = await shop.app.get(OrderRefunds).ask(paid.id, {}, { actor: 'spec', origin: 'staff', key: null });
    expect(asked.kind).toBe('asked');
    await shop.until(
      () => shop.number(`SELECT count(*) AS n FROM orders WHERE id = $1 AND state = 'refunded'`, [paid.id]),
      (n) => n === 1,
    );
    expect(await sold()).toBe(before - 2);
    expect(
      await shop.number(`SELECT count(*) AS n FROM ticket WHERE order_id = $1 AND voided_at IS NULL`, [paid.id]),
    ).toBe(0);
    await shop.until(
      () =>
        shop.number(`SELECT count(*) AS n FROM stock_return WHERE order_id = $1 AND done_at IS NOT NULL`, [paid.id]),
      (n) => n === 1,
    );
  });

  it('goes on by itself after Redis was emptied, and sells nothing twice', async () => {
    const fan = await shop.fan('one-night');
    const paid = await fan.buy([{ seatIds: ['A-1-1'] }]);
    const waiting = await shop.fan('one-night');
    const held = await waiting.hold([{ seatIds: ['A-1-3'] }]);
    const { body: pending } = await waiting.order(held.body.id);
    const redis = new Redis(redisUrl);
    await redis.flushdb();
    await redis.quit();
    await waiting.confirm(pending);
    const later = await shop.fan('one-night');
    for (const seat of ['A-1-1', 'A-1-3']) {
      const taken = await later.hold([{ seatIds: [seat] }]);
      expect([taken.status, taken.body.code]).toEqual([409, 'SEATS_TAKEN']);
    }
    await shop.until(
      () => waiting.read(pending),
      ({ body }) => body.state === 'paid',
    );
    const other = await later.buy([{ seatIds: ['A-1-4'] }]);
    expect(other.tickets).toHaveLength(1);
    expect((await fan.read(paid)).status).toBe(200);
    const owners = await shop.number(
      `SELECT count(*) - count(DISTINCT seat_id) AS n FROM ticket WHERE voided_at IS NULL AND seat_id IS NOT NULL`,
    );
    expect(owners).toBe(0);
    expect((await stock()).conserved).toBe(true);
    const figures = await shop.app.get(CheckoutService).figures(sale.id);
    expect(figures.orders.attention).toBe(0);
  }, 90_000);

  it('frees by itself what an ended order still has in Redis, before the sale would be paused for it', async () => {
    const fan = await shop.fan('one-night');
    const held = await fan.hold([{ ticketTypeId: standingOf(sale), quantity: 1 }]);
    const { id } = (await fan.order(held.body.id)).body;
    const inventory = shop.app.get(StockService);
    const committed = async () => (await inventory.committedUnits(sale.id, '0'))?.orders.map(({ orderId }) => orderId);
    expect(await committed()).toContain(id);
    await shop.rows(`UPDATE orders SET state = 'expired' WHERE id = $1`, [id]); // its stock was never returned
    await shop.app.get(AuditTask).audit(sale.id, []);
    await shop.until(committed, (ids) => ids?.includes(id) === false);
    expect((await stock()).conserved).toBe(true);
  }, 40_000);

  it('pauses the sale and says where, when Redis has stock committed that no order owns, in two runs', async () => {
    const audit = shop.app.get(AuditTask);
    const fan = await shop.fan('one-night');
    const held = await fan.hold([{ seatIds: ['A-1-5'] }]);
    const permitted = await shop.app.get(PassesService).permit(fan.pass);
    if (permitted.kind !== 'ok') throw new Error(permitted.kind);
    const { stamp, fanKey } = permitted.permit;
    await shop.app.get(StockHolds).commit(sale.id, stamp, held.body.id, fanKey, 'ord_of_nobody');
    const state = () => shop.number(`SELECT count(*) AS n FROM sale WHERE id = $1 AND state = 'paused'`, [sale.id]);
    await audit.audit(sale.id, []);
    expect(await state()).toBe(0);
    const [check] = await shop.rows<{ suspects: string[] }>(
      `SELECT suspects FROM conservation_check WHERE sale_id = $1`,
      [sale.id],
    );
    const suspects = check?.suspects ?? [];
    expect(suspects).toEqual([expect.stringMatching(/^stray ord_of_nobody .* A-1-5$/)]);
    await audit.audit(sale.id, suspects);
    expect(await state()).toBe(1);
    expect((await shop.app.get(CheckoutService).figures(sale.id)).conservation.ok).toBe(false);
    expect(await shop.number(`SELECT count(*) AS n FROM attention WHERE kind = 'conservation'`)).toBe(1);
  }, 40_000);
});
