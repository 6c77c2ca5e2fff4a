import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { NodeCallsStore } from '../../../src/platform/metrics/node-calls.store.js';
import { NodeCallsTask } from '../../../src/platform/metrics/node-calls.task.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { RedisService } from '../../../src/platform/redis/redis.service.js';
import type { Role } from '../../../src/platform/config/config.js';
import { StoreReachTask } from '../../../src/platform/stores/store-reach.task.js';
import { StoreReachRepository } from '../../../src/platform/stores/store-reach.repository.js';
import { startNode, type TestNode, testConfig } from '../../support/app.js';
import { freshDatabase, freshRedis } from '../../support/services.js';

describe('what nodes say of the stores', () => {
  let node: TestNode;
  let prisma: PrismaService;
  let redis: RedisService;
  let stores: { databaseUrl: string; redisUrl: string };
  beforeAll(async () => {
    stores = { databaseUrl: await freshDatabase(), redisUrl: (await freshRedis()).url };
    node = await startNode(stores);
    prisma = node.app.get(PrismaService);
    redis = node.app.get(RedisService);
    await node.app.get(StoreReachTask).stop(); // it would say words of its own
  }, 60_000);
  afterAll(async () => await node.close());

  const speaker = (nodeId: string): StoreReachRepository =>
    new StoreReachRepository(redis, prisma, Object.assign(testConfig(stores), { nodeId }));

  it.each(['sayInRedis', 'sayInPostgres'] as const)('%s counts each node once, by what it said last', async (say) => {
    await redis.core.del(Keys.nodesReaching('both'), Keys.nodesReaching('cut'));
    await prisma.$executeRaw`UPDATE installation SET node_reach =
      '{"gone": {"word": "both", "until": 1}, "here": {"word": "cut", "until": 99999999999}}'`;
    await redis.core.zadd(Keys.nodesReaching('both'), 1, 'gone');
    await redis.core.zadd(Keys.nodesReaching('cut'), 99_999_999_999_999, 'here');
    const [first, second] = [speaker('spec-1'), speaker('spec-2')];
    const others = async (): Promise<{ both: number; cut: number }> => await first[say]('both');
    const begin = await others();
    expect(begin.cut).toBe(1);
    expect(await second[say]('cut')).toMatchObject({ cut: 2 });
    expect(await second[say]('cut')).toMatchObject({ cut: 2 });
    expect(await second[say]('both')).toMatchObject({ cut: 1 });
    expect((await others()).both).toBeGreaterThanOrEqual(2);
    expect((await first[say]('cut')).cut).toBe(2);
  });

  it('says which roles live, unless a node of an older version does not say its own', async () => {
    const of = (nodeId: string, roles: Role[]): StoreReachRepository =>
      new StoreReachRepository(redis, prisma, Object.assign(testConfig(stores), { nodeId, roles: new Set(roles) }));
    await prisma.$executeRaw`UPDATE installation SET node_reach = '{"gone": {"word": "both", "until": 1, "roles": ["shop"]}}'`;
    expect((await of('spec-1', ['edge', 'control']).sayInPostgres('both')).roles).toEqual(['control', 'edge']);
    expect((await of('spec-2', ['payments', 'edge']).sayInPostgres('cut')).roles).toEqual([
      'control',
      'edge',
      'payments',
    ]);
    await prisma.$executeRaw`UPDATE installation SET node_reach = node_reach || '{"old": {"word": "both", "until": 99999999999}}'`;
    expect((await of('spec-1', ['edge']).sayInPostgres('both')).roles).toBeNull();
  });

  it('names a role whose last node has gone, also when Redis lost its data, and none that no node ever had', async () => {
    await node.app.get(NodeCallsTask).stop();
    await redis.core.del(Keys.nodeCalls(), Keys.rolesSeen());
    const store = node.app.get(NodeCallsStore);
    const report = (id: string, ...roles: Role[]): Promise<void> =>
      store.report(id, { answered: 1, failed: 0 }, { roles, step: 'none', shedding: [] });
    await report('spec-1', 'edge', 'control');
    expect(await store.awayMs('shop')).toBe(0);
    await report('spec-2', 'shop');
    expect(await store.awayMs('shop')).toBe(0);
    expect((await store.read()).nodes.map(({ id, roles }) => [id, roles])).toEqual([
      ['spec-1', ['edge', 'control']],
      ['spec-2', ['shop']],
    ]);
    await store.takeBack('spec-2');
    expect(await store.awayMs('shop')).toBeGreaterThan(0);
    expect((await store.read()).calls.rolesAway).toEqual(['shop']);
    expect(await store.awayMs('edge')).toBe(0);
    await report('spec-1', 'edge', 'control'); // reads of the shop, too
    await redis.core.del(Keys.nodeCalls(), Keys.rolesSeen());
    await report('spec-1', 'edge', 'control');
    expect(await store.awayMs('shop')).toBeGreaterThan(0);
    await redis.core.hdel(Keys.rolesSeen(), 'shop');
    await report('spec-1', 'edge', 'control');
    expect(await store.awayMs('shop')).toBe(0);
    await redis.core.hset(Keys.rolesSeen(), 'shop', Date.now() - 25 * 3_600_000);
    await report('spec-1', 'edge', 'control');
    expect(await redis.core.hkeys(Keys.rolesSeen())).toEqual(['edge', 'control']);
  });
});
