import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Keys } from '../../../src/platform/redis/keys.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import {
  HandClock,
  installation,
  lookAt,
  past,
  publishSale,
  type SalesNode,
  startSalesNode,
  toldOf,
} from './sales-node.js';

const clock = new HandClock();
let node: SalesNode;

beforeAll(async () => {
  node = await startSalesNode(installation(await freshDatabase(), await sharedRedisUrl()), clock);
});
afterAll(async () => {
  await node.close();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const poolOf = (sale: SaleView): string => sale.ticketTypes[0]?.poolId ?? '';
/** Sets the pool of 100 to the given figures. */
async function stockIs(sale: SaleView, free: number, sold: number): Promise<void> {
  const pool = poolOf(sale);
  await node.redis.core.hset(
    Keys.stock(sale.id),
    `${pool}:free`,
    free,
    `${pool}:held`,
    100 - free - sold,
    `${pool}:committed`,
    sold,
  );
  await node.prisma.pool.update({ where: { id: pool }, data: { sold } });
}
async function aSecondLater(sale: SaleView): Promise<void> {
  clock.ms += 1_000;
  await lookAt(node, sale.id);
}
const stateOf = async (sale: SaleView) => (await node.prisma.sale.findUniqueOrThrow({ where: { id: sale.id } })).state;

describe('stock', () => {
  it('is told to partners when it turns low, gone and back, once each', async () => {
    const sale = await publishSale(node, past);
    for (const [free, sold] of [
      [50, 40],
      [9, 90],
      [8, 90],
      [0, 90],
      [0, 90],
      [20, 80],
    ] as const) {
      await stockIs(sale, free, sold);
      await aSecondLater(sale);
    }
    expect((await toldOf(node, sale.id)).slice(3)).toEqual(['stock.low', 'stock.gone', 'stock.returned']);
  });

  it('makes the sale sold out when all is sold, and on sale again when something returns', async () => {
    const sale = await publishSale(node, past);
    await stockIs(sale, 0, 99);
    await aSecondLater(sale);
    expect(await stateOf(sale)).toBe('on_sale'); // one is still held: `gone`, not `sold_out`
    await stockIs(sale, 0, 100);
    await aSecondLater(sale);
    expect(await stateOf(sale)).toBe('sold_out');
    expect(await node.lineFigures.of(sale.id)).toMatchObject({ state: 'sold_out' });
    await stockIs(sale, 1, 99);
    await aSecondLater(sale);
    expect(await stateOf(sale)).toBe('on_sale');
    expect((await toldOf(node, sale.id)).slice(3)).toEqual([
      'stock.gone',
      'sale.sold_out',
      'stock.returned',
      'sale.resumed',
    ]);
  });

  it('concludes nothing from a Redis that has lost it', async () => {
    const sale = await publishSale(node, past);
    await node.redis.core.del(Keys.stock(sale.id));
    await aSecondLater(sale);
    expect(await stateOf(sale)).toBe('on_sale');
    expect(await toldOf(node, sale.id)).toEqual(['sale.scheduled', 'sale.prequeue_opened', 'sale.opened']);
  });

  it('is reported to the admission policy', async () => {
    const sale = await publishSale(node, past);
    await stockIs(sale, 60, 30);
    await aSecondLater(sale);
    const signals = await node.redis.core.hgetall(Keys.signals(sale.id));
    expect(signals.stock).toContain('"free":60');
    expect(signals.stock).toContain('"held":10');
  });
});

describe('the beat', () => {
  it('ticks, and ends what is overdue after a tick that was done', async () => {
    const sale = await publishSale(node, past);
    const longAgo = Date.now() - 600;
    await node.redis.core.hset(Keys.sale(sale.id), 'lastTick', longAgo);
    const sweep = jest.spyOn(node.inventory, 'sweep');
    expect(await node.work.beat(sale)).toMatchObject({ kind: 'beat', nextInMs: 250 });
    expect(Number(await node.redis.core.hget(Keys.sale(sale.id), 'lastTick'))).toBeGreaterThanOrEqual(longAgo + 600);
    expect(sweep).toHaveBeenCalledTimes(1);
  });

  it('comes again when the tick is due, after another node has ticked', async () => {
    const sale = await publishSale(node, past);
    await node.redis.core.hset(Keys.sale(sale.id), 'lastTick', Date.now());
    const beat = await node.work.beat(sale);
    if (beat.kind !== 'beat') throw new Error(beat.kind);
    expect(beat.nextInMs).toBeLessThanOrEqual(250);
    expect(beat.nextInMs).toBeGreaterThan(0);
  });

  it('says that it is away while the line is another epoch’s', async () => {
    const sale = await publishSale(node, past);
    await node.redis.core.hset(Keys.sale(sale.id), 'epoch', 7);
    expect(await node.work.beat(sale)).toEqual({ kind: 'away' });
  });
});
