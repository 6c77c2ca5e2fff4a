import { Prisma } from '../../../src/generated/prisma/client.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MAX_LIVE_SALES, type SaleColumns } from '../../../src/sales/catalogue/sales.repository.js';
import { QueueAwayError } from '../../../src/queue/queue.errors.js';
import { type BeaconChain, verifyBeacon } from '../../../src/contract/line/beacon.js';
import { drawReport } from '../../../src/verify-draw.js';
import { recordedBeacon as vectors } from '../../support/recorded-beacon.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import {
  createSale,
  HandClock,
  installation,
  lookAt,
  MINUTE,
  never,
  NOW,
  past,
  publishSale,
  saleInput,
  type SalesNode,
  SkewedClock,
  startSalesNode,
  toldOf,
} from './sales-node.js';

const clock = new HandClock();
/** The clock of node two, which a test may put wrong. */
const skewed = new SkewedClock(clock);
let one: SalesNode;
let two: SalesNode;

beforeAll(async () => {
  const terms = installation(await freshDatabase(), await sharedRedisUrl());
  one = await startSalesNode(terms, clock);
  two = await startSalesNode(terms, skewed, clock);
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
});
beforeEach(() => {
  clock.ms = NOW;
  skewed.byMs = 0;
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Advances time past the nodes' one-second caches. */
async function goTo(ms: number): Promise<void> {
  clock.ms = ms;
  await one.scheduler.runOnce(never);
}
const stateOf = async (saleId: string) => (await one.prisma.sale.findUniqueOrThrow({ where: { id: saleId } })).state;

describe('publishing', () => {
  it('waits for the boundaries that lie ahead', async () => {
    const sale = await publishSale(one);
    expect(sale.state).toBe('scheduled');
    expect(await toldOf(one, sale.id)).toEqual(['sale.scheduled']);
    const figures = await one.lineFigures.of(sale.id);
    expect(figures).toMatchObject({ state: 'scheduled', draw: { seed: null } });
    expect(figures?.draw.commitment).toMatch(/^[0-9a-f]{64}$/);
  });

  it('crosses every boundary that is past before it answers, with nobody drawn and the seed shown', async () => {
    const sale = await publishSale(one, past);
    expect(sale.state).toBe('on_sale');
    expect(await toldOf(one, sale.id)).toEqual(['sale.scheduled', 'sale.prequeue_opened', 'sale.opened']);
    const figures = await one.lineFigures.of(sale.id);
    expect(figures).toMatchObject({ state: 'on_sale', lanes: { general: { drawn: 0 } } });
    expect(figures?.draw.seed).toMatch(/^[0-9a-f]{64}$/);
  });

  it('closes at once a sale whose end is past too', async () => {
    const sale = await publishSale(one, { ...past, closesAt: new Date(NOW - 1).toISOString() });
    expect(sale.state).toBe('closed');
    expect(await toldOf(one, sale.id)).toEqual([
      'sale.scheduled',
      'sale.prequeue_opened',
      'sale.opened',
      'sale.closed',
    ]);
  });

  it('stays a draft when the line cannot be built, and is published when it is asked again', async () => {
    const { id } = await createSale(one, past);
    jest.spyOn(one.epochs, 'open').mockRejectedValueOnce(new QueueAwayError('it cannot be opened'));
    expect(await one.sales.publish(id)).toEqual({ kind: 'away' });
    expect(await stateOf(id)).toBe('draft');
    expect(await one.sales.publish(id)).toMatchObject({ kind: 'moved', sale: { state: 'on_sale' } });
    expect(await toldOf(one, id)).toEqual(['sale.scheduled', 'sale.prequeue_opened', 'sale.opened']);
  });

  it('begins one epoch when both nodes are asked at the same time', async () => {
    const { id } = await createSale(one, past);
    const kinds = (await Promise.all([one.sales.publish(id), two.sales.publish(id)])).map(({ kind }) => kind);
    expect(kinds).toContain('moved');
    expect(await one.lineFigures.of(id)).toMatchObject({ epoch: 1, lanes: { general: { arrivals: 0 } } });
  });

  it('is done once when two nodes are asked', async () => {
    const { id } = await createSale(one);
    await one.sales.publish(id);
    expect(await two.sales.publish(id)).toMatchObject({ kind: 'unchanged' });
    expect(await toldOf(one, id)).toEqual(['sale.scheduled']);
  });
});

describe('the scheduler', () => {
  it('crosses prequeue, opening and end each at its own time', async () => {
    const { id } = await publishSale(one, { closesAt: new Date(NOW + 3 * MINUTE).toISOString() });
    const states: string[] = [];
    for (const ms of [MINUTE - 1, MINUTE, 2 * MINUTE - 1, 2 * MINUTE, 3 * MINUTE - 1, 3 * MINUTE]) {
      await goTo(NOW + ms);
      states.push(await stateOf(id));
    }
    expect(states).toEqual(['scheduled', 'prequeue', 'prequeue', 'on_sale', 'on_sale', 'closed']);
    expect(await toldOf(one, id)).toEqual(['sale.scheduled', 'sale.prequeue_opened', 'sale.opened', 'sale.closed']);
  });

  it('lets the line follow each state', async () => {
    const { id } = await publishSale(one);
    expect(await one.joins.join(id, { lane: 'general' })).toEqual({ kind: 'not_open' });
    await goTo(NOW + MINUTE);
    expect(await one.joins.join(id, { lane: 'general' })).toMatchObject({ kind: 'taken', number: 1 });
    await one.sales.close(id);
    expect(await one.joins.join(id, { lane: 'general' })).toEqual({ kind: 'closed' });
  });

  it('fixes the draw before the sale is seen on sale', async () => {
    const { id } = await publishSale(one);
    await goTo(NOW + MINUTE);
    for (let n = 0; n < 5; n += 1) await one.joins.join(id, { lane: 'general' });
    const draw = one.draws.fix.bind(one.draws);
    const states: string[] = [];
    jest.spyOn(one.draws, 'fix').mockImplementation(async (saleId) => {
      states.push(await stateOf(saleId));
      const drawn = await draw(saleId);
      states.push((await one.lineFigures.of(saleId))?.state ?? 'none');
      return drawn;
    });
    await goTo(NOW + 2 * MINUTE);
    expect(states).toEqual(['prequeue', 'prequeue']);
    expect(await one.lineFigures.of(id)).toMatchObject({ state: 'on_sale', lanes: { general: { drawn: 5 } } });
  });

  it('does not open a sale whose draw fails, and opens it when it succeeds', async () => {
    const { id } = await publishSale(one);
    await goTo(NOW + MINUTE);
    jest.spyOn(one.draws, 'fix').mockRejectedValueOnce(new Error('away'));
    await goTo(NOW + 2 * MINUTE);
    expect(await stateOf(id)).toBe('prequeue');
    await goTo(NOW + 2 * MINUTE + 2_000);
    expect(await stateOf(id)).toBe('on_sale');
  });

  it('tells partners once when both nodes cross a boundary at the same time', async () => {
    const { id } = await publishSale(one);
    clock.ms = NOW + 2 * MINUTE;
    await Promise.all([one.scheduler.runOnce(never), two.scheduler.runOnce(never)]);
    expect(await stateOf(id)).toBe('on_sale');
    expect(await toldOf(one, id)).toEqual(['sale.scheduled', 'sale.prequeue_opened', 'sale.opened']);
  });

  it('opens and closes nothing early on a node whose clock is an hour ahead, nor draws', async () => {
    const { id } = await publishSale(one, { closesAt: new Date(NOW + 4 * MINUTE).toISOString() });
    skewed.byMs = 60 * MINUTE;
    const states: string[] = [];
    for (const ms of [MINUTE - 1, MINUTE, 2 * MINUTE - 1, 2 * MINUTE, 4 * MINUTE - 1, 4 * MINUTE]) {
      clock.ms = NOW + ms;
      await two.scheduler.runOnce(never);
      states.push(await stateOf(id));
      if (ms < 2 * MINUTE) expect((await one.lineFigures.of(id))?.draw.frozenAt).toBeNull();
    }
    expect(states).toEqual(['scheduled', 'prequeue', 'prequeue', 'on_sale', 'on_sale', 'closed']);
  });

  it('opens a sale now, and not by the clock of the node that is asked', async () => {
    const { id } = await publishSale(one);
    skewed.byMs = 60 * MINUTE;
    expect(await two.sales.open(id)).toMatchObject({
      kind: 'moved',
      sale: { opensAt: new Date(NOW).toISOString() },
    });
    const { publishedAt } = await one.prisma.sale.findUniqueOrThrow({ where: { id } });
    expect(publishedAt).toEqual(new Date(NOW));
    await two.sales.close(id);
    expect(await one.prisma.sale.findUnique({ where: { id } })).toMatchObject({ closedAt: new Date(NOW) });
  });

  it('leaves a paused sale where it is, and opens it when it is resumed late', async () => {
    const { id } = await publishSale(one);
    await goTo(NOW + MINUTE);
    await one.sales.pause(id);
    await goTo(NOW + 5 * MINUTE);
    expect(await stateOf(id)).toBe('paused');
    expect(await one.sales.resume(id)).toMatchObject({ kind: 'moved', sale: { state: 'prequeue' } });
    await goTo(NOW + 5 * MINUTE + 2_000);
    expect(await stateOf(id)).toBe('on_sale');
    expect(await toldOf(one, id)).toEqual([
      'sale.scheduled',
      'sale.prequeue_opened',
      'sale.paused',
      'sale.resumed',
      'sale.opened',
    ]);
  });
});

describe('the promoter', () => {
  it('opens before the time, which makes it the opening time', async () => {
    const { id } = await publishSale(one);
    const result = await one.sales.open(id);
    expect(result).toMatchObject({ kind: 'moved', sale: { state: 'on_sale', opensAt: new Date(NOW).toISOString() } });
  });

  it('pauses and resumes to where the sale was, seen by the other node within a second', async () => {
    const { id, slug } = await publishSale(one, past);
    await one.sales.pause(id);
    clock.ms += 1_000;
    expect((await two.saleCache.bySlug(slug))?.state).toBe('paused');
    expect(await two.lineFigures.of(id)).toMatchObject({ state: 'paused' });
    expect(await one.sales.resume(id)).toMatchObject({ sale: { state: 'on_sale' } });
  });

  it('is refused what the state does not allow, and told that it is done already', async () => {
    const { id } = await publishSale(one);
    expect(await one.sales.pause(id)).toEqual({ kind: 'refused', state: 'scheduled' });
    await one.sales.close(id);
    expect(await one.sales.close(id)).toMatchObject({ kind: 'unchanged' });
    expect(await one.sales.open(id)).toEqual({ kind: 'refused', state: 'closed' });
    expect(await one.sales.pause('sale_nobody')).toEqual({ kind: 'not_found' });
  });

  it('changes the policy once for each version', async () => {
    const { id } = await publishSale(one, past);
    const results = await Promise.all([
      one.settings.setPolicy(id, { cap: 1, version: 1 }),
      two.settings.setPolicy(id, { cap: 2, version: 1 }),
    ]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['changed', 'conflict']);
    const stored = await one.settings.setPolicy(id, { perMinute: 77 });
    expect(stored).toMatchObject({
      kind: 'changed',
      sale: { policyVersion: 3, policy: { perMinute: 77, graceSeconds: 15 } },
    });
    expect(await one.lineFigures.of(id)).toMatchObject({ target: { cap: expect.any(Number) } });
    expect(await one.settings.setPolicy(id, { lanes: [{ key: 'backstage', weight: 2 }] })).toMatchObject({
      kind: 'invalid',
    });
  });

  it('moves the opening until it may be crossed at any moment; then it refuses instead of promising', async () => {
    const { id } = await publishSale(one);
    await goTo(NOW + MINUTE);
    const later = { opensAt: new Date(NOW + 10 * MINUTE).toISOString() };
    clock.ms = NOW + 2 * MINUTE - 100;
    expect(await one.settings.update(id, later)).toEqual({ kind: 'refused', state: 'prequeue' });
    clock.ms = NOW + 2 * MINUTE - 1_001;
    expect(await one.settings.update(id, later)).toMatchObject({ kind: 'changed', sale: later });
    await goTo(NOW + 2 * MINUTE);
    expect(await stateOf(id)).toBe('prequeue');
  });

  it('moves no time that was crossed already', async () => {
    const { id } = await publishSale(one, past);
    expect(await one.settings.update(id, { opensAt: new Date(NOW + MINUTE).toISOString() })).toEqual({
      kind: 'refused',
      state: 'on_sale',
    });
    const closesAt = new Date(NOW + MINUTE).toISOString();
    expect(await one.settings.update(id, { name: 'Late night', closesAt })).toMatchObject({
      kind: 'changed',
      sale: { name: 'Late night', closesAt },
    });
    expect(await one.settings.update(id, { closesAt: new Date(NOW - 9 * MINUTE).toISOString() })).toMatchObject({
      kind: 'invalid',
    });
  });
});

describe('a change of columns', () => {
  const rowOf = async (id: string) => await one.prisma.sale.findUniqueOrThrow({ where: { id } });

  it('writes the given ones and leaves all others, the seller too', async () => {
    const nothing = { email: null, refundRule: null, termsUrl: null, privacyUrl: null, helpUrl: null };
    const seller = { name: 'Halle GmbH', address: 'Ring 1, Wien', ...nothing };
    const { id } = await publishSale(one);
    const before = await rowOf(id);
    const standing = { state: 'scheduled', pausedFrom: null } as const;
    const change = async (columns: SaleColumns, isAsRead = true): Promise<string> =>
      await one.repository.change(id, standing, { opensAt: false, prequeueAt: false }, new Date(NOW), {
        ...{ columns, isAsRead: () => isAsRead },
      });
    expect(await change({ name: 'Renamed', seller }, false)).toBe('conflict');
    expect(await rowOf(id)).toEqual(before);
    expect(await change({ name: 'Renamed', seller })).toBe('changed');
    expect(await rowOf(id)).toEqual({ ...before, name: 'Renamed', seller });
    expect(await change({ listed: false })).toBe('changed');
    expect(await rowOf(id)).toEqual({ ...before, name: 'Renamed', listed: false, seller });
    expect(await change({ seller: null })).toBe('changed');
    expect(await rowOf(id)).toEqual({ ...before, name: 'Renamed', listed: false, seller: null });
  });

  it('writes nothing to a sale that has moved on', async () => {
    const { id } = await publishSale(one);
    const before = await rowOf(id);
    const paused = { state: 'paused', pausedFrom: 'on_sale' } as const;
    const still = { opensAt: false, prequeueAt: false };
    const columns = { columns: { name: 'Renamed' }, isAsRead: () => true };
    expect(await one.repository.change(id, paused, still, new Date(NOW), columns)).toBe('moved');
    expect(await rowOf(id)).toEqual(before);
  });

  it('of one switch of the joins keeps the other', async () => {
    const { id } = await publishSale(one);
    const joinsOf = async () => {
      const { joinsFrozen, challenge } = await rowOf(id);
      return [joinsFrozen, challenge];
    };
    await one.repository.setJoins(id, { frozen: true, challenge: 'off' });
    expect(await joinsOf()).toEqual([true, 'off']);
    await one.repository.setJoins(id, { challenge: 'on' });
    expect(await joinsOf()).toEqual([true, 'on']);
    await one.repository.setJoins(id, { frozen: false });
    expect(await joinsOf()).toEqual([false, 'on']);
    await one.repository.setJoins(id, {});
    expect(await joinsOf()).toEqual([false, 'on']);
  });
});

describe('making a sale', () => {
  it('is refused when another one has the address, and leaves no stock behind', async () => {
    const input = saleInput();
    expect((await one.drafts.create(input)).kind).toBe('created');
    const pools = await one.prisma.pool.count();
    expect(await one.drafts.create(input)).toEqual({ kind: 'slug_taken' });
    expect(await one.prisma.pool.count()).toBe(pools);
  });

  it('counts the seats of the map as the capacity', async () => {
    const sale = await publishSale(one, {
      ...past,
      seatMap: {
        sections: [
          {
            key: 'A',
            label: 'Stalls',
            rows: [
              { label: '1', seats: 20 },
              { label: '2', seats: 22 },
            ],
          },
        ],
      },
      ticketTypes: [{ name: 'Seated', admission: 'reserved', price: 6500, sections: ['A'] }],
    });
    const [pool] = await one.prisma.pool.findMany({ where: { saleId: sale.id } });
    expect(pool).toMatchObject({ capacity: 42, id: sale.ticketTypes[0]?.poolId });
  });
});

describe('what a lost call leaves behind', () => {
  it('is made good: the line is told its state again', async () => {
    const { id } = await publishSale(one, past);
    jest.spyOn(one.epochs, 'setState').mockRejectedValueOnce(new Error('away'));
    await one.sales.pause(id);
    expect(await one.lineFigures.of(id)).toMatchObject({ state: 'on_sale' });
    clock.ms += 2_000;
    await lookAt(one, id);
    expect(await one.lineFigures.of(id)).toMatchObject({ state: 'paused' });
  });

  it('is made good: the line is told its policy again', async () => {
    const { id } = await publishSale(one, past);
    jest.spyOn(one.epochs, 'applySetup').mockRejectedValueOnce(new Error('away'));
    await one.settings.setPolicy(id, { cap: 3 });
    expect((await one.lineFigures.of(id))?.target.cap).toBe(20);
    clock.ms += 2_000;
    await lookAt(one, id);
    expect((await one.lineFigures.of(id))?.target.cap).toBe(3);
  });
});

describe('many sales', () => {
  it('are all in the list, beyond any page of it', async () => {
    const sale = await publishSale(one);
    const row = await one.prisma.sale.findUniqueOrThrow({ where: { id: sale.id } });
    const { lanes, policy, limits, identityKeys, noticeMore, seller, ...columns } = row;
    const copies = Array.from({ length: 1_001 }, (_, n) => ({
      ...columns,
      id: `sale_copy_${n}`,
      slug: `copy-${n}`,
      lanes: lanes as object[],
      policy: policy as object,
      limits: limits as object,
      identityKeys: identityKeys ?? Prisma.DbNull,
      noticeMore: noticeMore ?? Prisma.DbNull,
      seller: seller ?? Prisma.DbNull,
    }));
    await one.prisma.sale.createMany({ data: copies });
    try {
      const live = new Set((await one.repository.live(new Date(NOW))).map(({ id }) => id));
      expect(copies.every(({ id }) => live.has(id))).toBe(true);
    } finally {
      await one.prisma.sale.deleteMany({ where: { id: { startsWith: 'sale_copy_' } } });
    }
  });

  it('are refused when the installation carries no more, and nothing of the draft is built', async () => {
    const { id } = await createSale(one, past);
    jest.spyOn(one.repository, 'countLive').mockResolvedValue(MAX_LIVE_SALES);
    expect(await one.sales.publish(id)).toEqual({ kind: 'too_many' });
    expect(await stateOf(id)).toBe('draft');
    expect(await one.lineFigures.of(id)).toBeNull();
  });
});

describe('a draw that waits for a public beacon', () => {
  /** A recorded chain whose first rounds are published about now. */
  const chainNow = (): BeaconChain => ({ ...vectors, genesisSeconds: Math.floor(Date.now() / 1_000) });
  const answered = (round: number) => ({
    status: 200,
    retryAfter: null,
    text: JSON.stringify(vectors.rounds[round - 1]),
  });

  it('fixes N first, opens with the round that N decided and with no other, and can be checked by anybody', async () => {
    const chain = (one.beacons.chain = chainNow());
    const { id } = await publishSale(one, { beacon: true });
    await goTo(NOW + MINUTE);
    for (let n = 0; n < 9; n += 1) await one.joins.join(id, { lane: 'general' });
    const asked: string[] = [];
    const relays = [() => Promise.reject(new Error('away')), (round: number) => Promise.resolve(answered(round + 1))];
    jest.spyOn(one.egress, 'get').mockImplementation(async (address) => {
      asked.push(address);
      const round = Number(/\d+$/.exec(address)?.[0]);
      return await (relays.shift()?.(round) ?? Promise.resolve(answered(round)));
    });
    await goTo(NOW + 2 * MINUTE);
    const waiting = await one.lineFigures.of(id);
    expect(waiting).toMatchObject({ state: 'prequeue', reason: 'AWAITING_BEACON', lanes: { general: { drawn: 9 } } });
    expect(waiting?.draw).toMatchObject({ seed: null, beacon: null, beaconChain: chain.hash });
    expect(await one.draws.awaitingBeacon(10, 0)).toEqual([expect.objectContaining({ saleId: id })]);
    const late = await one.joins.join(id, { lane: 'general' });
    expect(late).toMatchObject({ kind: 'taken', number: 10 });
    // relays are asked every second in turn: the first is down, the second lies
    for (let second = 1; second <= 4 && asked.length < 4; second += 1) {
      await goTo(NOW + 2 * MINUTE + second * 1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await goTo(NOW + 3 * MINUTE);
    const figures = await one.lineFigures.of(id);
    expect(figures).toMatchObject({ state: 'on_sale', lanes: { general: { drawn: 9, arrivals: 10 } } });
    if (!figures) throw new Error('no figures');
    const { draw, lanes } = figures;
    expect(draw.round).toBe(waiting?.draw.round);
    expect(verifyBeacon(draw, [chain])).toBe('verified');
    expect(new Set(asked.map((address) => new URL(address).host)).size).toBe(3);
    const published = { saleId: id, draw, lanes };
    expect(drawReport(published, 'general', 3, draw.commitment, [chain]).holds).toBe(true);
    expect(await one.draws.awaitingBeacon(10, 0)).toEqual([]);
    // a snapshot that omits the beacon, or uses one of an unknown chain, is rejected
    const without = { ...published, draw: { ...draw, beacon: null, beaconSignature: null } };
    expect(drawReport(without, 'general', 3, undefined, [chain]).holds).toBe(false);
    expect(drawReport(published, 'general', 3).holds).toBe(false);
  });

  it('that is opened before its time is on its way at once, and opens by itself', async () => {
    one.beacons.chain = chainNow();
    const { id } = await publishSale(one, { beacon: true });
    await goTo(NOW + MINUTE);
    await one.joins.join(id, { lane: 'general' });
    jest
      .spyOn(one.egress, 'get')
      .mockImplementation((address) => Promise.resolve(answered(Number(/\d+$/.exec(address)?.[0]))));
    expect(await one.life.move(id, 'open')).toMatchObject({ kind: 'unchanged', sale: { state: 'prequeue' } });
    expect((await one.saleCache.byId(id))?.opensAt).toBe(new Date(NOW + MINUTE).toISOString());
    for (let second = 1; second <= 3; second += 1) {
      await goTo(NOW + MINUTE + second * 1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await stateOf(id)).toBe('on_sale');
  });

  it('opens without a late beacon when staff decide so, on every node, and says so for good', async () => {
    // rounds that no test before this one has fetched
    const chain = (one.beacons.chain = { ...vectors, genesisSeconds: Math.floor(Date.now() / 1_000) - 3_600 });
    const { id } = await publishSale(one, { beacon: true });
    // a busy machine may serve the scheduler a list of sales that is a moment old
    for (let n = 0; n < 20 && (await stateOf(id)) !== 'prequeue'; n += 1) await goTo(NOW + MINUTE + n);
    for (let n = 0; n < 9; n += 1)
      expect(await one.joins.join(id, { lane: 'general' })).toMatchObject({ kind: 'taken' });
    jest.spyOn(one.egress, 'get').mockRejectedValue(new Error('away'));
    expect(await two.draws.skipBeacon(id, 'spec')).toBe('already'); // N is not fixed: nothing waits
    for (let n = 0; n < 20 && (await one.draws.awaitingBeacon(10, 0)).length === 0; n += 1)
      await goTo(NOW + 2 * MINUTE + n * 1_000);
    expect(await two.draws.skipBeacon(id, 'spec')).toBe('early');
    expect(await stateOf(id)).toBe('prequeue');
    await one.prisma
      .$executeRaw`UPDATE queue_sale SET frozen_at = frozen_at - interval '1 minute' WHERE sale_id = ${id}`;
    const skips = Array.from({ length: 3 }, () => two.draws.skipBeacon(id, 'spec'));
    expect((await Promise.all(skips)).toSorted()).toEqual(['already', 'already', 'skipped']);
    for (let second = 1; second <= 20 && (await stateOf(id)) !== 'on_sale'; second += 1)
      await goTo(NOW + 3 * MINUTE + second * 1_000);
    expect(await stateOf(id)).toBe('on_sale');
    const figures = await one.lineFigures.of(id);
    if (!figures) throw new Error('no figures');
    const { draw, lanes } = figures;
    expect(draw).toMatchObject({ beacon: null, beaconSignature: null, beaconSkippedAt: expect.any(String) });
    expect(verifyBeacon(draw, [chain])).toBe('skipped');
    const report = drawReport({ saleId: id, draw, lanes }, 'general', 3, draw.commitment, [chain]);
    expect(report).toMatchObject({ holds: true });
    expect(report.lines.join(' ')).toContain('Drawn without the beacon');
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const positions = await Promise.all(numbers.map((number) => two.placeIdentity.positionOf(id, 'general', number)));
    expect(positions.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(numbers);
    expect(await two.draws.awaitingBeacon(10, 0)).toEqual([]);
    expect(await one.saleCache.changesOf(id)).toContainEqual(
      expect.objectContaining({ what: 'beacon', before: 'drand', after: null }),
    );
    const log = await one.prisma.auditEntry.findMany({ where: { subject: id, action: 'draw.without_beacon' } });
    expect(log).toHaveLength(1);
  });

  it('needs none when nobody is there to be ordered', async () => {
    const { state } = await publishSale(one, { ...past, beacon: true });
    expect(state).toBe('on_sale');
  });
});
