import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endUnasked } from '../../../src/checkout/facts/endings.sql.js';
import { promoQuotas } from '../../../src/checkout/orders/orders.rules.js';
import { raisesOf } from '../../../src/checkout/limits/person-limits.service.js';
import { insertOrders } from '../../../src/checkout/orders/orders.sql.js';
import type { PromoTerms } from '../../../src/checkout/promo/promo.rules.js';
import { newOrder, OrdersDatabase, standing } from './orders-database.js';

const promo: PromoTerms = {
  ...{ kind: 'promo', id: 'promo_1', maxUses: 2, perFan: 1 },
  discount: { label: 'EARLY', percent: 10, amountMinor: null, ticketTypeIds: null },
};
const IDENTITY = { kind: 'identity', scope: 'sale:standing', ticketTypeId: null, n: 1, max: 4 } as const;
const used = `SELECT COALESCE(sum(n), 0) AS n FROM quota WHERE kind = 'promo' AND digest = ''`;

describe('the uses of a promo code', () => {
  let db: OrdersDatabase;
  beforeEach(async () => {
    db = await OrdersDatabase.open(100);
  });
  afterEach(async () => {
    await db.close();
  });

  const order = async (id: string, fanKey = `fan-${id}`, identities: string[] = []): Promise<boolean> => {
    const counted = identities.map((digest) => ({ ...IDENTITY, digest }));
    const plain = newOrder(id, standing(1), { fanKey, counted });
    const quotas = [...plain.quotas, ...raisesOf(counted), ...promoQuotas(promo, [fanKey, ...identities])];
    const withCode = { ...plain, promoId: promo.id, quotas };
    return await db.run(insertOrders([withCode])).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Error && error.message.includes('quota_within_max')) return false;
        throw error;
      },
    );
  };
  const all = (n: number) => Promise.all(Array.from({ length: n }, (_, i) => order(`ord_${i}`)));

  it('are never more than allowed, whoever asks at the same time', async () => {
    expect((await all(6)).filter(Boolean)).toHaveLength(2);
    expect(await db.number(used)).toBe(2);
    expect(await db.number('SELECT count(*) AS n FROM orders')).toBe(2);
  });

  it('would be more without the CHECK', async () => {
    await db.query('ALTER TABLE quota DROP CONSTRAINT quota_within_max');
    expect((await all(6)).filter(Boolean)).toHaveLength(6);
    expect(await db.number(used)).toBe(6);
  });

  it('are freed once by an order that ends, for everybody and for its fan', async () => {
    expect(await order('ord_a', 'ann')).toBe(true);
    for (let n = 0; n < 2; n += 1) await db.run(endUnasked('ord_a', 'canceled', 'canceled_by_fan', 'release'));
    expect(await db.number(used)).toBe(0);
    expect(await db.number(`SELECT n FROM quota WHERE kind = 'promo' AND digest = 'ann'`)).toBe(0);
    expect(await order('ord_b', 'ann')).toBe(true);
  });

  it('count for an identity whatever place it has, and for nobody once its order has ended', async () => {
    const uses = `SELECT COALESCE(sum(n), 0) AS n FROM quota WHERE digest IN ('id-ann', 'id-bob')`;
    expect(await order('ord_a', 'place-1', ['id-ann', 'id-bob'])).toBe(true);
    expect(await order('ord_b', 'place-2', ['id-bob'])).toBe(false);
    expect(await db.number(uses)).toBe(4);
    for (let n = 0; n < 2; n += 1) await db.run(endUnasked('ord_a', 'canceled', 'canceled_by_fan', 'release'));
    expect(await db.number(uses)).toBe(0);
    expect(await order('ord_c', 'place-2', ['id-bob'])).toBe(true);
  });
});
