import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { authorizeOrder } from '../../../src/checkout/facts/authorize.sql.js';
import { startCancel, voidPending } from '../../../src/checkout/facts/endings.sql.js';
import { OrdersDatabase, seat, standing } from './orders-database.js';

const DELIVERIES = 50;
const authorize = (orderId: string, alreadyCaptured = false) =>
  authorizeOrder({ orderId, attempt: 1, alreadyCaptured });

describe('the statement that sells', () => {
  let db: OrdersDatabase;
  beforeEach(async () => {
    db = await OrdersDatabase.open(10);
  });
  afterEach(() => db.close());

  it('sells exactly once under fifty deliveries of the same authorization side by side', async () => {
    await db.pendingOrder('ord_a', standing(2));
    const results = await Promise.all(Array.from({ length: DELIVERIES }, () => db.run(authorize('ord_a'))));
    expect(results.filter((rows) => rows.length > 0)).toHaveLength(1);
    expect(await db.sold()).toBe(2);
    expect(await db.liveTickets()).toBe(2);
    expect(await db.wishes('capture')).toBe(1);
    expect(await db.stateOf('ord_a')).toBe('authorized');
  });

  it('sells six for an order of two when its parts do not read from the change of state (negative control)', async () => {
    await db.pendingOrder('ord_a', standing(2));
    const guarded = authorize('ord_a');
    const unguarded = guarded.text
      .replace('FROM moved JOIN order_item item', 'FROM orders moved JOIN order_item item')
      // ticket ids derive from the order, and that alone would reject the second delivery
      .replace(`'tkt_' ||`, `'tkt_' || gen_random_uuid() ||`);
    expect(unguarded).not.toBe(guarded.text);
    for (let delivery = 0; delivery < 3; delivery += 1) await db.query(unguarded, guarded.values);
    expect(await db.sold()).toBe(6);
  });

  it('keeps count when forty orders take the last places of one pool side by side', async () => {
    const ids = Array.from({ length: 40 }, (_, n) => `ord_${n}`);
    for (const id of ids) await db.pendingOrder(id, standing(1));
    const results = await Promise.allSettled(ids.map((id) => db.run(authorize(id))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(await db.sold()).toBe(10);
    expect(await db.liveTickets()).toBe(10);
    expect(await db.number(`SELECT count(*) AS n FROM orders WHERE state = 'pending'`)).toBe(30);
  });

  it('refuses the second owner of a seat and writes nothing of that order', async () => {
    await db.pendingOrder('ord_a', [seat('A-1-1')]);
    await db.pendingOrder('ord_b', [...standing(1), seat('A-1-1')]);
    await db.run(authorize('ord_a'));
    await expect(db.run(authorize('ord_b'))).rejects.toMatchObject({ constraint: 'ticket_one_live_per_seat' });
    expect(await db.stateOf('ord_b')).toBe('pending');
    expect(await db.sold()).toBe(0);
    expect(await db.wishOf('ord_b')).toBeNull();
  });

  it('refuses more than the capacity, and the order is voided with its stock returned and no capture asked', async () => {
    await db.query(`UPDATE pool SET sold = 9 WHERE id = 'pool_a'`);
    await db.pendingOrder('ord_a', standing(2));
    await expect(db.run(authorize('ord_a'))).rejects.toMatchObject({ code: '23514' });
    await db.run(voidPending('ord_a', 1, 'sold_meanwhile'));
    expect(await db.stateOf('ord_a')).toBe('voiding');
    expect(await db.wishOf('ord_a')).toBe('cancel');
    expect(await db.query(`SELECT order_id, kind FROM stock_return`)).toEqual([{ order_id: 'ord_a', kind: 'release' }]);
    expect(await db.sold()).toBe(9);
  });

  it('does nothing for an authorization that comes after the timeout', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await db.run(startCancel('ord_a', 'expired'));
    expect(await db.run(authorize('ord_a'))).toEqual([]);
    expect(await db.stateOf('ord_a')).toBe('canceling');
    expect(await db.sold()).toBe(0);
  });

  it('still sells a canceling order whose money had already moved, and asks for no capture', async () => {
    await db.pendingOrder('ord_a', standing(2));
    await db.run(startCancel('ord_a', 'expired'));
    expect(await db.run(authorize('ord_a', true))).toHaveLength(1);
    expect(await db.sold()).toBe(2);
    expect(await db.wishes('capture')).toBe(0);
  });

  it('lets exactly one of cancel and authorization win, whichever comes first', async () => {
    const ids = Array.from({ length: 20 }, (_, n) => `ord_${n}`);
    await db.query(`UPDATE pool SET capacity = 1000 WHERE id = 'pool_a'`);
    for (const id of ids) await db.pendingOrder(id, standing(1));
    const outcomes = await Promise.all(
      ids.map(async (id, n) => {
        const both = [() => db.run(authorize(id)), () => db.run(startCancel(id, 'canceled_by_fan'))];
        const moved = await Promise.all((n % 2 ? both : both.reverse()).map((run) => run()));
        return moved.filter((rows) => rows.length > 0).length;
      }),
    );
    expect(outcomes).toEqual(ids.map(() => 1));
    const authorized = await db.number(`SELECT count(*) AS n FROM orders WHERE state = 'authorized'`);
    expect(await db.sold()).toBe(authorized);
    expect(await db.liveTickets()).toBe(authorized);
    expect(await db.wishes('capture')).toBe(authorized);
  });

  it('ignores an authorization of another attempt', async () => {
    await db.pendingOrder('ord_a', standing(1));
    expect(await db.run(authorizeOrder({ orderId: 'ord_a', attempt: 2, alreadyCaptured: false }))).toEqual([]);
  });
});
