import { jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { LineStore } from '../../../src/queue/line/line.store.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { defineScript } from '../../../src/platform/redis/define-script.js';
import { freshDatabase, freshRedis, type OwnRedis } from '../../support/services.js';
import {
  type Installation,
  installation,
  joinMany,
  newSaleId,
  numberOf,
  open,
  passTime,
  publish,
  type QueueNode,
  rebuild,
  reportWell,
  setupOf,
  startQueueNode,
} from './line.support.js';

jest.setTimeout(60_000);
const nodes: QueueNode[] = [];
let terms: Omit<Installation, 'redisUrl'>;
let primary: OwnRedis;
let saleId: string;
beforeAll(async () => {
  primary = await freshRedis();
  terms = installation(await freshDatabase(), primary.url);
});
afterAll(async () => {
  for (const node of nodes) await node.close();
});
beforeEach(() => {
  saleId = newSaleId();
});
async function nodeOn(redisUrl: string): Promise<QueueNode> {
  const node = await startQueueNode({ ...terms, redisUrl });
  nodes.push(node);
  return node;
}
const numbersOf = (node: QueueNode, tokens: readonly string[]): number[] =>
  tokens.map((token) => numberOf(node, token));
const kindOf = async (answer: Promise<{ kind: string }>): Promise<string> => (await answer).kind;
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await holds().catch(() => false)); ) {
    if (Date.now() > end) throw new Error(`${what} did not happen`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Retries: a machine that starts many servers at once may be slow to answer the first statement. */
async function published(node: QueueNode, policy: Parameters<typeof setupOf>[1] = {}): Promise<void> {
  await until('the sale', async () => {
    await publish(node, setupOf(saleId, policy));
    return true;
  });
}

/** Takes numbers as a node would that believes whatever Redis says, without the guard of epoch and server. */
async function takenBlindly(url: string, count: number): Promise<number[]> {
  const redis = new Redis(url);
  const [epoch, runId] = await redis.hmget(Keys.sale(saleId), 'epoch', 'runId');
  const join = defineScript({ room: 'queue', name: 'join-line' });
  const keys = [Keys.sale(saleId), Keys.lane(saleId, 'general')];
  const [, first, taken] = (await join.run(redis, keys, [epoch ?? '', runId ?? '', count])) as [string, number, number];
  redis.disconnect();
  return Array.from({ length: taken }, (_, index) => first + index);
}
const shared = (one: readonly number[], other: readonly number[]): number[] => one.filter((n) => other.includes(n));

describe('an append-only file that lost its last second', () => {
  it('gives no number twice: the line is refused until it is rebuilt, then goes on above every number given', async () => {
    const node = await nodeOn(primary.url);
    await published(node);
    await joinMany(node, saleId, 20);
    const kept = await primary.appended();
    const lost = numbersOf(node, await joinMany(node, saleId, 30)); // given to fans, then lost
    await primary.kill();
    await primary.cutAppended(kept);
    await primary.restart();
    await until('the connection', () => Promise.resolve(node.redis.runId(saleId) !== null));
    // negative control: what Redis remembers is older than what fans were given
    expect(shared(await takenBlindly(primary.url, 5), lost)).toHaveLength(5);
    expect(await kindOf(node.joins.join(saleId, { lane: 'general' }))).toBe('away');
    expect(await node.epochs.isAlive(saleId)).toBe(false);
    await rebuild(node, setupOf(saleId));
    const fresh = numbersOf(node, await joinMany(node, saleId, 30));
    expect(Math.min(...fresh)).toBeGreaterThan(Math.max(...lost));
  });
});

describe('a replica that fell behind', () => {
  /** Starts a replica, detaches it while fans go on joining the primary, and makes it a primary of its own. */
  async function detached(): Promise<{ old: QueueNode; replica: OwnRedis; missed: number[] }> {
    const old = await nodeOn(primary.url);
    await published(old);
    await joinMany(old, saleId, 20);
    const replica = await freshRedis();
    const admin = new Redis(replica.url);
    const { port, password } = new URL(primary.url);
    await admin.config('SET', 'masterauth', password);
    await admin.replicaof('127.0.0.1', port);
    await until('the copy', async () => (await admin.hget(Keys.lane(saleId, 'general'), 'arrivals')) === '20');
    await admin.replicaof('NO', 'ONE');
    admin.disconnect();
    const missed = numbersOf(old, await joinMany(old, saleId, 30)); // the replica never hears of these
    return { old, replica, missed };
  }

  it('and is promoted late gives no number twice', async () => {
    const { replica, missed } = await detached();
    const promoted = await nodeOn(replica.url);
    // negative control: counting on from the copy
    expect(shared(await takenBlindly(replica.url, 5), missed)).toHaveLength(5);
    expect(await kindOf(promoted.joins.join(saleId, { lane: 'general' }))).toBe('away');
    await rebuild(promoted, setupOf(saleId));
    expect(shared(numbersOf(promoted, await joinMany(promoted, saleId, 50)), missed)).toEqual([]);
  });

  it('beside a primary that still lives gives no number twice, and the old one soon takes nobody', async () => {
    const { old, replica, missed } = await detached();
    const promoted = await nodeOn(replica.url);
    await rebuild(promoted, setupOf(saleId));
    // beyond those reserved for the old one begins what its successor gives
    const reserved = Number(await old.redis.core.hget(Keys.lane(saleId, 'general'), 'reserved'));
    const { epoch } = await promoted.prisma.queueSale.findUniqueOrThrow({ where: { saleId } });
    expect(await old.repository.raiseReserved(saleId, 'general', epoch - 1, reserved + 5_000)).toBeNull();
    await old.reservations.raised(saleId, 'general', reserved);
    expect(await old.redis.core.hget(Keys.lane(saleId, 'general'), 'reserved')).toBe(String(reserved));
    // for at most two seconds the other side of the partition trusts its epoch, within the numbers reserved for it
    const given = new Set<number>(missed);
    const both: number[] = [];
    const takeOn = async (node: QueueNode): Promise<boolean> => {
      const joined = await node.joins.join(saleId, { lane: 'general' });
      if (joined.kind !== 'taken') return true;
      if (given.has(joined.number)) both.push(joined.number);
      given.add(joined.number);
      return false;
    };
    await until('the refusal', async () => {
      expect(await takeOn(promoted)).toBe(false);
      return await takeOn(old);
    });
    expect(both).toEqual([]);
    expect(given.size).toBeGreaterThan(missed.length);
    expect(await kindOf(old.joins.join(saleId, { lane: 'general' }))).toBe('away');
    expect(await old.admissions.tick(saleId)).toBeNull();
    // negative control: without the epoch in Postgres the old primary would go on for ever
    expect(await takenBlindly(primary.url, 1)).toHaveLength(1);
  });
});

describe('a conductor that was stopped between reading and calling', () => {
  it('changes nothing when it resumes: its decision belongs to a tick that is over', async () => {
    const [stopped, going] = [await nodeOn(primary.url), await nodeOn(primary.url)];
    await published(going, { cap: 5, perMinute: 600 });
    await reportWell(going, saleId);
    await joinMany(going, saleId, 40);
    await open(going, saleId);
    await going.redis.core.hincrby(Keys.sale(saleId), 'lastTick', -250);
    let resume = (): void => undefined;
    const resumed = new Promise<void>((resolve) => {
      resume = resolve;
    });
    const read = jest.spyOn(LineStore.prototype, 'tick').mockImplementationOnce(async function (
      this: LineStore,
      ...decided
    ) {
      await resumed;
      return await this.tick(...decided);
    });
    const late = stopped.admissions.tick(saleId);
    await until('the stop', () => Promise.resolve(read.mock.calls.length === 1));
    for (let n = 0; n < 8; n += 1) {
      await passTime(going, saleId, 1_000);
      await going.places.reportPresent(
        saleId,
        'general',
        Array.from({ length: 40 }, (_, index) => index + 1),
      );
    }
    const before = await going.lineFigures.of(saleId);
    expect(before?.called).toBe(5);
    await going.redis.core.hincrby(Keys.sale(saleId), 'lastTick', -250);
    resume();
    expect(await late).toBeNull();
    expect(await going.lineFigures.of(saleId)).toMatchObject({ called: 5, reason: before?.reason });
    jest.restoreAllMocks();
  });

  it('would overwrite the decisions made since, without the guard of the tick', async () => {
    const node = await nodeOn(primary.url);
    await published(node);
    await passTime(node, saleId, 2_000);
    const blind = defineScript({
      room: 'queue',
      name: 'call-next',
      mutate: (source) => source.replace(/^if \(sale\[1\] or '0'\).*$/m, ''),
    });
    const sets = ['ready', 'seen', 'called', 'lapsed', 'history'] as const;
    const keys = [
      ...[Keys.sale(saleId), Keys.active(saleId), Keys.admission(saleId), Keys.lane(saleId, 'general')],
      ...sets.map((set) => Keys.laneSet(saleId, 'general', set)),
    ];
    await node.redis.core.hincrby(Keys.sale(saleId), 'lastTick', -250);
    const [epoch, runId] = await node.redis.core.hmget(Keys.sale(saleId), 'epoch', 'runId');
    const longPast = [epoch ?? '', runId ?? '', 0, 60_000_000, 50, 'PAYMENTS_DOWN', 1, 200];
    const [code] = (await blind.run(node.redis.core, keys, longPast)) as [string];
    expect(code).toBe('TICKED');
    expect((await node.lineFigures.of(saleId))?.reason).toBe('PAYMENTS_DOWN');
  });
});
