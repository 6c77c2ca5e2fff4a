import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { AdmissionShape, JoinShape } from '../../src/contract/line/line-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { Keys } from '../../src/platform/redis/keys.js';
import { leaderOf } from '../../src/sales/conductor/leader.rules.js';
import { type RunningSimulator, startSimulator } from '../../tools/stripe-simulator/simulator.js';
import { testSecret, testSettings } from '../support/app.js';
import { NodeProcess } from '../support/node-process.js';
import { freePort } from '../support/ports.js';
import { joinLine, passHeaders, publishedSale } from '../support/sale.js';
import { freshDatabase, freshRedis, type OwnRedis } from '../support/services.js';
import { call, until } from '../support/system.js';

const FANS = 30;
const CAP = 4;
const HUNG_AFTER = 6;
const RESUMED_AFTER = 16;
const names = ['node-a', 'node-b'] as const;
type Name = (typeof names)[number];

let store: OwnRedis;
let redis: Redis;
let simulator: RunningSimulator;
const nodes = new Map<Name, { process: NodeProcess; url: string }>();
beforeAll(async () => {
  [store, simulator] = await Promise.all([freshRedis(), startSimulator({ port: 0 })]);
  redis = new Redis(store.url);
  const terms = { databaseUrl: await freshDatabase(), redisUrl: store.url, secret: testSecret() };
  for (const name of names) {
    const port = await freePort();
    const own = { ROPELINE_NODE_ID: name, PORT: String(port), ROPELINE_STRIPE_API_BASE: simulator.url };
    const process = await NodeProcess.start(testSettings({ ...terms, env: own }));
    nodes.set(name, { process, url: `http://127.0.0.1:${port}` });
  }
}, 90_000);
afterAll(async () => {
  await Promise.all([...nodes.values()].map(({ process }) => process.kill()));
  redis.disconnect();
  await simulator.close();
});
const nodeOf = (name: Name) => {
  const node = nodes.get(name);
  if (!node) throw new Error(`no ${name}`);
  return node;
};
const ticks = async ({ id }: SaleShape): Promise<number> => Number(await redis.hget(Keys.sale(id), 'tickId'));

/** Claims like a page until admitted, then leaves the shop at once, so that the next may come in. */
async function visit(url: string, place: JoinShape): Promise<void> {
  const headers = { authorization: `Place ${place.placeToken}` };
  const pass = await until(
    'the turn',
    async () => {
      const claimed = await call<AdmissionShape>(`${url}/v1/place/admission`, { headers, body: {} });
      if (claimed.status === 200) return claimed.body.pass;
      await new Promise((resolve) => setTimeout(resolve, 1_100)); // 10 claims per 10 s are allowed
      return null;
    },
    80_000,
  );
  await call(`${url}/v1/passes/current`, { method: 'DELETE', headers: passHeaders(pass) });
}

const LOOK_EVERY_MS = 20;

/** Looks again and again at how many are in or called: whoever is called beyond the cap stays so for seconds. */
function watch({ id }: SaleShape): { most: () => number; stop: () => Promise<void> } {
  const inside = `return redis.call('ZCARD', KEYS[1]) + redis.call('ZCARD', KEYS[2])`;
  let most = 0;
  let isOver = false;
  const keys = [Keys.active(id), Keys.laneSet(id, 'general', 'called')];
  const looking = (async () => {
    while (!isOver) {
      most = Math.max(most, Number(await redis.eval(inside, 2, ...keys)));
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  })();
  return {
    most: () => most,
    stop: async () => {
      isOver = true;
      await looking;
    },
  };
}

describe('a conductor that hangs in the middle of a sale', () => {
  it('is replaced within seconds, calls nobody beyond the cap when it resumes, and everybody has had a turn', async () => {
    const sale = await publishedSale(nodeOf('node-a').url, { policy: { cap: CAP, perMinute: 240 } });
    const leader = leaderOf(sale.id, names) === 'node-a' ? 'node-a' : 'node-b';
    const { process: leading } = nodeOf(leader);
    const { process: following, url } = nodeOf(leader === 'node-a' ? 'node-b' : 'node-a');
    const places = await Promise.all(Array.from({ length: FANS }, () => joinLine(url, sale.slug)));
    const seen = watch(sale);
    let visited = 0;
    const crowd = Promise.all(places.map((place) => visit(url, place).then(() => (visited += 1))));
    const come = async (count: number): Promise<void> =>
      void (await until(`${count} visits`, () => Promise.resolve(visited >= count), 60_000));

    await come(HUNG_AFTER);
    leading.hang();
    const atTheFault = await ticks(sale);
    await until('the other conductor', async () => (await ticks(sale)) >= atTheFault + 4);
    await come(RESUMED_AFTER);
    leading.goOn();
    await crowd;
    await seen.stop();
    expect(seen.most()).toBeGreaterThan(1);
    expect(seen.most()).toBeLessThanOrEqual(CAP);
    expect(Number(await redis.hget(Keys.sale(sale.id), 'claimedTotal'))).toBe(FANS);

    // negative control: without any conductor the line stands still, so the ticks above were the other one's
    for (const { process } of nodes.values()) process.hang();
    const halted = await ticks(sale);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await ticks(sale)).toBe(halted);
    for (const process of [leading, following]) process.goOn();
  }, 120_000);
});
