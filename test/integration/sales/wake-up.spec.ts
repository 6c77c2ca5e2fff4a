import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Keys } from '../../../src/platform/redis/keys.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { HandClock, installation, past, publishSale, type SalesNode, startSalesNode } from './sales-node.js';

/** The worst case the design promises. */
const WITHIN_MS = 15_000;
const SALES = 4;
const RACES = 25;

const clock = new HandClock();
let teller: SalesNode;
let nodes: SalesNode[] = [];
let start: () => Promise<SalesNode>;
let sales: SaleView[];

beforeAll(async () => {
  const terms = installation(await freshDatabase(), await sharedRedisUrl());
  start = async () => await startSalesNode(terms, clock);
  teller = await start();
});
afterAll(async () => {
  await teller.close();
});
beforeEach(async () => {
  sales = [];
  for (let n = 0; n < SALES; n += 1) sales.push(await publishSale(teller, past));
  for (const sale of sales) await putToSleep(sale);
  nodes = [await start(), await start()];
  for (const node of nodes) node.conductor.start();
  await until('two conductors', async () => (await teller.redis.core.hlen(Keys.conductors())) === 2);
  for (const node of nodes) await node.conductor.runOnce();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(nodes.map((node) => node.close()));
});

const until = async (what: string, seen: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + WITHIN_MS; !(await seen()); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Date.now() > end) throw new Error(`${what} did not happen`);
};
const putToSleep = async (sale: SaleView): Promise<void> => {
  await teller.admissions.rest(sale.id, 'drowsy');
  expect(await teller.admissions.rest(sale.id, 'asleep')).toBe(true);
};
const tickOf = async (sale: SaleView): Promise<number> =>
  Number(await teller.redis.core.hget(Keys.sale(sale.id), 'lastTick'));
const isAwake = (sale: SaleView): boolean =>
  nodes.some((node) => node.conducted.awake().some(({ id }) => id === sale.id));
const join = async (sale: SaleView): Promise<void> => {
  expect(await teller.joins.join(sale.id, { lane: 'general' })).toMatchObject({ kind: 'taken' });
};
/** Waits for a tick that started after this call, not one already in flight. */
const ticksAgain = async (sale: SaleView): Promise<void> => {
  const before = await tickOf(sale);
  await until(`a tick of ${sale.id}`, async () => (await tickOf(sale)) > before);
};

describe('a sleeping sale', () => {
  it('wakes although the message that should wake it was lost', async () => {
    for (const sale of sales) {
      expect(isAwake(sale)).toBe(false);
      await teller.redis.core.hdel(Keys.sale(sale.id), 'rest'); // what a join does, without its message
    }
    for (const sale of sales) await ticksAgain(sale);
  }, 40_000);

  it('wakes on the other node when its leader died without a word before the first fan came', async () => {
    const [dead, survivor] = nodes as [SalesNode, SalesNode];
    jest.spyOn(dead.redis.core, 'hdel').mockRejectedValue(new Error('it has no time to leave'));
    await dead.conductor.stop();
    expect(await teller.redis.core.hlen(Keys.conductors())).toBe(2);
    for (const sale of sales) await join(sale);
    for (const sale of sales) await ticksAgain(sale);
    expect(survivor.conducted.awake().map(({ id }) => id)).toEqual(expect.arrayContaining(sales.map(({ id }) => id)));
  }, 40_000);

  it('goes on when a node takes over sales that are awake, and when it leaves again', async () => {
    for (const sale of sales) await join(sale);
    for (const sale of sales) await ticksAgain(sale);
    const third = await start();
    nodes.push(third);
    third.conductor.start();
    await until('three conductors', async () => (await teller.redis.core.hlen(Keys.conductors())) === 3);
    for (const sale of sales) await ticksAgain(sale);
    await third.conductor.stop();
    for (const sale of sales) await ticksAgain(sale);
  }, 40_000);

  it('wakes whenever a fan comes in the moment in which it falls asleep', async () => {
    const [sale] = sales as [SaleView];
    for (let n = 0; n < RACES; n += 1) {
      await teller.admissions.rest(sale.id, 'drowsy');
      const [, joined] = await Promise.all([
        teller.admissions.rest(sale.id, 'asleep'),
        teller.joins.join(sale.id, { lane: 'general' }),
      ]);
      expect(joined.kind).toBe('taken');
      const rest = await teller.redis.core.hget(Keys.sale(sale.id), 'rest');
      expect(rest).toBeNull();
      await until('awake', () => isAwake(sale));
      await ticksAgain(sale);
    }
  }, 40_000);
});

describe('a closed sale whose conductor died', () => {
  it('is conducted by the other node when it is asked for', async () => {
    const [sale] = sales as [SaleView];
    await teller.sales.close(sale.id);
    await until('awake', () => isAwake(sale));
    const leader = nodes.find((node) => node.conducted.awake().some(({ id }) => id === sale.id));
    await leader?.conductor.stop();
    expect(isAwake(sale)).toBe(false);
    await until('awake', async () => {
      await teller.conducted.wake(sale.id); // as order expiry does every second
      return isAwake(sale);
    });
    await ticksAgain(sale);
  }, 40_000);
});
