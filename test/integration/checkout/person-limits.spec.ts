import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { authorizeOrder, authorizeOrders } from '../../../src/checkout/facts/authorize.sql.js';
import { endCanceled, endUnasked, voidAuthorized } from '../../../src/checkout/facts/endings.sql.js';
import { raisesOf } from '../../../src/checkout/limits/person-limits.service.js';
import type { Counted } from '../../../src/checkout/limits/counted.rules.js';
import { insertOrders } from '../../../src/checkout/orders/orders.sql.js';
import { newOrder, OrdersDatabase, standing } from './orders-database.js';

const TOUR = { scope: 'tour:nights', ticketTypeId: null, n: 1, max: 2 };
const byEmail: Counted[] = [{ ...TOUR, kind: 'email', digest: 'ann' }];
const byCard: Counted[] = [{ ...TOUR, kind: 'card', digest: '' }];
const counted = `SELECT COALESCE(sum(n), 0) AS n FROM quota WHERE scope = 'tour:nights'`;
const AT_ONCE = 6;

describe('limits by e-mail and card', () => {
  let db: OrdersDatabase;
  beforeEach(async () => {
    db = await OrdersDatabase.open(100);
  });
  afterEach(() => db.close());

  const within = (work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => true,
      (error: unknown) => {
        if (error instanceof Error && error.message.includes('quota_within_max')) return false;
        throw error;
      },
    );
  const many = (work: (id: string) => Promise<boolean>): Promise<boolean[]> =>
    Promise.all(Array.from({ length: AT_ONCE }, (_, i) => work(`ord_${i}`)));
  const orderByEmail = (id: string): Promise<boolean> => {
    const order = newOrder(id, standing(1), { fanKey: `fan-${id}`, counted: byEmail });
    return within(db.run(insertOrders([{ ...order, quotas: [...order.quotas, ...raisesOf(byEmail)] }])));
  };
  const authorizeByCard = (orderId: string): Promise<boolean> =>
    within(db.run(authorizeOrder({ orderId, attempt: 1, alreadyCaptured: false, cardDigest: 'a card' })));
  const pendingByCard = () => many(async (id) => Boolean(await db.pendingOrder(id, standing(1), { counted: byCard })));

  it('hold for one e-mail, whatever places order at the same time', async () => {
    expect((await many(orderByEmail)).filter(Boolean)).toHaveLength(TOUR.max);
    expect(await db.number(counted)).toBe(TOUR.max);
  });

  it('hold for one card, whatever orders are authorized at the same time', async () => {
    await pendingByCard();
    expect((await many(authorizeByCard)).filter(Boolean)).toHaveLength(TOUR.max);
    expect(await db.sold()).toBe(TOUR.max);
  });

  it('would be passed without the CHECK', async () => {
    await db.query('ALTER TABLE quota DROP CONSTRAINT quota_within_max');
    await pendingByCard();
    expect((await many(authorizeByCard)).filter(Boolean)).toHaveLength(AT_ONCE);
    await db.query('DELETE FROM order_item; DELETE FROM orders; DELETE FROM quota');
    expect((await many(orderByEmail)).filter(Boolean)).toHaveLength(AT_ONCE);
  });

  it('leave an order that counts by card to whoever knows the card: its event alone sells nothing', async () => {
    await pendingByCard();
    const event = { id: 'evt_1', type: 'authorized', kept: {} };
    const news = { orderId: 'ord_0', attempt: 1, intentId: 'pi_ord_0', amountMinor: 4_500, currency: 'EUR', event };
    expect(await db.run(authorizeOrders([news], 0))).toEqual([]);
    expect(await db.stateOf('ord_0')).toBe('pending');
  });

  it('are given back once by an order that ends', async () => {
    await orderByEmail('ord_0');
    for (let n = 0; n < 2; n += 1) await db.run(endUnasked('ord_0', 'canceled', 'canceled_by_fan', 'release'));
    expect(await db.number(counted)).toBe(0);
    await db.pendingOrder('ord_1', standing(1), { counted: byCard });
    await authorizeByCard('ord_1');
    expect(await db.number(counted)).toBe(1);
    await db.run(voidAuthorized('ord_1', 1, 'capture_refused'));
    for (let n = 0; n < 2; n += 1) await db.run(endCanceled('ord_1', 1));
    expect(await db.number(counted)).toBe(0);
  });
});
