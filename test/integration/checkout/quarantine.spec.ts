import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import Stripe from 'stripe';
import type { AttentionShape, ResolvedShape } from '../../../src/contract/staff/attention-shapes.js';
import type { LiveShape } from '../../../src/contract/live/live-shapes.js';
import type { OrderShape } from '../../../src/contract/orders/order-shapes.js';
import { AdoptionRepository } from '../../../src/checkout/attention/adoption.repository.js';
import { StoreMarkTask } from '../../../src/payments/quarantine/store-mark.task.js';
import type { Problem } from '../../../src/contract/errors.js';
import { StockService } from '../../../src/inventory/stock/stock.service.js';
import { QuarantineService } from '../../../src/payments/quarantine/quarantine.service.js';
import { SweepTask } from '../../../src/payments/sweep/sweep.task.js';
import { SaleCache } from '../../../src/sales/catalogue/cache/sale-cache.service.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { TEST_ADMIN_KEY, type TestNode } from '../../support/app.js';
import { sharedRedisUrl } from '../../support/services.js';
import { signIn, type SignedIn } from '../admin/staff-client.js';
import { Dump } from './dump.js';
import { Shop } from './shop.js';

const auth = `Bearer ${TEST_ADMIN_KEY}`;

describe('a database that was restored from an older copy', () => {
  let shop: Shop;
  let sale: SaleView;
  beforeAll(async () => {
    shop = await Shop.open(await sharedRedisUrl());
    sale = await shop.sale('restored-night', 100);
    owner = await signIn({ url: shop.url } as TestNode);
  }, 60_000);
  afterAll(() => shop.close());

  const buy = async (quantity: number): Promise<OrderShape> =>
    (await shop.fan('restored-night')).buy([{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity }]);
  const read = (order: OrderShape) =>
    shop.call<OrderShape>('GET', `/v1/orders/${order.id}`, { auth: `Order ${order.accessToken ?? ''}` });
  const sweep = () => shop.payments.get(SweepTask).sweep(AbortSignal.timeout(10_000));
  const live = () => shop.call<LiveShape>('GET', `/v1/admin/sales/${sale.id}/live`, { auth });
  const sold = () => shop.number('SELECT sum(sold) AS n FROM pool WHERE sale_id = $1', [sale.id]);
  const committed = async () =>
    (await shop.app.get(StockService).figures(sale.id))?.pools.reduce((sum, pool) => sum + pool.committed, 0);
  const refunds = async () => {
    const terms = { host: '127.0.0.1', port: shop.simulator.port, protocol: 'http' as const, telemetry: false };
    const { data } = await new Stripe('sk_test_spec', terms).refunds.list({ limit: 100 });
    return data.map(({ amount }) => amount).sort();
  };
  let owner: SignedIn;
  const items = () => shop.call<{ items: AttentionShape[] }>('GET', '/v1/admin/attention', { auth });
  const resolve = (id: string, verb: string, key: string) =>
    owner.call<ResolvedShape & Problem>(
      'POST',
      `/v1/admin/attention/${id}/resolve`,
      { verb },
      { 'idempotency-key': key },
    );

  /** Buys an order per quantity, then restores a dump from before them. Returns them once the quarantine has begun. */
  const lose = async (quantities: readonly number[]): Promise<{ lost: OrderShape[]; item: AttentionShape }> => {
    // the provider tells times in seconds only
    await shop.rows(`UPDATE payment SET created_at = created_at - interval '1 hour'`);
    const dump = await Dump.take(shop);
    const lost: OrderShape[] = [];
    for (const quantity of quantities) lost.push(await buy(quantity));
    await dump.restore();
    await sweep();
    await sweep();
    for (const order of lost) expect((await read(order)).status).toBe(404);
    await shop.until(live, ({ body }) => body.reason === 'QUARANTINED');
    const { body } = await shop.until(items, ({ body: { items: found } }) => found.length > 0);
    const [item, ...others] = body.items;
    if (!item) throw new Error('it vanished');
    expect(others).toEqual([]);
    expect(item).toMatchObject({ kind: 'quarantine', verbs: ['adopt', 'refund', 'release'] });
    return { lost, item };
  };

  /** Reopens the item as a crash before its closing leaves it. */
  const reopen = (id: string) =>
    shop.rows('UPDATE attention SET resolved_at = NULL, resolved_by = NULL, verb = NULL WHERE id = $1', [id]);

  it('gives no money back and lets nobody in, until its orders are adopted', async () => {
    const older = await buy(1);
    const { lost: younger, item } = await lose([2, 1]);
    expect(await refunds()).toEqual([]);
    expect(item.preview).toMatchObject({
      adopt: { orders: 2 },
      refund: { charges: 2, amounts: [{ amount: 13_500, currency: 'EUR' }], uncaptured: 0 },
      release: { orders: 2 },
    });
    const adoption = shop.app.get(AdoptionRepository);
    const adopt = adoption.adopt.bind(adoption);
    const adopting = jest.spyOn(adoption, 'adopt');
    adopting.mockImplementationOnce(adopt).mockRejectedValueOnce(new Error('it crashes between two orders'));
    expect((await resolve(item.id, 'adopt', 'one-key-for-a-crash')).status).toBe(500);
    // the repeat adopts the other one, while a charge without stock is stored
    adopting.mockImplementationOnce(async (...lost) => {
      await shop.rows(
        `INSERT INTO payment_stray (intent_id, order_id, attempt, sale_id, amount_minor, currency, captured, made_at)
         VALUES ('pi_late', 'ord_late', 1, $1, 4500, 'EUR', true, now())`,
        [sale.id],
      );
      return await adopt(...lost);
    });
    const refused = { status: 409, body: { code: 'VERB_NOT_POSSIBLE' } };
    expect(await resolve(item.id, 'adopt', 'one-key-for-a-late-charge')).toMatchObject(refused);
    expect(adopting).toHaveBeenCalledTimes(3);
    adopting.mockRestore();
    expect(await resolve(item.id, 'adopt', 'one-key-with-it-still-there')).toMatchObject(refused);
    expect(await shop.rows('SELECT intent_id FROM payment_stray WHERE decision IS NULL')).toEqual([
      { intent_id: 'pi_late' },
    ]);
    await shop.rows(`DELETE FROM payment_stray WHERE intent_id = 'pi_late'`);
    expect(await resolve(item.id, 'adopt', 'one-key-for-adopting')).toMatchObject({
      status: 200,
      body: { verb: 'adopt' },
    });
    await sweep();
    for (const order of younger) {
      const again = await shop.until(
        () => read(order),
        ({ body }) => body.state === 'paid',
      );
      expect(again.body.tickets.map(({ id }) => id)).toEqual(order.tickets.map(({ id }) => id));
    }
    expect((await read(older)).body.state).toBe('paid');
    expect(await refunds()).toEqual([]);
    expect([await sold(), await committed()]).toEqual([4, 4]);
    await shop.until(live, ({ body }) => body.reason !== 'QUARANTINED');
  }, 120_000);

  it('adopts what has its stock while a charge without it is left, which owes nothing once it was given back', async () => {
    const { lost, item } = await lose([2, 1]);
    const [kept, bare] = lost;
    await shop.app.get(StockService).releaseOrder(sale.id, bare?.id ?? '');
    // a sale that is over is live no more, and its orders are adopted all the same
    const live_ = jest.spyOn(shop.app.get(SaleCache), 'live').mockResolvedValue([]);
    const partly = await resolve(item.id, 'adopt', 'one-key-for-a-part');
    live_.mockRestore();
    expect(partly).toMatchObject({ status: 409, body: { code: 'VERB_NOT_POSSIBLE' } });
    expect(partly.body.detail).toContain('Adopted: 1. No stock is left for 1 more');
    await sweep();
    const again = await shop.until(
      () => read(kept as OrderShape),
      ({ body }) => body.state === 'paid',
    );
    expect(again.body.tickets).toHaveLength(2);
    expect(await shop.number('SELECT count(*) AS n FROM quarantine WHERE ended_at IS NULL')).toBe(1);
    await shop.rows(`UPDATE payment_stray SET refunded_minor = amount_minor WHERE order_id = $1`, [bare?.id]);
    expect((await resolve(item.id, 'adopt', 'one-key-for-the-rest')).status).toBe(200);
    expect((await read(bare as OrderShape)).status).toBe(404);
  }, 120_000);

  it('adopts nothing for an item of a quarantine that is over', async () => {
    const { lost: first, item } = await lose([1]);
    expect((await resolve(item.id, 'adopt', 'one-key-for-the-older')).status).toBe(200);
    await sweep();
    for (const order of first)
      await shop.until(
        () => read(order),
        ({ body }) => body.state === 'paid',
      );
    const { lost, item: newer } = await lose([1]);
    await reopen(item.id);
    const adopting = jest.spyOn(shop.app.get(AdoptionRepository), 'adopt');
    expect(await resolve(item.id, 'adopt', 'one-key-too-late')).toMatchObject({
      ...{ status: 409, body: { code: 'VERB_NOT_POSSIBLE' } },
    });
    expect(adopting).not.toHaveBeenCalled();
    adopting.mockRestore();
    for (const order of lost) expect((await read(order)).status).toBe(404);
    await shop.rows('UPDATE attention SET resolved_at = now() WHERE id = $1', [item.id]);
    expect((await resolve(newer.id, 'adopt', 'one-key-for-the-newer')).status).toBe(200);
    await sweep();
    for (const order of lost)
      await shop.until(
        () => read(order),
        ({ body }) => body.state === 'paid',
      );
  }, 120_000);

  it('does not sell an order again whose money was given back while it was missing', async () => {
    const before = await committed();
    const { lost, item } = await lose([1]);
    const [order] = lost;
    const [stray] = await shop.rows<{ intent_id: string }>('SELECT intent_id FROM payment_stray WHERE order_id = $1', [
      order?.id,
    ]);
    const terms = { host: '127.0.0.1', port: shop.simulator.port, protocol: 'http' as const, telemetry: false };
    await new Stripe('sk_test_spec', terms).refunds.create({ payment_intent: stray?.intent_id ?? '' });
    const refunded = 'SELECT count(*) AS n FROM payment_stray WHERE intent_id = $1 AND refunded_minor = 4500';
    await shop.until(
      () => shop.number(refunded, [stray?.intent_id]),
      (n) => n === 1,
    );
    expect((await resolve(item.id, 'adopt', 'one-key-for-a-refunded-one')).status).toBe(200);
    await sweep();
    await shop.until(
      () => read(order as OrderShape),
      ({ body }) => body.state === 'refunded',
    );
    expect(
      await shop.number('SELECT count(*) AS n FROM ticket WHERE order_id = $1 AND voided_at IS NULL', [order?.id]),
    ).toBe(0);
    await shop.until(committed, (n) => n === before);
  }, 120_000);

  it.each([
    { verb: 'refund', back: [9_000], other: 'release' },
    { verb: 'release', back: [], other: 'adopt' },
  ] as const)(
    'frees the stock on $verb and gives back $back, once, whatever interrupts it',
    async ({ verb, back, other }) => {
      const before = { refunds: await refunds(), sold: await sold(), committed: await committed() };
      const { lost, item } = await lose([2]);
      expect(await committed()).toBe((before.committed ?? 0) + 2);
      expect(item.preview).toMatchObject({
        adopt: { orders: 1 },
        refund: { charges: 1, amounts: [{ amount: 9_000, currency: 'EUR' }] },
        release: { orders: 1 },
      });
      const key = `one-key-for-${verb}`;
      const first = await resolve(item.id, verb, key);
      expect(first).toMatchObject({ status: 200, body: { verb, undo: 'impossible' } });
      expect((await resolve(item.id, verb, key)).body).toEqual(first.body);
      await reopen(item.id);
      expect(await resolve(item.id, other, `${key}-otherwise`)).toMatchObject({
        status: 409,
        body: { code: 'VERB_NOT_POSSIBLE' },
      });
      // another one has begun since, whose stock this item does not decide about
      await shop.rows(`INSERT INTO quarantine (id, reason) VALUES ('att_later', 'many_strays')`);
      expect((await resolve(item.id, verb, `${key}-too-late`)).status).toBe(409);
      await shop.rows(`DELETE FROM quarantine WHERE id = 'att_later'`);
      expect(await resolve(item.id, verb, `${key}-again`)).toMatchObject({ status: 200, body: { verb } });
      for (let round = 0; round < 3; round += 1) await sweep();
      expect(await refunds()).toEqual([...before.refunds, ...back].sort());
      expect([await sold(), await committed()]).toEqual([before.sold, before.committed]);
      for (const order of lost) expect((await read(order)).status).toBe(404);
      await shop.until(live, ({ body }) => body.reason !== 'QUARANTINED');
      // a refund by decision is reported as well, and that is all
      const left = verb === 'refund' ? ['unknown_intent_refunded'] : [];
      const { body } = await shop.until(items, ({ body: { items: open } }) => open.length >= left.length);
      expect(body.items.map(({ kind }) => kind)).toEqual(left);
      await shop.rows(`UPDATE attention SET resolved_at = now() WHERE resolved_at IS NULL`);
    },
    120_000,
  );

  it('is noticed by its own age, before the provider shows anything', async () => {
    const marks = shop.app.get(StoreMarkTask);
    const open = () => shop.rows('SELECT reason FROM quarantine WHERE ended_at IS NULL');
    await marks.runOnce();
    await marks.runOnce();
    expect(await open()).toEqual([]);
    await shop.rows(`UPDATE installation SET seen_at = now() - interval '2 hours'`);
    await shop.rows(`UPDATE quarantine SET began_at = began_at - interval '1 day'`);
    // what could not be written is noticed again
    const begin = jest.spyOn(shop.app.get(QuarantineService), 'begin').mockRejectedValueOnce(new Error('away'));
    await expect(marks.runOnce()).rejects.toThrow('away');
    begin.mockRestore();
    await marks.runOnce();
    expect(await open()).toEqual([{ reason: 'store_jumped_back' }]);
    // a node that starts after the decision sees the same jump, and tells nothing more
    await shop.rows(`UPDATE quarantine SET ended_at = now(), verb = 'release' WHERE ended_at IS NULL`);
    await shop.rows(`UPDATE installation SET seen_at = now() - interval '2 hours'`);
    await marks.runOnce();
    expect(await open()).toEqual([]);
  }, 20_000);
});
