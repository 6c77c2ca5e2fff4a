import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import Stripe from 'stripe';
import type { OrderShape } from '../../../src/contract/orders/order-shapes.js';
import { StripeGateway } from '../../../src/payments/stripe/stripe.gateway.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { sharedRedisUrl } from '../../support/services.js';
import { type Fan, Shop } from './shop.js';

const SLUG = 'at-once-night';
/** Cannot be authorized first. */
const AT_ONCE = 'pm_blik';
const TOTAL = 9_000;

describe('a payment whose money is taken without our capture', () => {
  let shop: Shop;
  let sale: SaleView;
  let stripe: Stripe;
  beforeAll(async () => {
    shop = await Shop.open(await sharedRedisUrl(), { env: { ROPELINE_CAPTURE_AT_ONCE: 'true' } });
    sale = await shop.sale(SLUG, 100);
    const { port } = shop.simulator;
    stripe = new Stripe('sk_test_spec', { host: '127.0.0.1', port, protocol: 'http', telemetry: false });
  }, 60_000);
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => shop.close());

  const shopping = async (): Promise<{ fan: Fan; order: OrderShape; intentId: string }> => {
    const fan = await shop.fan(SLUG);
    const held = await fan.hold([{ ticketTypeId: sale.ticketTypes[0]?.id, quantity: 2 }]);
    const placed = await fan.order(held.body.id);
    const { body } = await shop.until(
      () => fan.read(placed.body),
      ({ body: { payment } }) => typeof payment?.intentId === 'string',
    );
    return { fan, order: { ...placed.body, payment: body.payment }, intentId: body.payment?.intentId ?? '' };
  };
  const ends = (fan: Fan, order: OrderShape, state: string) =>
    shop.until(
      () => fan.read(order),
      ({ body }) => body.state === state,
    );
  const givenBack = async (intentId: string): Promise<number> =>
    (await stripe.refunds.list({ payment_intent: intentId })).data.reduce((sum, { amount }) => sum + amount, 0);
  const itemsOf = (orderId: string) =>
    shop.rows<{ kind: string }>('SELECT kind FROM attention WHERE order_id = $1', [orderId]);

  it('sells a pending order, and is given back once like any other', async () => {
    const { fan, order, intentId } = await shopping();
    expect(await fan.confirm(order, AT_ONCE)).toBe(200);
    expect((await stripe.paymentIntents.retrieve(intentId)).status).toBe('succeeded');
    const paid = await ends(fan, order, 'paid');
    expect(paid.body.tickets).toHaveLength(2);
    const auth = `Order ${order.accessToken ?? ''}`;
    expect((await shop.call('DELETE', `/v1/orders/${order.id}`, { auth })).status).toBe(409);
    await stripe.refunds.create({ payment_intent: intentId });
    const end = await ends(fan, order, 'refunded');
    expect([end.body.tickets.filter(({ barcode }) => barcode), await givenBack(intentId)]).toEqual([[], TOTAL]);
    expect(await itemsOf(order.id)).toEqual([]);
  }, 60_000);

  it('leaves a card authorized first, and captures it once the tickets are written', async () => {
    const { fan, order, intentId } = await shopping();
    const capture = jest.spyOn(shop.app.get(StripeGateway), 'captureIntent');
    await fan.confirm(order);
    await ends(fan, order, 'paid');
    expect(capture.mock.calls.map(([id]) => id)).toEqual([intentId]);
  }, 60_000);

  it('sells an order that its fan cancels at the same moment, since its stock is still there', async () => {
    const { fan, order } = await shopping();
    const gateway = shop.app.get(StripeGateway);
    const cancel = gateway.cancelIntent.bind(gateway);
    jest.spyOn(gateway, 'cancelIntent').mockImplementationOnce(async (...asked) => {
      await fan.confirm(order, AT_ONCE);
      return await cancel(...asked);
    });
    const auth = `Order ${order.accessToken ?? ''}`;
    expect((await shop.call('DELETE', `/v1/orders/${order.id}`, { auth })).status).toBeLessThan(300);
    const paid = await ends(fan, order, 'paid');
    expect(paid.body.tickets).toHaveLength(2);
  }, 60_000);

  it('goes back in full where the tickets were sold meanwhile, and a person is told', async () => {
    const { fan, order, intentId } = await shopping();
    const poolOf = 'id IN (SELECT pool_id FROM order_item WHERE order_id = $1)';
    const sold = await shop.number(`SELECT sold AS n FROM pool WHERE ${poolOf}`, [order.id]);
    await shop.rows(`UPDATE pool SET sold = capacity WHERE ${poolOf}`, [order.id]);
    await fan.confirm(order, AT_ONCE);
    const end = await ends(fan, order, 'canceled');
    await shop.rows(`UPDATE pool SET sold = $2 WHERE ${poolOf}`, [order.id, sold]);
    expect([end.body.reason, end.body.tickets, await givenBack(intentId)]).toEqual(['sold_meanwhile', [], TOTAL]);
    expect(await itemsOf(order.id)).toEqual([{ kind: 'captured_without_sale' }]);
  }, 60_000);

  it('waits for a person where the order does, and is never taken for another order', async () => {
    const { fan, order, intentId } = await shopping();
    await shop.rows(`UPDATE orders SET state = 'needs_attention' WHERE id = $1`, [order.id]);
    await fan.confirm(order, AT_ONCE);
    await shop.until(
      () => itemsOf(order.id),
      (items) => items.length > 0,
    );
    expect(await itemsOf(order.id)).toEqual([{ kind: 'captured_in_attention' }]);
    expect([(await fan.read(order)).body.state, await givenBack(intentId)]).toEqual(['needs_attention', 0]);
  }, 60_000);

  it('cannot be made any more once the order has ended', async () => {
    const { fan, order, intentId } = await shopping();
    await shop.call('DELETE', `/v1/orders/${order.id}`, { auth: `Order ${order.accessToken ?? ''}` });
    await ends(fan, order, 'canceled');
    expect(await fan.confirm(order, AT_ONCE)).toBeGreaterThanOrEqual(400);
    expect((await stripe.paymentIntents.retrieve(intentId)).status).toBe('canceled');
  }, 60_000);
});
