import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JoinShape } from '../../../src/contract/line/line-shapes.js';
import type { LiveShape } from '../../../src/contract/live/live-shapes.js';
import type { ChannelsAnswer } from '../../../src/contract/stock/stock-shapes.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { sharedRedisUrl } from '../../support/services.js';
import { TEST_ADMIN_KEY } from '../../support/app.js';
import { type Fan, Shop } from '../checkout/shop.js';

const auth = `Bearer ${TEST_ADMIN_KEY}`;
const many = async <T>(count: number, make: () => Promise<T>): Promise<T[]> =>
  await Promise.all(Array.from({ length: count }, make));

describe('the control room with sixty fans', () => {
  let shop: Shop;
  let sale: SaleView;
  beforeAll(async () => {
    shop = await Shop.open(await sharedRedisUrl());
    sale = await shop.sale('sixty', 300);
  }, 60_000);
  afterAll(() => shop.close());

  const items = (quantity: number) => [{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity }];
  const live = async (): Promise<LiveShape> =>
    (await shop.call<LiveShape>('GET', `/v1/admin/sales/${sale.id}/live`, { auth })).body;
  const enter = (): Promise<Fan> => shop.fan('sixty');

  it('shows what the database has: numbers, orders, tickets and money', async () => {
    const buyers = many(15, async () => await (await enter()).buy(items(2)));
    const holders = many(10, async () => await (await enter()).hold(items(3)));
    const payers = many(5, async () => {
      const fan = await enter();
      return await fan.order((await fan.hold(items(1))).body.id);
    });
    // a node that has just started may ask a fan to come again in a moment
    const join = async () => await shop.call('POST', '/v1/sales/sixty/places', { body: {} });
    const waiting = many(30, async () => await shop.until(join, ({ status }) => status < 300));
    const [paid] = await Promise.all([buyers, holders, payers, waiting]);
    expect(
      (await shop.call('POST', `/v1/admin/orders/${paid[0]?.id}/refund`, { body: { amount: 500 }, auth })).status,
    ).toBe(202);
    await shop.until(
      () => shop.number('SELECT sum(refunded_minor) AS n FROM orders WHERE sale_id = $1', [sale.id]),
      (refunded) => refunded === 500,
    );

    const [row] = await shop.rows<Record<'paid' | 'pending' | 'placed' | 'revenue', string>>(
      `SELECT count(*) FILTER (WHERE state = 'paid') AS paid, count(*) FILTER (WHERE state = 'pending') AS pending, count(*) AS placed,
         sum(total_minor - refunded_minor) FILTER (WHERE state = 'paid') AS revenue FROM orders WHERE sale_id = $1`,
      [sale.id],
    );
    const sold = await shop.number('SELECT sum(sold) AS n FROM pool WHERE sale_id = $1', [sale.id]);
    const tickets = await shop.number('SELECT count(*) AS n FROM ticket WHERE sale_id = $1 AND voided_at IS NULL', [
      sale.id,
    ]);
    expect([sold, tickets]).toEqual([30, 30]);
    const figures = await shop.until(
      live,
      ({ lanes, orders, revenue }) =>
        lanes['general']?.arrivals === 60 &&
        orders.paid === Number(row?.paid) &&
        revenue.amount === Number(row?.revenue),
    );
    expect(figures.orders).toMatchObject({ paid: 15, pending: Number(row?.pending), authorized: 0 });
    expect(figures.flow).toEqual({ placed: Number(row?.placed), abandoned: 0 });
    expect(figures.revenue).toEqual({ amount: 15 * 9_000 - 500, currency: 'EUR' });
    const [standing] = figures.stock;
    expect(standing).toMatchObject({ capacity: 300, sold: 30, held: 35, withdrawn: 0, free: 235 });
    const { arrivals = 0, serving = 0, waiting: left } = figures.lanes['general'] ?? {};
    expect(left).toBe(arrivals - serving);
    expect(figures.conservation.ok).toBe(true);
    // the node last read its book of the stock while they were buying
    const { body } = await shop.call<ChannelsAnswer>('GET', `/v1/admin/sales/${sale.id}/channels`, { auth });
    expect(body.channels.map(({ key, allocations }) => [key, allocations[0]])).toEqual([
      ['public', expect.objectContaining({ capacity: 300, sold: 30, free: 235 })],
    ]);
  }, 60_000);

  it('counts sixty fans of a prequeue who have no socket as here, once each', async () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    const terms = {
      ...{ slug: 'pollers', name: 'pollers', currency: 'EUR', closesAt: null, challenge: 'off' },
      show: { name: 'Show', venue: 'Hall', startsAt: new Date(Date.now() + 8.64e7).toISOString(), timeZone: 'UTC' },
      ...{ prequeueAt: new Date(Date.now() - 60_000).toISOString(), opensAt: inAnHour },
      ticketTypes: [{ name: 'Standing', admission: 'general', price: 4_500, capacity: 100, maxPerFan: 4 }],
    };
    const { body: made } = await shop.call<SaleView>('POST', '/v1/admin/sales', { body: terms, auth });
    await shop.call('POST', `/v1/admin/sales/${made.id}/publish`, { auth });
    const tokens = await many(60, async () => {
      const join = await shop.call<JoinShape>('POST', '/v1/sales/pollers/places', { body: {} });
      return join.body.placeToken;
    });
    const poll = async () => {
      for (const token of tokens) await shop.call('GET', '/v1/place', { auth: `Place ${token}` });
    };
    await poll();
    await poll();
    const { body } = await shop.until(
      () => shop.call<LiveShape>('GET', `/v1/admin/sales/${made.id}/live`, { auth }),
      (answer) => answer.body.lanes['general']?.present === 60, // a report may fall between two of the calls
    );
    expect([body.state, body.connected]).toEqual(['prequeue', 0]);
    expect(body.target.perMinute).toBe(0);
  }, 60_000);
});
