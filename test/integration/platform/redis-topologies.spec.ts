import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startCluster, startSentinel } from '../../../scripts/lib/redis-topologies.mjs';
import type { JoinShape } from '../../../src/contract/line/line-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { RedisService } from '../../../src/platform/redis/redis.service.js';
import { admitted, claimTurn, heldTickets, joinLine, ordered, paid, publishedSale } from '../../support/sale.js';
import { call, startSystem, type TestSystem, until } from '../../support/system.js';

jest.setTimeout(120_000);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ropeline-topologies-'));
});
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts a node over this Redis; both are stopped after the test. */
async function over(redis: { url: string; stop: () => Promise<void> }): Promise<TestSystem> {
  ends.push(() => redis.stop());
  const system = await startSystem({ redisUrl: redis.url });
  ends.push(() => system.close());
  return system;
}

/** Retries, because a busy machine may shed the first attempt. */
const newSale = (system: TestSystem): Promise<SaleShape> =>
  until('a sale', () => publishedSale(system.url).catch(() => null), 60_000);

const itemsOf = (sale: SaleShape): unknown[] => [{ ticketTypeId: sale.ticketTypes[0]?.id, quantity: 2 }];

async function buy(system: TestSystem, sale: SaleShape): Promise<void> {
  const { pass } = await admitted(system.url, sale.slug);
  const hold = await heldTickets(system.url, sale.slug, pass, itemsOf(sale));
  const order = await ordered(system.url, pass, hold.id);
  await paid(system.url, order);
}

describe('a cluster', () => {
  it('sells from sales on several servers, and loses only those of a server that dies', async () => {
    const cluster = await startCluster(folder);
    const system = await over(cluster);
    const redis = system.nodes[0]?.app.get(RedisService);
    const sales = new Map<string, SaleShape>();
    while (sales.size < 2) {
      const sale = await newSale(system);
      sales.set(redis?.runId(sale.id) ?? '', sale);
    }
    for (const sale of sales.values()) await buy(system, sale);

    const [lost, kept] = [...sales.values()] as [SaleShape, SaleShape];
    const dead = cluster.servers.find(({ port }) => redis?.serverOf(lost.id) === `127.0.0.1:${port}`);
    await dead?.stop();
    await until('the loss', () => Promise.resolve(redis?.runId(lost.id) === null));
    await buy(system, kept);
    const refused = await call(`${system.url}/v1/sales/${lost.slug}/places`, { body: {} });
    expect(refused).toMatchObject({ status: 503, body: { code: 'CORE_AWAY' } });
    expect((await fetch(`${system.url}/health/ready`)).status).toBe(200);
  });
});

describe('a failover by Sentinel', () => {
  it('begins a new epoch on the promoted replica, and every place keeps its number', async () => {
    const sentinel = await startSentinel(folder);
    const system = await over(sentinel);
    const sale = await newSale(system);
    const place = await joinLine(system.url, sale.slug);
    const redis = system.nodes[0]?.app.get(RedisService);
    const before = redis?.runId(sale.id);

    process.kill(sentinel.master.pid, 'SIGKILL');
    await until('the promotion', () => Promise.resolve(![null, before].includes(redis?.runId(sale.id))), 30_000);
    const later = await until(
      'a join',
      async () => {
        const joined = await call<JoinShape>(`${system.url}/v1/sales/${sale.slug}/places`, { body: {} });
        return joined.status === 201 ? joined.body : null;
      },
      40_000,
    );
    expect(later.number).toBeGreaterThan(place.number);
    await claimTurn(system.url, place);
    await buy(system, sale);
  });
});
