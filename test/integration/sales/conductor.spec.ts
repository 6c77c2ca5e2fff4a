import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Keys } from '../../../src/platform/redis/keys.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { HandClock, installation, past, publishSale, type SalesNode, startSalesNode } from './sales-node.js';

const clock = new HandClock();
let one: SalesNode;
let two: SalesNode;

beforeAll(async () => {
  const terms = installation(await freshDatabase(), await sharedRedisUrl());
  one = await startSalesNode(terms, clock);
  two = await startSalesNode(terms, clock);
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const until = async (what: string, seen: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 10_000; !(await seen()); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Date.now() > end) throw new Error(`${what} did not happen`);
};
const awakeOn = (node: SalesNode): string[] => node.conducted.awake().map(({ id }) => id);
/** Reports no open orders, as checkout does. */
const nothingOpen = async (sale: SaleView): Promise<void> => {
  const signal = { payments: 'healthy', downForMs: 0, successRate: 1, p95Ms: 1, meanBasket: 2, open: 0 };
  await one.lineFigures.report(sale.id, 'checkout', signal);
};
const putToSleep = async (sale: SaleView): Promise<void> => {
  await one.admissions.rest(sale.id, 'drowsy');
  expect(await one.admissions.rest(sale.id, 'asleep')).toBe(true);
};
const restOf = (sale: SaleView): Promise<string | null> => one.redis.core.hget(Keys.sale(sale.id), 'rest');

describe('a sale that sleeps', () => {
  it('is taken for lively as long as somebody may be in it, and for quiet afterwards', async () => {
    const sale = await publishSale(one, past);
    expect(await one.work.beat(sale)).toMatchObject({ isLively: true }); // checkout has not reported yet
    await nothingOpen(sale);
    const quiet = async (): Promise<unknown> => {
      await one.redis.core.hset(Keys.sale(sale.id), 'lastTick', Date.now() - 300);
      return await one.work.beat(sale);
    };
    expect(await quiet()).toMatchObject({ isLively: false });
    const joined = await one.joins.join(sale.id, { lane: 'general' });
    expect(await quiet()).toMatchObject({ isLively: true }); // the window has not reached the fan yet
    await quiet();
    expect(await quiet()).toMatchObject({ isLively: false });
    // returned stock is reserved for the line only while someone present waits in it
    const lineWaits = () => one.redis.core.hget(Keys.stock(sale.id), 'line');
    expect(await lineWaits()).toBe('0');
    if (joined.kind === 'taken') await one.places.place(joined.placeToken);
    await quiet();
    expect(await lineWaits()).toBe('1');
  });

  it('is woken by the first fan who joins, and by whoever reads a place, in every state of rest', async () => {
    const sale = await publishSale(one, past);
    await putToSleep(sale);
    const joined = await one.joins.join(sale.id, { lane: 'general' });
    if (joined.kind !== 'taken') throw new Error(joined.kind);
    expect(await restOf(sale)).toBeNull();
    await putToSleep(sale);
    await one.places.place(joined.placeToken);
    expect(await restOf(sale)).toBeNull();
    expect(await one.admissions.rest(sale.id, 'asleep')).toBe(false); // the reader is ready by now
  });

  it('does not fall asleep when somebody looked in between', async () => {
    const sale = await publishSale(one);
    const joining = async () => await one.joins.join(sale.id, { lane: 'general' });
    await one.epochs.setState(sale.id, 'prequeue');
    expect(await one.admissions.rest(sale.id, 'drowsy')).toBe(true);
    await joining();
    expect(await one.admissions.rest(sale.id, 'asleep')).toBe(false);
    expect(await restOf(sale)).toBeNull();
  });

  it('does not rest while a deferral runs, for its time would stand still', async () => {
    const sale = await publishSale(one, past);
    const joined = await one.joins.join(sale.id, { lane: 'general' });
    if (joined.kind !== 'taken') throw new Error(joined.kind);
    expect(await one.places.defer(joined.placeToken, 5)).toMatchObject({ kind: 'deferred' });
    expect(await one.admissions.rest(sale.id, 'drowsy')).toBe(false);
    await one.redis.core.hincrby(Keys.sale(sale.id), 'saleMs', 5 * 60_000);
    expect(await one.admissions.rest(sale.id, 'drowsy')).toBe(true);
  });

  it('is woken by a connected fan, a promoter and an order that gives stock back', async () => {
    const sale = await publishSale(one, past);
    await putToSleep(sale);
    await one.lineFigures.reportNode(sale.id, { general: 0 });
    expect(await restOf(sale)).toBe('asleep');
    await one.lineFigures.reportNode(sale.id, { general: 1 });
    expect(await restOf(sale)).toBeNull();
    await putToSleep(sale);
    await one.sales.pause(sale.id);
    expect(await restOf(sale)).toBeNull();
    await putToSleep(sale);
    const stored = { fan: 'fan', lines: [{ t: 'tt', p: sale.ticketTypes[0]?.poolId, n: 1 }] };
    await one.redis.core.hset(Keys.committedOrders(sale.id), 'ord_1', JSON.stringify(stored));
    await one.inventory.releaseOrder(sale.id, 'ord_1');
    expect(await restOf(sale)).toBeNull();
  });
});

describe('conductors', () => {
  it('lead each sale on one node, let it sleep, and wake it for the first fan', async () => {
    const sales: SaleView[] = [];
    for (let n = 0; n < 6; n += 1) sales.push(await publishSale(one, past));
    for (const sale of sales) await putToSleep(sale);
    for (const node of [one, two]) node.conductor.start();
    try {
      await until('leading', async () => (await one.redis.core.hlen(Keys.conductors())) === 2);
      await one.conductor.runOnce();
      await two.conductor.runOnce();
      const ours = (node: SalesNode) => awakeOn(node).filter((id) => sales.some((sale) => sale.id === id));
      expect([...ours(one), ...ours(two)]).toEqual([]);
      for (const sale of sales) {
        const before = Number(await one.redis.core.hget(Keys.sale(sale.id), 'lastTick'));
        await one.joins.join(sale.id, { lane: 'general' });
        await until('a tick', async () => Number(await one.redis.core.hget(Keys.sale(sale.id), 'lastTick')) > before);
      }
      const led = [ours(one), ours(two)];
      expect(led.flat().sort()).toEqual(sales.map(({ id }) => id).sort());
    } finally {
      await Promise.all([one.conductor.stop(), two.conductor.stop()]);
    }
    expect(await one.redis.core.exists(Keys.conductors())).toBe(0);
    expect([...awakeOn(one), ...awakeOn(two)]).toEqual([]);
  });
});

describe('a poisoned sale', () => {
  it('harms no other: the other is beaten and looked at all the same', async () => {
    const [bad, good] = [await publishSale(one, past), await publishSale(one, past)];
    const figures = one.inventory.figures.bind(one.inventory);
    jest.spyOn(one.inventory, 'figures').mockImplementation((id, terms) => {
      if (id === bad.id) throw new Error('integer out of range');
      return figures(id, terms);
    });
    const beat = one.admissions.beat.bind(one.admissions);
    jest
      .spyOn(one.admissions, 'beat')
      .mockImplementation((id) => (id === bad.id ? Promise.reject(new Error('poisoned')) : beat(id)));
    await expect(one.work.beat(bad)).rejects.toThrow('poisoned');
    await one.redis.core.hset(Keys.sale(good.id), 'lastTick', Date.now() - 300);
    expect(await one.work.beat(good)).toMatchObject({ kind: 'beat' });
    await one.work.reportStock(good);
    expect(await one.redis.core.hget(Keys.signals(good.id), 'stock')).toContain('"free":100');
  });
});
