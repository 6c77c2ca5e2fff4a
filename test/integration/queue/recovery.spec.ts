import { jest } from '@jest/globals';
import { Keys } from '../../../src/platform/redis/keys.js';
import { defineScript } from '../../../src/platform/redis/define-script.js';
import { freshDatabase, freshRedis } from '../../support/services.js';
import {
  admit,
  installation,
  joinMany,
  newSaleId,
  numberOf,
  open,
  passTime,
  positionOf,
  publish,
  type QueueNode,
  rebuild,
  reportWell,
  setupOf,
  skipQuiet,
  startQueueNode,
} from './line.support.js';

let nodes: QueueNode[];
let saleId: string;
beforeAll(async () => {
  const redis = await freshRedis({ appendonly: false });
  const terms = installation(await freshDatabase(), redis.url);
  nodes = [await startQueueNode(terms), await startQueueNode(terms)];
});
afterAll(async () => {
  for (const node of nodes) await node.close();
});
beforeEach(() => {
  saleId = newSaleId();
});
const one = (): QueueNode => nodes[0] as QueueNode;
const other = (): QueueNode => nodes[1] as QueueNode;
const kindOf = async (answer: Promise<{ kind: string }>): Promise<string> => (await answer).kind;

describe('when Redis is emptied', () => {
  it('refuses everything until the line is rebuilt, then goes on with new numbers and the same S', async () => {
    const setup = setupOf(saleId, { cap: 100 });
    await publish(one(), setup);
    await reportWell(one(), saleId);
    const tokens = await joinMany(one(), saleId, 60);
    await open(one(), saleId);
    await passTime(one(), saleId, 250);
    await one().places.reportPresent(
      saleId,
      'general',
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
    await passTime(one(), saleId, 500);
    const serving = (await one().lineFigures.of(saleId))?.lanes.general?.serving;
    expect(serving).toBe(30);
    await passTime(one(), saleId, 250); // only figures read by a tick are persisted
    await one().progress.runOnce();
    const before = await positionOf(one(), tokens[0] ?? '');

    await one().redis.core.flushall();
    expect(await one().epochs.isAlive(saleId)).toBe(false);
    expect(await kindOf(one().joins.join(saleId, { lane: 'general' }))).toBe('away');
    expect(await kindOf(one().claims.claim(tokens[0] ?? ''))).toBe('away');
    expect(await kindOf(one().places.place(tokens[0] ?? ''))).toBe('away');
    expect(await one().admissions.tick(saleId)).toBeNull();

    await rebuild(one(), { ...setup, state: 'on_sale' });
    expect(await one().epochs.isAlive(saleId)).toBe(true);
    const [fresh = ''] = await joinMany(other(), saleId, 1); // the other node still had the old epoch
    expect(numberOf(one(), fresh)).toBe(10_001);
    expect(await positionOf(one(), tokens[0] ?? '')).toBe(before);
    const figures = await one().lineFigures.of(saleId);
    expect(figures?.lanes.general).toMatchObject({ serving: 30, drawn: 60, arrivals: 10_001, unused: 9_940 });
    expect(figures?.saleMs).toBeGreaterThan(0);

    await one().claims.claim(tokens.at(-1) ?? '');
    await reportWell(one(), saleId);
    await passTime(one(), saleId, 14_000);
    expect((await one().lineFigures.of(saleId))?.called).toBe(0); // fans who were inside return first
  });

  it('lets in again who was in and shows the last pass, counted against the cap, and nobody else', async () => {
    const setup = setupOf(saleId, { cap: 1 });
    await publish(one(), setup);
    await reportWell(one(), saleId);
    const tokens = await joinMany(one(), saleId, 2);
    await open(one(), saleId);
    const { pass } = await admit(one(), saleId, tokens[0] ?? '');
    const before = await one().passes.permit(pass);
    await one().progress.runOnce();
    await one().redis.core.flushall();
    await rebuild(one(), { ...setup, state: 'on_sale' });

    expect(await kindOf(one().passes.permit(pass))).toBe('expired');
    expect(await kindOf(one().claims.claim(tokens[1] ?? '', pass))).toBe('NOT_YET'); // another fan's pass
    const again = await one().claims.claim(tokens[0] ?? '', pass);
    if (again.kind !== 'admitted' || before.kind !== 'ok') throw new Error(again.kind);
    expect(await one().passes.permit(again.pass)).toMatchObject({
      kind: 'ok',
      permit: { admissionId: before.permit.admissionId, fanKey: before.permit.fanKey },
    });
    expect((await one().lineFigures.of(saleId))?.active).toBe(1);
  });

  it('gives a number twice when the guard of the reserved number is taken out', async () => {
    const setup = setupOf(saleId);
    await publish(one(), setup);
    const blind = defineScript({
      room: 'queue',
      name: 'join-line',
      mutate: (source) => source.replace(/local count = .*guard: reserved/, 'local count = tonumber(ARGV[3])'),
    });
    const take = async (count: number): Promise<number> => {
      const [epoch, runId] = await one().redis.core.hmget(Keys.sale(saleId), 'epoch', 'runId');
      const answer = (await blind.run(
        one().redis.core,
        [Keys.sale(saleId), Keys.lane(saleId, 'general')],
        [epoch ?? '', runId ?? '', count],
      )) as [string, number, number];
      return answer[1] + answer[2] - 1;
    };
    const last = await take(10_500);
    await one().redis.core.flushall();
    await rebuild(one(), setup);
    const [fresh = ''] = await joinMany(one(), saleId, 1);
    expect(numberOf(one(), fresh)).toBeLessThanOrEqual(last);
  });
});

describe('the figures', () => {
  it('forget nodes that have been silent for a minute, once many have come and gone', async () => {
    await publish(one(), setupOf(saleId));
    const { core } = one().redis;
    const report = JSON.stringify({ connected: { general: 1 } });
    const at = (node: number, ageMs: number): [string, string] => [`gone-${node}`, `${Date.now() - ageMs} ${report}`];
    const restarts = Array.from({ length: 1_000 }, (_, node) => at(node, 61_000));
    await core.hset(Keys.nodes(saleId), new Map([...restarts, at(1_001, 1_000)]));
    await one().lineFigures.reportNode(saleId, { general: 1 });
    expect(await core.hlen(Keys.nodes(saleId))).toBe(2);
    await core.hset(Keys.nodes(saleId), new Map([at(1, 61_000)]));
    await one().lineFigures.reportNode(saleId, { general: 1 });
    expect(await core.hlen(Keys.nodes(saleId))).toBe(3); // few are not searched
  });

  it('are read once for all who ask at the same time', async () => {
    await publish(one(), setupOf(saleId));
    await one().epochGuard.stamp(saleId); // caches what Postgres holds
    const calls = jest.spyOn(one().redis.core, 'evalsha');
    await Promise.all([one().lineFigures.now(saleId), one().lineFigures.now(saleId), one().lineFigures.of(saleId)]);
    expect(calls).toHaveBeenCalledTimes(1);
    calls.mockRestore();
  });
});

describe('the policy', () => {
  it('is written once, so that telling it again refuses no tick that was decided on it', async () => {
    const setup = setupOf(saleId);
    await publish(one(), setup);
    const tickId = (): Promise<string | null> => one().redis.core.hget(Keys.sale(saleId), 'tickId');
    const before = await tickId();
    await one().epochs.applySetup(setup);
    expect(await tickId()).toBe(before);
    await one().epochs.applySetup({ ...setup, policyVersion: 2 });
    expect(Number(await tickId())).toBe(Number(before) + 1);
  });
});

describe('a recovery', () => {
  it('does not begin where the server refuses writes, and nothing that failed to begin raises the epoch', async () => {
    await publish(one(), setupOf(saleId));
    const { epochs, redis } = one();
    const epoch = async () => (await one().repository.epochsOf([saleId]))[0]?.epoch;
    const before = await epoch();
    const held = () => redis.core.hgetall(Keys.sale(saleId));
    const hash = await held();
    await redis.core.config('SET', 'min-replicas-to-write', '1'); // like a primary cut off from its replicas
    try {
      expect(await epochs.writableOf([saleId])).toEqual([]);
      await expect(epochs.begin(saleId)).rejects.toThrow('NOREPLICAS');
    } finally {
      await redis.core.config('SET', 'min-replicas-to-write', '0');
    }
    expect([await epochs.writableOf([saleId]), await epoch(), await held()]).toEqual([[saleId], before, hash]);
    await expect(epochs.begin(saleId, AbortSignal.abort(new Error('given up')))).rejects.toThrow('given up');
    expect([await epoch(), await held()]).toEqual([before, hash]);
  });

  it('that was overtaken by another may neither rebuild nor open', async () => {
    const setup = setupOf(saleId);
    await publish(one(), setup);
    const slow = await one().epochs.begin(saleId);
    const fast = await other().epochs.begin(saleId);
    expect(fast).toBe(slow + 1);
    await expect(one().epochs.restore(setup, slow)).rejects.toThrow('another recovery');
    await other().epochs.restore(setup, fast);
    await expect(one().epochs.open(saleId, slow)).rejects.toThrow('cannot be opened');
    await other().epochs.open(saleId, fast);
    await joinMany(one(), saleId, 1);
  });

  it('is not begun once more by a node that remembers the epoch before it', async () => {
    const setup = setupOf(saleId);
    await publish(one(), setup);
    expect(await other().epochs.isAlive(saleId)).toBe(true);
    await rebuild(one(), setup);
    expect(await other().epochs.isAlive(saleId)).toBe(true);
  });

  it('does not open on another server than it began on', async () => {
    const setup = setupOf(saleId);
    await publish(one(), setup);
    const epoch = await one().epochs.begin(saleId);
    await one().epochs.restore(setup, epoch);
    const { redis } = one();
    const runId = jest.spyOn(redis, 'runId').mockReturnValue('promoted');
    await expect(one().epochs.open(saleId, epoch)).rejects.toThrow('cannot be opened');
    runId.mockRestore();
    expect(await one().epochs.isAlive(saleId)).toBe(false);
    await rebuild(one(), setup);
    expect(await one().epochs.isAlive(saleId)).toBe(true);
  });

  it('leaves a frozen draw waiting for its beacon, with every place answered, and the quiet time still ahead', async () => {
    const setup = { ...setupOf(saleId), beacon: true };
    await publish(one(), setup);
    const [first = '', second = ''] = await joinMany(one(), saleId, 3);
    expect(await one().draws.fix(saleId)).toBe('awaiting_beacon');
    const answers = async () => {
      const place = await one().places.place(first);
      return [await kindOf(one().claims.claim(first)), place.kind === 'place' && place.place.state];
    };
    const before = await answers();
    await one().redis.core.flushall();
    await rebuild(one(), setup);
    expect(before).not.toContain('away');
    expect(await answers()).toEqual(before);
    expect(await kindOf(one().places.leave(second))).toBe('left_now');
    expect((await one().lineFigures.of(saleId))?.lanes.general?.drawn).toBe(3);

    await one().repository.keepBeacon(saleId, 7, 'ab'.repeat(32), 'cd'.repeat(48));
    await one().epochGuard.stamp(saleId, true); // the node reads that the beacon is in
    expect(await one().draws.fix(saleId)).toBe('drawn');
    const [drawnAt, quietUntil] = await one().redis.core.hmget(Keys.sale(saleId), 'drawnAt', 'quietUntil');
    expect(Number(quietUntil) - Number(drawnAt)).toBe(5_000);
    expect(await positionOf(one(), first)).toBeGreaterThan(0);
  });

  it('keeps the draw that Postgres accepted, whatever Redis counts', async () => {
    const setup = setupOf(saleId);
    await publish(one(), setup);
    await joinMany(one(), saleId, 5);
    await one().draws.fix(saleId);
    await one().redis.core.hset(Keys.lane(saleId, 'general'), 'drawn', 3);
    await rebuild(one(), setup);
    await one().draws.fix(saleId);
    await skipQuiet(one(), saleId);
    expect((await one().lineFigures.of(saleId))?.lanes.general?.drawn).toBe(5);
  });
});

describe('progress', () => {
  it('keeps an extension of deadlines, against readings from before it and after a lost answer', async () => {
    const MORE = 600_000;
    await publish(one(), setupOf(saleId));
    const { repository } = one();
    const stored = async () => Number((await one().prisma.queueSale.findUniqueOrThrow({ where: { saleId } })).saleMs);
    const kept = async () => {
      await passTime(one(), saleId, 1_000);
      await passTime(one(), saleId, 250); // only figures read by a tick are persisted
      await one().progress.runOnce();
      return await stored();
    };
    const before = await kept();
    const old = { saleId, epoch: 1, saleMs: before + 500, extendedMs: 0, lanes: [] };
    expect((await one().epochs.extendDeadlines(saleId, MORE)).kind).toBe('extended');
    const extended = await stored();
    expect(before - extended).toBeGreaterThan(MORE - 10_000);
    await repository.keepProgress([old]); // read by a conductor just before
    expect(await stored()).toBe(extended);
    const next = await kept();
    expect(next).toBeGreaterThan(extended);

    const lost = jest.spyOn(repository, 'keepProgress').mockRejectedValueOnce(new Error('no answer'));
    expect((await one().epochs.extendDeadlines(saleId, MORE)).kind).toBe('extended');
    lost.mockRestore();
    expect(await stored()).toBe(next);
    expect(next - (await kept())).toBeGreaterThan(MORE - 10_000);

    await rebuild(one(), setupOf(saleId));
    const resumed = await stored();
    expect(await one().prisma.queueSale.findUniqueOrThrow({ where: { saleId } })).toMatchObject({
      epoch: 2,
      extendedMs: 0n, // a node of the version before compares its 0 with it
      extendedEpoch: 2,
    });
    expect(await kept()).toBeGreaterThan(resumed);
  });

  it('goes on in an epoch that a node of the version before began, which leaves the sum of extensions as it was', async () => {
    await publish(one(), setupOf(saleId));
    const stored = async () => Number((await one().prisma.queueSale.findUniqueOrThrow({ where: { saleId } })).saleMs);
    expect((await one().epochs.extendDeadlines(saleId, 600_000)).kind).toBe('extended');
    const before = await stored();
    await one().prisma.queueSale.update({ where: { saleId }, data: { epoch: 2 } });
    const reading = { saleId, epoch: 2, extendedMs: 0, lanes: [] };
    await one().repository.keepProgress([{ ...reading, saleMs: before + 700 }]);
    expect(await stored()).toBe(before + 700);
    await one().repository.keepProgress([{ ...reading, saleMs: before + 300 }]);
    expect(await stored()).toBe(before + 700);
    await one().repository.keepProgress([{ ...reading, saleMs: before - 4_000, extendedMs: 5_000 }]);
    expect(await stored()).toBe(before - 4_000);
  });

  it('is kept in one statement for all lines, once while they stand still, and for each alone when that fails', async () => {
    const sales = [newSaleId(), newSaleId(), newSaleId()];
    for (const id of sales) {
      await publish(one(), setupOf(id));
      await passTime(one(), id, 1_000);
      await one().admissions.tick(id);
    }
    const keep = jest.spyOn(one().repository, 'keepProgress');
    await one().progress.runOnce();
    expect(keep).toHaveBeenCalledTimes(1);
    const stored = await one().prisma.queueSale.findMany({ where: { saleId: { in: sales } } });
    expect(stored.every(({ saleMs }) => saleMs > 0n)).toBe(true);
    await one().progress.runOnce();
    expect(keep).toHaveBeenCalledTimes(1);

    const [poisoned = '', healthy = ''] = sales;
    for (const id of [poisoned, healthy]) await passTime(one(), id, 1_000);
    for (const id of [poisoned, healthy]) await one().admissions.tick(id);
    for (const id of [poisoned, healthy]) await passTime(one(), id, 250);
    const before = (await one().prisma.queueSale.findUniqueOrThrow({ where: { saleId: healthy } })).saleMs;
    keep.mockRestore();
    const original = one().repository.keepProgress.bind(one().repository);
    const failing = jest
      .spyOn(one().repository, 'keepProgress')
      .mockImplementation((batch) =>
        batch.some((progress) => progress.saleId === poisoned)
          ? Promise.reject(new Error('overflow'))
          : original(batch),
      );
    await one().progress.runOnce();
    failing.mockRestore();
    const after = (await one().prisma.queueSale.findUniqueOrThrow({ where: { saleId: healthy } })).saleMs;
    expect(after).toBeGreaterThan(before);
  });
});
