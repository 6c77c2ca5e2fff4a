import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Prisma } from '../../../src/generated/prisma/client.js';
import { CheckoutRepository } from '../../../src/checkout/checkout.repository.js';
import { orderFiguresOf } from '../../../src/checkout/figures/order-figures.rules.js';
import { orderSteps } from '../../../src/checkout/orders/order.state.js';
import { insertOrders } from '../../../src/checkout/orders/orders.sql.js';
import type { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { newOrder, OrdersDatabase, standing } from './orders-database.js';

let database: OrdersDatabase;
beforeAll(async () => {
  database = await OrdersDatabase.open(1_000_000);
});
afterAll(async () => {
  await database.close();
});

const counted = `SELECT sale_id, state, sum(orders)::text AS orders, sum(units)::text AS units, sum(total_minor)::text AS total, sum(kept_minor)::text AS kept
  FROM order_counter GROUP BY sale_id, state HAVING sum(orders) <> 0 ORDER BY sale_id, state`;
const recounted = `SELECT sale_id, state, count(*)::text AS orders, sum((SELECT count(*) FROM order_item i WHERE i.order_id = o.id))::text AS units,
  sum(total_minor)::text AS total, sum(total_minor - refunded_minor)::text AS kept FROM orders o GROUP BY sale_id, state ORDER BY sale_id, state`;

let made = 0;
const place = async (units: number, sale = 'sale_1'): Promise<void> => {
  made += 1;
  const id = `ord_${made}`;
  await database.run(insertOrders([newOrder(id, standing(units), { saleId: sale, admissionId: `adm_${made}` })]));
};
/** Moves any set of orders to any state, which no application statement does but the schema allows. */
const move = async (state: string, share: number): Promise<void> => {
  const payment = state === 'paid' ? 'captured' : 'canceled';
  await database.query(
    `UPDATE orders SET state = $1, payment = $2 WHERE state NOT IN ('pending', 'canceling') AND abs(hashtext(id)) % 10 < $3`,
    [state, payment, share],
  );
};
const end = async (share: number): Promise<void> => {
  await database.query(`UPDATE orders SET state = 'expired' WHERE state = 'pending' AND abs(hashtext(id)) % 10 < $1`, [
    share,
  ]);
};
const refund = async (share: number): Promise<void> => {
  await database.query(`UPDATE orders SET refunded_minor = total_minor / 2 WHERE abs(hashtext(id)) % 10 < $1`, [share]);
};

describe('order counters', () => {
  it('equal a recount after any moves, side by side too', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('place' as const), units: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constant('end' as const), share: fc.integer({ min: 1, max: 10 }) }),
      fc.record({ kind: fc.constant('refund' as const), share: fc.integer({ min: 1, max: 10 }) }),
      fc.record({
        kind: fc.constant('move' as const),
        share: fc.integer({ min: 1, max: 10 }),
        state: fc.constantFrom(...orderSteps.filter((state) => state !== 'pending' && state !== 'canceling')),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        await Promise.allSettled(
          steps.map(async (next) => {
            if (next.kind === 'place') await place(next.units);
            else if (next.kind === 'move') await move(next.state, next.share);
            else await (next.kind === 'end' ? end : refund)(next.share);
          }),
        );
        expect(await database.query(counted)).toEqual(await database.query(recounted));
      }),
      { numRuns: 15 },
    );
  });

  it('write nothing when neither state nor amounts change', async () => {
    await place(1);
    const before = await database.number(`SELECT sum(xmin::text::bigint) AS n FROM order_counter`);
    await database.query(`UPDATE orders SET payment = 'creating', attempt = 1 WHERE state = 'pending'`);
    expect(await database.number(`SELECT sum(xmin::text::bigint) AS n FROM order_counter`)).toBe(before);
  });

  it('hold sums beyond 32 bits, and keep sales apart', async () => {
    await database.query(
      `INSERT INTO queue_sale (sale_id, epoch, seed_sealed, commitment) VALUES ('sale_big', 1, 'x', 'x')`,
    );
    for (let n = 0; n < 3; n += 1) await place(1, 'sale_big');
    await database.query(`UPDATE orders SET total_minor = 2000000000 WHERE sale_id = 'sale_big'`);
    await database.query(`UPDATE orders SET state = 'paid', payment = 'captured' WHERE sale_id = 'sale_big'`);
    const repository = new CheckoutRepository({
      rows: async (statement: Prisma.Sql) =>
        (await database.run(statement)).map((row) => ({
          ...row,
          ...Object.fromEntries(['count', 'units', 'keptMinor'].map((name) => [name, BigInt(String(row[name]))])),
        })),
    } as unknown as PrismaService);
    const figures = orderFiguresOf(await repository.counts(['sale_big']));
    expect(figures).toMatchObject({ orders: { paid: 3 }, revenueMinor: 6_000_000_000, meanBasket: 1 });
  });
});
