import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { verifyDraw } from '../../../src/contract/line/draw.js';
import type { ClientNetwork } from '../../../src/platform/http/network.js';
import type { EntryRules, JoinResult } from '../../../src/queue/queue.types.js';
import { defineScript } from '../../../src/platform/redis/define-script.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { withoutGuard } from '../../support/without-guard.js';
import {
  admit,
  installation,
  joinMany,
  jump,
  newSaleId,
  numberOf,
  open,
  passTime,
  positionOf,
  publish,
  type QueueNode,
  reportWell,
  setupOf,
  startQueueNode,
} from './line.support.js';

let node: QueueNode;
let saleId: string;
beforeAll(async () => {
  node = await startQueueNode(installation(await freshDatabase(), await sharedRedisUrl()));
});
afterAll(() => node.close());
beforeEach(() => {
  saleId = newSaleId();
});

const noProof = { network: null, challenge: null, person: null, tour: null };
const kindOf = async (answer: Promise<{ kind: string }>): Promise<string> => (await answer).kind;

describe('join', () => {
  it('gives numbers in order, each once, and reads them back from the token', async () => {
    await publish(node, setupOf(saleId));
    const tokens = await joinMany(node, saleId, 300);
    const numbers = tokens.map((token) => numberOf(node, token));
    expect(numbers).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
  });

  it('gives the same place to the same device, and a new one after leaving', async () => {
    await publish(node, setupOf(saleId));
    const first = await node.joins.join(saleId, { lane: 'general' });
    if (first.kind !== 'taken') throw new Error(first.kind);
    const again = await node.joins.join(saleId, { lane: 'general', device: first.placeToken });
    expect(again).toEqual({ ...first, kind: 'repeated' });
    expect(await node.places.leave(first.placeToken)).toEqual({ kind: 'left_now' });
    expect(await node.joins.join(saleId, { lane: 'general', device: first.placeToken })).toMatchObject({
      kind: 'taken',
      number: 2,
    });
  });

  it('refuses unknown lanes, sales that take nobody and sales that are not there', async () => {
    await publish(node, setupOf(saleId, {}, 'scheduled'));
    expect(await kindOf(node.joins.join(saleId, { lane: 'general' }))).toBe('not_open');
    await node.epochs.setState(saleId, 'prequeue');
    expect(await kindOf(node.joins.join(saleId, { lane: 'backstage' }))).toBe('lane_unknown');
    await node.epochs.setState(saleId, 'closed');
    expect(await kindOf(node.joins.join(saleId, { lane: 'general' }))).toBe('closed');
    expect(await kindOf(node.joins.join('sale_none', { lane: 'general' }))).toBe('away');
  });

  describe('a rush beyond the numbers reserved in Postgres', () => {
    const storedBound = async (): Promise<number> =>
      (await node.prisma.queueLane.findFirstOrThrow({ where: { saleId } })).reserved;
    /** Leaves `left` of the reserved numbers. */
    const leave = async (left: number): Promise<void> => {
      await node.redis.core.hset(Keys.lane(saleId, 'general'), 'arrivals', (await storedBound()) - left);
    };

    it('loses and refuses nobody: those who meet the bound wait for more', async () => {
      await publish(node, setupOf(saleId));
      await leave(300);
      const guarded = Array.from({ length: 600 }, () => node.guardedJoins.take(saleId, 'general', { ...noProof }));
      const [plain, proven] = await Promise.all([joinMany(node, saleId, 600), Promise.all(guarded)]);
      const numbers = [
        ...plain.map((token) => numberOf(node, token)),
        ...proven.map((taken) => (taken.kind === 'number' ? taken.number : 0)),
      ];
      const all = Array.from({ length: 1_200 }, (_, index) => 9_701 + index);
      expect(numbers.toSorted((a, b) => a - b)).toEqual(all);
      expect(await storedBound()).toBeGreaterThanOrEqual(10_900);
    });

    it('is not met at all while Postgres keeps up: more is reserved once half is used', async () => {
      await publish(node, setupOf(saleId));
      await leave(5_000);
      await joinMany(node, saleId, 1);
      await node.reservations.raised(saleId, 'general', 5_001); // joins the attempt that is under way
      expect(await storedBound()).toBe(15_001);
    });

    /** Joins with proofs of as many persons, of whom the first `left` find a number. */
    const provenJoins = async (left: number, count: number): Promise<string[]> => {
      await leave(left);
      const proofs = Array.from({ length: count }, (_, index) => ({
        ...noProof,
        person: { bucket: 'spec', field: `${saleId} ${index}` },
      }));
      const joins = await Promise.all(proofs.map((proof) => node.guardedJoins.take(saleId, 'general', proof)));
      return joins.map(({ kind }) => kind);
    };
    /** Has something happen between Postgres's raising of the bound and that of Redis, once. */
    const whileRaising = (happen: (stored: number) => Promise<unknown>): void => {
      const raise = node.repository.raiseReserved.bind(node.repository);
      const spy = jest.spyOn(node.repository, 'raiseReserved').mockImplementationOnce(async (...terms) => {
        const stored = await raise(...terms);
        await happen(stored ?? 0);
        spy.mockRestore();
        return stored;
      });
    };

    it.each(['plain', 'proven'])('waits again while other nodes use up what was raised: %s joins', async (way) => {
      await publish(node, setupOf(saleId));
      whileRaising((stored) => node.redis.core.hset(Keys.lane(saleId, 'general'), 'arrivals', stored));
      if (way === 'proven') expect(await provenJoins(0, 2)).toEqual(['number', 'number']);
      else {
        await leave(0);
        expect(await joinMany(node, saleId, 2)).toHaveLength(2);
      }
    });

    it('tells those who came late how the line stands by then', async () => {
      await publish(node, setupOf(saleId));
      whileRaising(() => node.epochs.setState(saleId, 'closed'));
      expect(await provenJoins(2, 4)).toEqual(['number', 'number', 'state', 'state']);
    });

    it('keeps the numbers of those who had them when the joins of the others fail', async () => {
      await publish(node, setupOf(saleId));
      whileRaising(() => node.redis.core.set(Keys.networks(saleId), 'no sorted set'));
      expect(await provenJoins(2, 4)).toEqual(['number', 'number', 'full', 'full']);
      expect(await node.prisma.queuePerson.count({ where: { saleId } })).toBe(2);
    });

    it('is told to come again only while Postgres takes no more, and nobody twice', async () => {
      await publish(node, setupOf(saleId));
      await leave(1);
      const away = jest.spyOn(node.repository, 'raiseReserved').mockRejectedValue(new Error('away'));
      const join = () => node.joins.join(saleId, { lane: 'general' });
      const answers = await Promise.all([join(), join()]);
      expect(answers.map(({ kind }) => kind)).toEqual(['taken', 'overloaded']);
      expect(await kindOf(join())).toBe('overloaded');
      expect(away).toHaveBeenCalledTimes(1); // not once a join
      away.mockRestore();
      node.reservations.nowMs = () => performance.now() + 1_000;
      expect(await join()).toMatchObject({ kind: 'taken', number: 10_001 });
    });
  });
});

describe('the draw', () => {
  it('is committed to first, fixed once, then verified by each fan', async () => {
    const { commitment } = await node.draws.commit(setupOf(saleId));
    await publish(node, setupOf(saleId));
    const tokens = await joinMany(node, saleId, 40);
    expect((await node.lineFigures.of(saleId))?.draw).toMatchObject({ commitment, seed: null });
    expect(await node.places.place(tokens[0] ?? '')).toMatchObject({
      kind: 'place',
      place: { position: null, ahead: null },
    });

    await open(node, saleId);
    const late = await joinMany(node, saleId, 2);
    await node.draws.fix(saleId);
    const figures = await node.lineFigures.of(saleId);
    expect(figures?.lanes.general).toMatchObject({ arrivals: 42, drawn: 40 });

    const positions = await Promise.all([...tokens, ...late].map((token) => positionOf(node, token)));
    expect(positions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 42 }, (_, index) => index + 1));
    expect(positions.slice(40)).toEqual([41, 42]);
    if (!figures) throw new Error('no figures');
    const claim = { saleId, lane: 'general', drawn: 40, number: 7, ...figures.draw };
    expect(verifyDraw(claim)).toEqual({ kind: 'verified', position: positions[6] });
  });

  it('calls nobody for five seconds, so that everybody learns where they stand', async () => {
    await publish(node, setupOf(saleId));
    await reportWell(node, saleId);
    const [token = ''] = await joinMany(node, saleId, 1);
    await node.draws.fix(saleId);
    await node.epochs.setState(saleId, 'on_sale');
    await passTime(node, saleId, 1_000);
    await node.places.place(token);
    await passTime(node, saleId, 3_000);
    expect((await node.lineFigures.of(saleId))?.lanes.general).toMatchObject({ ready: 1, called: 0 });
    expect((await node.lineFigures.of(saleId))?.reason).toBe('SETTLING');
    await passTime(node, saleId, 2_500); // the draw may be delayed by up to a second after the last tick
    expect((await node.lineFigures.of(saleId))?.lanes.general).toMatchObject({ ready: 0, called: 1, serving: 1 });
  });
});

describe('a claim', () => {
  beforeEach(async () => {
    await publish(node, setupOf(saleId, { cap: 2 }));
    await reportWell(node, saleId);
  });

  it('waits for the sale', async () => {
    const [token = ''] = await joinMany(node, saleId, 1);
    expect(await kindOf(node.claims.claim(token))).toBe('SALE_NOT_OPEN');
    await node.epochs.setState(saleId, 'paused');
    expect(await kindOf(node.claims.claim(token))).toBe('SALE_PAUSED');
  });

  it('gives the same admission again with a fresh pass, and never more than the cap at once', async () => {
    const tokens = await joinMany(node, saleId, 3);
    await open(node, saleId);
    await passTime(node, saleId, 250);
    await Promise.all(tokens.map((token) => node.claims.claim(token)));
    await passTime(node, saleId, 250);
    const claims = await Promise.all(tokens.map((token) => node.claims.claim(token)));
    expect(claims.map(({ kind }) => kind).toSorted()).toEqual(['NOT_YET', 'admitted', 'admitted']);
    const index = claims.findIndex(({ kind }) => kind === 'admitted');
    const first = claims[index];
    const again = await node.claims.claim(tokens[index] ?? '');
    if (first?.kind !== 'admitted' || again.kind !== 'admitted') throw new Error('not admitted');
    expect(again.pass).not.toBe(first.pass);
    const [one, two] = await Promise.all([node.passes.permit(first.pass), node.passes.permit(again.pass, saleId)]);
    if (one.kind !== 'ok' || two.kind !== 'ok') throw new Error('no permit');
    expect(two.permit.admissionId).toBe(one.permit.admissionId);
    expect(two.permit.fanKey).toBe(one.permit.fanKey);
    expect((await node.lineFigures.of(saleId))?.active).toBe(2);
  });

  it('frees the slot when the fan is done, and the place is done for good', async () => {
    const tokens = await joinMany(node, saleId, 1);
    await open(node, saleId);
    const { pass } = await admit(node, saleId, tokens[0] ?? '');
    const permit = await node.passes.permit(pass);
    if (permit.kind !== 'ok') throw new Error(permit.kind);
    await node.endings.finish(saleId, permit.permit.admissionId);
    expect((await node.lineFigures.of(saleId))?.active).toBe(0);
    expect(await kindOf(node.passes.permit(pass))).toBe('expired');
    expect(await kindOf(node.claims.claim(tokens[0] ?? ''))).toBe('PLACE_DONE');
  });

  it('ends an admission that nobody renews, and keeps one that is renewed', async () => {
    const tokens = await joinMany(node, saleId, 2);
    await open(node, saleId);
    for (const token of tokens) await admit(node, saleId, token);
    await jump(node, saleId, 170_000);
    const renewed = await node.claims.claim(tokens[0] ?? '');
    await jump(node, saleId, 20_000);
    await passTime(node, saleId, 250);
    if (renewed.kind !== 'admitted') throw new Error(renewed.kind);
    expect((await node.lineFigures.of(saleId))?.active).toBe(1);
    expect(await kindOf(node.passes.permit(renewed.pass))).toBe('ok');
    expect(await kindOf(node.claims.claim(tokens[1] ?? ''))).toBe('PLACE_DONE');
  });

  it('keeps no slot for a page that renews its pass with nobody at it', async () => {
    const tokens = await joinMany(node, saleId, 2);
    await open(node, saleId);
    for (const token of tokens) await admit(node, saleId, token);
    await jump(node, saleId, 170_000);
    const [left, here] = tokens as [string, string];
    expect(await kindOf(node.claims.claim(left, null, false))).toBe('admitted');
    expect(await kindOf(node.claims.claim(here))).toBe('admitted');
    await jump(node, saleId, 20_000);
    await passTime(node, saleId, 250);
    expect(await kindOf(node.claims.claim(left, null, false))).toBe('PLACE_DONE');
    expect(await kindOf(node.claims.claim(here))).toBe('admitted');
  });

  it('comes back after one lapse, and is over after the second', async () => {
    const [token = ''] = await joinMany(node, saleId, 1);
    await open(node, saleId);
    await passTime(node, saleId, 250);
    const lapse = async (): Promise<void> => {
      expect(await kindOf(node.claims.claim(token))).toBe('NOT_YET');
      await passTime(node, saleId, 250);
      expect(await node.places.place(token)).toMatchObject({ place: { state: 'called' } });
      await jump(node, saleId, 15_000);
      await passTime(node, saleId, 250);
    };
    await lapse();
    const position = await positionOf(node, token);
    await node.places.reportPresent(saleId, 'general', [position]); // an open tab without a person
    await node.places.place(token);
    expect((await node.lineFigures.of(saleId))?.lanes.general).toMatchObject({ ready: 0, called: 0 });
    await lapse();
    expect(await kindOf(node.claims.claim(token))).toBe('PLACE_EXPIRED');
    expect(await node.places.place(token)).toMatchObject({ place: { state: 'expired' } });
    // the device joins again, once, at the end of the lane its code had opened
    const rules: EntryRules = {
      ...{ challenge: 'off', entry: 'open', identityKeys: null, tour: null, frozen: false },
      lanes: [{ key: 'general', access: 'code' }],
    };
    const client = (): ClientNetwork => ({ address: '', network: '', prefix: '' });
    const again = (): Promise<JoinResult> =>
      node.joins.join(saleId, { device: token, entry: { rules, proofs: {}, client } });
    const joins = await Promise.all([again(), again(), again()]);
    expect(joins.map(({ kind }) => kind).sort()).toEqual(['code_required', 'code_required', 'taken']);
    expect(joins.find(({ kind }) => kind === 'taken')).toMatchObject({ number: 2, lane: 'general' });
    expect(await kindOf(node.claims.claim(token))).toBe('PLACE_LEFT');
  });

  /** Calls a place whose socket breaks before the call. */
  const callUnheard = async (position: number): Promise<void> => {
    await node.places.reportPresent(saleId, 'general', [position]);
    await passTime(node, saleId, 250);
    expect((await node.lineFigures.of(saleId))?.lanes.general?.called).toBe(1);
    await jump(node, saleId, 15_000);
    await passTime(node, saleId, 250);
  };

  it('keeps a place whose calls nobody could hear of, and expires one that was told', async () => {
    const [token = ''] = await joinMany(node, saleId, 1);
    await open(node, saleId);
    await passTime(node, saleId, 250);
    const position = await positionOf(node, token);
    for (let n = 0; n < 3; n += 1) await callUnheard(position);
    await node.places.reportPresent(saleId, 'general', [position]);
    await passTime(node, saleId, 250);
    await node.places.reportPresent(saleId, 'general', [position]); // its socket hears of this one
    await jump(node, saleId, 15_000);
    await passTime(node, saleId, 250);
    await node.places.reportPresent(saleId, 'general', [position]);
    expect((await node.lineFigures.of(saleId))?.lanes.general).toMatchObject({ ready: 0, called: 0 });
    expect(await kindOf(node.claims.claim(token))).toBe('NOT_YET');
  });

  it('calls a place that never listens four times, then four times after a claim each, and not again', async () => {
    const [token = ''] = await joinMany(node, saleId, 1);
    await open(node, saleId);
    await passTime(node, saleId, 250);
    const position = await positionOf(node, token);
    for (let n = 0; n < 4; n += 1) await callUnheard(position);
    await node.places.reportPresent(saleId, 'general', [position]);
    await node.places.place(token);
    expect((await node.lineFigures.of(saleId))?.lanes.general?.ready).toBe(0);
    for (let n = 0; n < 4; n += 1) {
      expect(await kindOf(node.claims.claim(token))).toBe('NOT_YET');
      await callUnheard(position);
    }
    expect(await kindOf(node.claims.claim(token))).toBe('PLACE_EXPIRED');
  });

  it('would call such a place without end if its unheard calls were not counted', async () => {
    const [token = ''] = await joinMany(node, saleId, 1);
    await open(node, saleId);
    await passTime(node, saleId, 250);
    const position = await positionOf(node, token);
    await withoutGuard(node.redis, 'unheard', async () => {
      for (let n = 0; n < 10; n += 1) await callUnheard(position);
    });
  });

  it('would lose such a place if an unheard call were held against it', async () => {
    const [token = ''] = await joinMany(node, saleId, 1);
    await open(node, saleId);
    await passTime(node, saleId, 250);
    await withoutGuard(node.redis, 'told', async () => {
      for (let n = 0; n < 2; n += 1) {
        await node.claims.claim(token);
        await passTime(node, saleId, 250);
        await jump(node, saleId, 15_000);
        await passTime(node, saleId, 250);
      }
    });
    expect(await kindOf(node.claims.claim(token))).toBe('PLACE_EXPIRED');
  });

  it('comes back within the claim window when passed over, and is expired after it', async () => {
    const tokens = await joinMany(node, saleId, 4);
    await open(node, saleId);
    await passTime(node, saleId, 250);
    const byPosition = new Map(
      await Promise.all(tokens.map(async (token) => [await positionOf(node, token), token] as const)),
    );
    const at = (position: number): string => byPosition.get(position) ?? '';
    await node.claims.claim(at(3));
    await passTime(node, saleId, 1_250);
    expect((await node.lineFigures.of(saleId))?.lanes.general?.serving).toBe(3);
    expect(await node.places.place(at(1))).toMatchObject({ place: { state: 'waiting', ahead: 0 } });
    await jump(node, saleId, 9 * 60_000);
    await passTime(node, saleId, 250); // drops places without a sign of life
    expect(await node.claims.claim(at(1))).toMatchObject({ kind: 'NOT_YET', position: 1 });
    await passTime(node, saleId, 250);
    expect(await kindOf(node.claims.claim(at(1)))).toBe('admitted');
    await jump(node, saleId, 61_000);
    expect(await kindOf(node.claims.claim(at(2)))).toBe('PLACE_EXPIRED');
  });

  it('keeps everybody’s time to come back while the sale is paused', async () => {
    const tokens = await joinMany(node, saleId, 2);
    await open(node, saleId);
    await passTime(node, saleId, 250);
    const byPosition = new Map(
      await Promise.all(tokens.map(async (token) => [await positionOf(node, token), token] as const)),
    );
    await node.claims.claim(byPosition.get(2) ?? '');
    await passTime(node, saleId, 1_250); // position 2 is called, so 1 is passed over
    await node.epochs.setState(saleId, 'paused');
    expect((await node.lineFigures.of(saleId))?.called).toBe(0);
    await node.redis.core.hincrby(Keys.sale(saleId), 'standstillMs', 3_600_000);
    await jump(node, saleId, 3_600_000);
    await passTime(node, saleId, 500);
    expect(await kindOf(node.claims.claim(byPosition.get(1) ?? ''))).toBe('SALE_PAUSED');
    await node.epochs.setState(saleId, 'on_sale');
    expect(await kindOf(node.claims.claim(byPosition.get(1) ?? ''))).toBe('NOT_YET');
    expect(await kindOf(node.claims.claim(byPosition.get(2) ?? ''))).toBe('NOT_YET');
  });

  it('can be put off twice, and not without end', async () => {
    const [token = ''] = await joinMany(node, saleId, 1);
    await open(node, saleId);
    await passTime(node, saleId, 250);
    const once = await node.places.defer(token, 5);
    if (once.kind !== 'deferred') throw new Error(once.kind);
    await node.claims.claim(once.placeToken);
    expect((await node.lineFigures.of(saleId))?.lanes.general?.ready).toBe(0);
    expect(await node.places.place(once.placeToken)).toMatchObject({ place: { state: 'deferred' } });
    const twice = await node.places.defer(once.placeToken, 5);
    if (twice.kind !== 'deferred') throw new Error(twice.kind);
    expect(await kindOf(node.places.defer(twice.placeToken, 5))).toBe('DEFER_LIMIT');
    await jump(node, saleId, 5 * 60_000);
    await node.claims.claim(twice.placeToken);
    expect((await node.lineFigures.of(saleId))?.lanes.general?.ready).toBe(1);
  });

  it('is refused for a place that was left, never given, or forged', async () => {
    const [token = ''] = await joinMany(node, saleId, 1);
    await node.places.leave(token);
    expect(await kindOf(node.claims.claim(token))).toBe('PLACE_LEFT');
    expect(await node.places.place(token)).toMatchObject({ place: { state: 'left' } });
    await node.redis.core.hset(Keys.lane(saleId, 'general'), 'arrivals', 0); // its number is now above all issued ones
    expect(await kindOf(node.claims.claim(token))).toBe('PLACE_TOKEN_INVALID');
    for (let at = 0; at < token.length - 1; at += 7) {
      const forged = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect(await kindOf(node.claims.claim(forged))).toBe('PLACE_TOKEN_INVALID');
    }
  });

  it('is answered ten times in ten seconds, and reads twenty times', async () => {
    const [token = ''] = await joinMany(node, saleId, 1);
    const claims = [];
    for (let n = 0; n < 12; n += 1) claims.push(await kindOf(node.claims.claim(token)));
    expect(claims.filter((kind) => kind === 'RATE_LIMITED')).toHaveLength(2);
    const reads = [];
    for (let n = 0; n < 22; n += 1) reads.push(await kindOf(node.places.place(token)));
    expect(reads.filter((kind) => kind === 'RATE_LIMITED')).toHaveLength(2);
  });
});

describe('lanes', () => {
  it.each([
    [3, 1],
    [1, 1, 1],
    [90, 9, 1],
  ])('are served by weight while all wait, and none starves: %j %j', async (...weights) => {
    const setup = setupOf(saleId, { cap: 200, perMinute: 60_000 });
    const lanes = weights.map((weight, n) => ({ key: `lane${n}`, label: 'Lane', weight, access: 'open' as const }));
    await publish(node, { ...setup, lanes });
    await reportWell(node, saleId);
    for (const { key } of lanes) await joinMany(node, saleId, 250, key);
    await open(node, saleId);
    await passTime(node, saleId, 250);
    const positions = Array.from({ length: 250 }, (_, index) => index + 1);
    for (const { key } of lanes) await node.places.reportPresent(saleId, key, positions);
    await passTime(node, saleId, 250);
    const figures = await node.lineFigures.of(saleId);
    const called = lanes.map(({ key }) => figures?.lanes[key]?.called ?? 0);
    const all = called.reduce((sum, count) => sum + count, 0);
    const weightOfAll = weights.reduce((sum, weight) => sum + weight, 0);
    expect(all).toBeGreaterThanOrEqual(100);
    for (const [n, count] of called.entries()) {
      expect(Math.abs(count - (all * (weights[n] ?? 0)) / weightOfAll)).toBeLessThanOrEqual(lanes.length);
      expect(count).toBeGreaterThan(0);
    }
  });

  it('starve when the script ignores their weights', async () => {
    const lanes = ['heavy', 'light'].map((key) => ({ key, label: 'Lane', weight: 1, access: 'open' as const }));
    await publish(node, { ...setupOf(saleId, { cap: 100, perMinute: 60_000 }), lanes });
    for (const { key } of lanes) await joinMany(node, saleId, 120, key);
    await open(node, saleId);
    await passTime(node, saleId, 250);
    const positions = Array.from({ length: 120 }, (_, index) => index + 1);
    for (const { key } of lanes) await node.places.reportPresent(saleId, key, positions);
    const blind = defineScript({
      room: 'queue',
      name: 'call-next',
      mutate: (source) => source.replace('or lane.deficit > best.deficit', ''),
    });
    const sale = Keys.sale(saleId);
    const sets = ['ready', 'seen', 'called', 'lapsed', 'history'] as const;
    const keys = [sale, Keys.active(saleId), Keys.admission(saleId)];
    for (const { key } of lanes)
      keys.push(Keys.lane(saleId, key), ...sets.map((set) => Keys.laneSet(saleId, key, set)));
    await node.redis.core.hincrby(sale, 'lastTick', -1_000);
    const [epoch, runId, tickId] = await node.redis.core.hmget(sale, 'epoch', 'runId', 'tickId');
    const decided = [epoch ?? '', runId ?? '', tickId ?? '', 60_000_000_000, 100, 'AT_RATE', 1, 200, 1, 200];
    await blind.run(node.redis.core, keys, decided);
    const figures = await node.lineFigures.of(saleId);
    const called = lanes.map(({ key }) => figures?.lanes[key]?.called ?? 0);
    expect(Math.max(...called)).toBeGreaterThan(0);
    expect(Math.min(...called)).toBe(0);
  });
});
