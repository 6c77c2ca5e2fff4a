import { Keys } from '../../../src/platform/redis/keys.js';
import { defineScript } from '../../../src/platform/redis/define-script.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import {
  installation,
  joinMany,
  newSaleId,
  open,
  passTime,
  positionOf,
  publish,
  type QueueNode,
  reportWell,
  setupOf,
  startQueueNode,
} from './line.support.js';

let nodes: QueueNode[];
let saleId: string;
beforeAll(async () => {
  const terms = installation(await freshDatabase(), await sharedRedisUrl());
  nodes = await Promise.all(Array.from({ length: 5 }, () => startQueueNode(terms)));
});
afterAll(async () => {
  for (const node of nodes) await node.close();
});
beforeEach(() => {
  saleId = newSaleId();
});
const first = (): QueueNode => nodes[0] as QueueNode;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Reports every place in the line as present, called or not. */
async function everybodyIsPresent(count: number): Promise<void> {
  await first().places.reportPresent(
    saleId,
    'general',
    Array.from({ length: count }, (_, index) => index + 1),
  );
}

/** Ticks with a guard of the script removed, as decided by a policy with a cap of 3. */
async function blindTick(mutate: (source: string) => string): Promise<void> {
  const { core } = first().redis;
  const blind = defineScript({ room: 'queue', name: 'call-next', mutate });
  const sets = ['ready', 'seen', 'called', 'lapsed', 'history'] as const;
  const keys = [
    Keys.sale(saleId),
    Keys.active(saleId),
    Keys.admission(saleId),
    Keys.lane(saleId, 'general'),
    ...sets.map((set) => Keys.laneSet(saleId, 'general', set)),
  ];
  const [epoch, runId, tickId] = await core.hmget(Keys.sale(saleId), 'epoch', 'runId', 'tickId');
  const reply = await blind.run(core, keys, [
    ...[epoch ?? '', runId ?? '', tickId ?? ''],
    ...[60_000_000_000, 3, 'AT_RATE', 1, 200],
  ]);
  expect(reply).toEqual(expect.arrayContaining(['TICKED']));
}

describe('five nodes that tick at the same time without any lease', () => {
  it('never pass the cap or the rate, at any instant', async () => {
    const cap = 12;
    const perMinute = 600;
    await publish(first(), setupOf(saleId, { cap, perMinute, graceSeconds: 1 }));
    await reportWell(first(), saleId);
    await joinMany(first(), saleId, 400);
    await open(first(), saleId);

    const started = Date.now();
    const until = started + 4_000;
    const going = (): boolean => Date.now() < until || (called <= cap && Date.now() < until + 6_000);
    let called = 0;
    let highest = 0;
    const beat = async (node: QueueNode): Promise<void> => {
      while (going()) {
        const ticked = await node.admissions.tick(saleId);
        called += ticked?.called ?? 0;
        await pause(3);
      }
    };
    const watch = async (): Promise<void> => {
      while (going()) {
        const figures = await first().lineFigures.of(saleId);
        highest = Math.max(highest, (figures?.active ?? 0) + (figures?.called ?? 0));
        await pause(5);
      }
    };
    const present = async (): Promise<void> => {
      while (going()) {
        await everybodyIsPresent(400);
        await reportWell(first(), saleId);
        await pause(200);
      }
    };
    await Promise.all([...nodes.map(beat), watch(), present()]);

    const seconds = (Date.now() - started) / 1_000;
    const lapsed = called - ((await first().lineFigures.of(saleId))?.called ?? 0);
    expect(highest).toBeLessThanOrEqual(cap);
    expect(called).toBeGreaterThan(cap); // lapsed calls freed their slots
    expect(called).toBeLessThanOrEqual((perMinute / 60) * seconds + (perMinute / 60) * 0.5 + 1 + lapsed);
  });

  it('pass the cap when the script’s guard is taken out', async () => {
    await publish(first(), setupOf(saleId, { cap: 3 }));
    await reportWell(first(), saleId);
    await joinMany(first(), saleId, 50);
    await open(first(), saleId);
    await passTime(first(), saleId, 250);
    await everybodyIsPresent(50);
    for (let n = 0; n < 3; n += 1) {
      await first().redis.core.hincrby(Keys.sale(saleId), 'lastTick', -250);
      await blindTick((source) => source.replace('cap - taken, CALLS_MAX', 'CALLS_MAX'));
    }
    expect((await first().lineFigures.of(saleId))?.called).toBeGreaterThan(3);
  });

  it('refuses a decision that was made on another tick', async () => {
    await publish(first(), setupOf(saleId));
    await passTime(first(), saleId, 250);
    const tickId = async () => Number(await first().redis.core.hget(Keys.sale(saleId), 'tickId'));
    for (let n = 0; n < 5; n += 1) {
      const before = await tickId();
      await first().redis.core.hincrby(Keys.sale(saleId), 'lastTick', -250);
      const results = await Promise.all(nodes.map((node) => node.admissions.tick(saleId)));
      const ticked = results.filter((result) => result !== null).length;
      // a machine slower than a tick may make room for a second one, which must be decided on the first
      expect(ticked).toBeGreaterThan(0);
      expect((await tickId()) - before).toBe(ticked);
    }
  });
});

describe('sale time', () => {
  it('goes on by at most a second over an outage or a jump of the clock, and not at all when the clock goes back', async () => {
    await publish(first(), setupOf(saleId));
    await passTime(first(), saleId, 250);
    const saleMs = async (): Promise<number> => Number(await first().redis.core.hget(Keys.sale(saleId), 'saleMs'));
    const before = await saleMs();
    await first().redis.core.hincrby(Keys.sale(saleId), 'lastTick', -3_600_000);
    await first().admissions.tick(saleId);
    expect(await saleMs()).toBe(before + 1_000);
    await first().redis.core.hincrby(Keys.sale(saleId), 'lastTick', 3_600_000);
    expect(await first().admissions.tick(saleId)).toEqual({ called: 0 });
    expect(await saleMs()).toBe(before + 1_000);
  });

  it('follows a clock that jumps, and goes back with it, when the bounds are taken out', async () => {
    await publish(first(), setupOf(saleId));
    await passTime(first(), saleId, 250);
    const saleMs = async (): Promise<number> => Number(await first().redis.core.hget(Keys.sale(saleId), 'saleMs'));
    const unbounded = (source: string): string =>
      source.replace('math.max(0, math.min(1000, wallNow - lastTick))', 'wallNow - lastTick');
    const before = await saleMs();
    await first().redis.core.hincrby(Keys.sale(saleId), 'lastTick', -3_600_000);
    await blindTick(unbounded);
    expect(await saleMs()).toBeGreaterThanOrEqual(before + 3_600_000); // every hold and order would have lapsed
    await first().redis.core.hincrby(Keys.sale(saleId), 'lastTick', 7_200_000);
    await blindTick(unbounded);
    expect(await saleMs()).toBeLessThan(before);
  });
});

describe('ghosts', () => {
  it('block nobody: a place that never comes back costs no turn', async () => {
    await publish(first(), setupOf(saleId, { cap: 30, perMinute: 6_000 }));
    await reportWell(first(), saleId);
    const tokens = await joinMany(first(), saleId, 420); // twenty absent places per fan
    await open(first(), saleId);
    await passTime(first(), saleId, 250);
    const fans = tokens.filter((_, index) => index % 21 === 0);
    const admitted = new Set<string>();
    for (let round = 0; round < 12 && admitted.size < fans.length; round += 1) {
      for (const fan of fans) {
        if (admitted.has(fan)) continue;
        const claim = await first().claims.claim(fan);
        if (claim.kind === 'admitted') admitted.add(fan);
        else if (claim.kind !== 'RATE_LIMITED') expect(claim.kind).toBe('NOT_YET');
      }
      await passTime(first(), saleId, 2_000); // windows widen every two seconds
      await reportWell(first(), saleId);
    }
    expect(admitted.size).toBe(20);
    const highest = Math.max(...(await Promise.all(fans.map((fan) => positionOf(first(), fan)))));
    expect((await first().lineFigures.of(saleId))?.lanes.general?.serving).toBe(highest);
  });
});
