import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WishTask } from '../../../src/payments/wishes/wish.task.js';
import { sharedRedisUrl } from '../../support/services.js';
import { Shop } from './shop.js';

describe('a purchase with payments in a process of its own', () => {
  let shop: Shop;
  let standing: string;
  beforeAll(async () => {
    shop = await Shop.open(await sharedRedisUrl(), { payments: 'split' });
    standing = (await shop.sale('split-night', 100)).ticketTypes[0]?.id ?? '';
  }, 60_000);
  afterAll(() => shop.close());

  it('answers the order with its intent and ends in tickets, by rows and notifications alone', async () => {
    const fan = await shop.fan('split-night');
    const held = await fan.hold([{ ticketTypeId: standing, quantity: 2 }]);
    const { body: order } = await fan.order(held.body.id);
    expect(order).toMatchObject({ state: 'pending', payment: { provider: 'stripe' } });
    await fan.confirm(order);
    const paid = await shop.until(
      () => fan.read(order),
      ({ body }) => body.state === 'paid',
    );
    expect(paid.body.tickets).toHaveLength(2);
    expect(
      await shop.number(
        `SELECT count(*) AS n FROM payment_fact WHERE kind IN ('intent_created', 'authorized', 'captured')`,
      ),
    ).toBe(0);
  }, 40_000);

  it('ends the admission of a fan who has bought, although another process learned of the money', async () => {
    const fan = await shop.fan('split-night');
    await fan.buy([{ ticketTypeId: standing, quantity: 1 }]);
    const after = await shop.until(
      () => fan.hold([{ ticketTypeId: standing, quantity: 1 }]),
      ({ status }) => status !== 201,
    );
    expect(after.status).toBeGreaterThanOrEqual(400);
  }, 40_000);

  it('goes on when the node that had leased a wish died before its call', async () => {
    const fan = await shop.fan('split-night');
    const held = await fan.hold([{ ticketTypeId: standing, quantity: 1 }]);
    // simulates a process that died right after its statement leased the wish
    const tasks = shop.payments.get(WishTask);
    const carryOut = tasks.take.bind(tasks);
    tasks.take = () => undefined;
    const { body: order } = await fan.order(held.body.id);
    expect(order.payment).toBeNull();
    expect(await shop.number('SELECT tries AS n FROM payment WHERE order_id = $1', [order.id])).toBe(1);
    tasks.take = carryOut;
    await shop.rows('UPDATE payment SET due_at = now() WHERE order_id = $1', [order.id]);
    await fan.confirm(order);
    await shop.until(
      () => fan.read(order),
      ({ body }) => body.state === 'paid',
    );
    const intents = await shop.simulatorIntentsOf(order.id);
    expect(intents).toHaveLength(1);
  }, 40_000);
});
