import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import type { AttentionShape, ResolvedShape } from '../../../src/contract/attention-shapes.js';
import type { LiveShape, OrderShape } from '../../../src/contract/shapes.js';
import { StoreMarkTask } from '../../../src/checkout/recovery/store-mark.task.js';
import { SweepTask } from '../../../src/payments/sweep/sweep.task.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { TEST_ADMIN_KEY } from '../../support/app.js';
import { sharedRedisUrl } from '../../support/services.js';
import { Shop } from './shop.js';

const auth = `Bearer ${TEST_ADMIN_KEY}`;

describe('a database that was restored from an older copy', () => {
  let shop: Shop;
  let sale: SaleView;
  beforeAll(async () => {
    shop = await Shop.open(await sharedRedisUrl());
    sale = await shop.sale('restored-night', 100);
  }, 60_000);
  afterAll(() => shop.close());

  const buy = async (quantity: number): Promise<OrderShape> =>
    (await shop.fan('restored-night')).buy([{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity }]);
  const read = (order: OrderShape) =>
    shop.call<OrderShape>('GET', `/v1/orders/${order.id}`, { auth: `Order ${order.accessToken ?? ''}` });
  const sweep = () => shop.payments.get(SweepTask).sweep(AbortSignal.timeout(10_000));
  const refunds = async () => {
    const terms = { host: '127.0.0.1', port: shop.simulator.port, protocol: 'http' as const, telemetry: false };
    return (await new Stripe('sk_test_spec', terms).refunds.list({ limit: 100 })).data.length;
  };
  /** Simulates a restored dump that predates these orders. */
  const forget = async (orders: readonly OrderShape[]): Promise<void> => {
    const ids = orders.map(({ id }) => id);
    const units = `SELECT pool_id, count(*)::int AS n FROM order_item WHERE order_id = ANY($1) GROUP BY pool_id`;
    await shop.rows(`UPDATE pool SET sold = sold - u.n FROM (${units}) u WHERE pool.id = u.pool_id`, [ids]);
    for (const table of ['ticket', 'order_item', 'payment', 'payment_fact'])
      await shop.rows(`DELETE FROM ${table} WHERE order_id = ANY($1)`, [ids]);
    await shop.rows('DELETE FROM orders WHERE id = ANY($1)', [ids]);
    await shop.rows(`DELETE FROM quota WHERE digest NOT IN (SELECT fan_key FROM orders)`);
    await shop.rows('DELETE FROM stripe_event');
    await shop.rows('DELETE FROM payment_sweep');
    await shop.rows(`UPDATE payment SET created_at = now() - interval '1 hour'`);
  };

  it('gives no money back and lets nobody in, until its orders are adopted', async () => {
    const older = await buy(1);
    const younger = [await buy(2), await buy(1)];
    await forget(younger);
    await sweep();
    await sweep();
    expect(await refunds()).toBe(0);
    expect((await read(younger[0] ?? older)).status).toBe(404);
    const live = () => shop.call<LiveShape>('GET', `/v1/admin/sales/${sale.id}/live`, { auth });
    await shop.until(live, ({ body }) => body.reason === 'QUARANTINED');

    const items = await shop.until(
      () => shop.call<{ items: AttentionShape[] }>('GET', '/v1/admin/attention', { auth }),
      ({ body }) => body.items.length > 0,
    );
    expect(items.body.items).toMatchObject([
      {
        kind: 'quarantine',
        verbs: ['adopt', 'refund', 'release'],
        preview: {
          adopt: { orders: 2 },
          refund: { charges: 2, amounts: [{ amount: 13_500, currency: 'EUR' }] },
          release: { orders: 2 },
        },
      },
    ]);
    const adopted = await shop.call<ResolvedShape>(
      'POST',
      `/v1/admin/attention/${items.body.items[0]?.id ?? ''}/resolve`,
      {
        auth,
        body: { verb: 'adopt', note: 'no newer dump' },
      },
    );
    expect(adopted).toMatchObject({ status: 200, body: { verb: 'adopt' } });
    await sweep();
    for (const order of younger) {
      const again = await shop.until(
        () => read(order),
        ({ body }) => body.state === 'paid',
      );
      expect(again.body.tickets.map(({ id }) => id)).toEqual(order.tickets.map(({ id }) => id));
    }
    expect(await refunds()).toBe(0);
    expect(await shop.number('SELECT sum(sold) AS n FROM pool WHERE sale_id = $1', [sale.id])).toBe(4);
    await shop.until(live, ({ body }) => body.reason !== 'QUARANTINED');
  }, 120_000);

  it('is noticed by its own age, before the provider shows anything', async () => {
    const marks = shop.app.get(StoreMarkTask);
    const open = () => shop.rows('SELECT reason FROM quarantine WHERE ended_at IS NULL');
    await marks.runOnce();
    await marks.runOnce();
    expect(await open()).toEqual([]);
    await shop.rows(`UPDATE installation SET seen_at = now() - interval '2 hours'`);
    await marks.runOnce();
    expect(await open()).toEqual([{ reason: 'store_jumped_back' }]);
  }, 20_000);
});
