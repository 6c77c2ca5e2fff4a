import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { GuardedJoinStore } from '../../../src/queue/entry/guarded-join.store.js';
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
  rebuild,
  reportWell,
  setupOf,
  startQueueNode,
} from './line.support.js';

let node: QueueNode;
let saleId: string;
let token: string;
beforeAll(async () => {
  node = await startQueueNode(installation(await freshDatabase(), await sharedRedisUrl()));
});
afterAll(() => node.close());
beforeEach(async () => {
  saleId = newSaleId();
  await publish(node, setupOf(saleId));
  await reportWell(node, saleId);
  [token = ''] = await joinMany(node, saleId, 1);
});
const kindOf = async (answer: Promise<{ kind: string }>): Promise<string> => (await answer).kind;

async function moved(placeToken: string): Promise<string> {
  const offer = await node.handoffs.offer(placeToken);
  if (offer.kind !== 'code') throw new Error(offer.kind);
  const taken = await node.handoffs.take(offer.code);
  if (taken.kind !== 'moved_here') throw new Error(taken.kind);
  return taken.placeToken;
}

describe('the one holder of a place', () => {
  it('is whoever took it over last, and keeps position, admission and limits', async () => {
    await open(node, saleId);
    const before = await positionOf(node, token);
    const second = await moved(token);
    expect(await kindOf(node.claims.claim(token))).toBe('PLACE_MOVED');
    expect(await positionOf(node, second)).toBe(before);
    const { pass } = await admit(node, saleId, second);
    expect(await kindOf(node.passes.permit(pass, saleId))).toBe('ok');
  });

  it('are two when the guard is taken out', async () => {
    const second = await moved(token);
    expect(await kindOf(node.places.defer(token, 5))).toBe('PLACE_MOVED');
    const both = await withoutGuard(node.redis, 'one holder', () =>
      Promise.all([token, second].map((each) => kindOf(node.places.place(each)))),
    );
    expect(both).toEqual(['place', 'place']);
  });

  it('is known again after a loss of Redis from the first call of the newer device', async () => {
    const second = await moved(token);
    await node.redis.core.del(Keys.generations(saleId));
    expect(await kindOf(node.places.place(second))).toBe('place');
    expect(await kindOf(node.places.place(token))).toBe('PLACE_MOVED');
  });

  it('takes no code that has run out', async () => {
    const offer = await node.handoffs.offer(token);
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 91_000);
    const late = offer.kind === 'code' ? await node.handoffs.take(offer.code) : offer;
    clock.mockRestore();
    expect(late).toEqual({ kind: 'HANDOFF_INVALID' });
  });

  it('is remembered for as long as a device cookie lives', async () => {
    await moved(token);
    const life = await node.redis.core.pttl(Keys.generations(saleId));
    expect(life).toBeGreaterThan(29 * 86_400_000);
  });
});

describe('a turn that is put off', () => {
  beforeEach(() => open(node, saleId));

  it('is put off twice at most, though the first token is used again and again', async () => {
    expect(await kindOf(node.places.defer(token, 5))).toBe('deferred');
    expect(await kindOf(node.places.defer(token, 5))).toBe('deferred');
    expect(await kindOf(node.places.defer(token, 5))).toBe('DEFER_LIMIT');
    const third = await withoutGuard(node.redis, 'deferrals', () => kindOf(node.places.defer(token, 5)));
    expect(third).toBe('deferred');
  });

  const isCalled = async (): Promise<boolean> =>
    (await node.redis.core.zscore(Keys.laneSet(saleId, 'general', 'called'), await positionOf(node, token))) !== null;
  /** Every sign of life that a page with the older token gives, and a tick. */
  async function showSigns(): Promise<void> {
    await passTime(node, saleId, 250); // the first tick opens the window near the front
    await node.places.reportPresent(saleId, 'general', [await positionOf(node, token)]);
    await node.places.place(token);
    await node.claims.claim(token);
    await passTime(node, saleId, 250);
  }

  it('is put off for all tokens and sockets of the place, until then', async () => {
    await node.places.defer(token, 5);
    await showSigns();
    expect(await isCalled()).toBe(false);
    // as mails and push messages, which were asked for with the older token, find it
    expect(await node.places.look(token)).toMatchObject({ place: { state: 'deferred' } });
    await jump(node, saleId, 5 * 60_000);
    await showSigns();
    expect(await isCalled()).toBe(true);
  });

  it('comes at once to a socket of the older token when the guard is taken out', async () => {
    await node.places.defer(token, 5);
    await withoutGuard(node.redis, 'deferred', showSigns);
    expect(await isCalled()).toBe(true);
  });

  it('keeps its place for a claim window after that time, for whoever has but a socket', async () => {
    const [other = ''] = await joinMany(node, saleId, 1);
    await node.places.defer(token, 20);
    await admit(node, saleId, other);
    await passTime(node, saleId, 2_000); // the serving counter's history is written once a second
    await jump(node, saleId, 21 * 60_000);
    await node.places.reportPresent(saleId, 'general', [await positionOf(node, token)]);
    await passTime(node, saleId, 250);
    expect(await isCalled()).toBe(true);
  });

  it('counts on after a loss of Redis from what the token knows', async () => {
    const once = await node.places.defer(token, 5);
    const twice = once.kind === 'deferred' ? await node.places.defer(once.placeToken, 5) : once;
    await node.redis.core.del(Keys.deferrals(saleId));
    expect(twice.kind === 'deferred' && (await kindOf(node.places.defer(twice.placeToken, 5)))).toBe('DEFER_LIMIT');
  });
});

describe('extra time', () => {
  it('doubles the time to come back', async () => {
    const extended = await node.places.extraTime(token);
    if (extended.kind !== 'extra_time') throw new Error(extended.kind);
    await open(node, saleId);
    await passTime(node, saleId, 250);
    await node.places.reportPresent(saleId, 'general', [await positionOf(node, token)]);
    await passTime(node, saleId, 2_000); // the serving counter's history is written once a second
    await jump(node, saleId, 15 * 60_000);
    await passTime(node, saleId, 250);
    expect(await kindOf(node.claims.claim(extended.placeToken))).toBe('NOT_YET');
    expect(await kindOf(node.claims.claim(token))).toBe('PLACE_EXPIRED');
  });

  it('is twice the time to answer a call, and keeps a fan present by a socket for twice the time', async () => {
    const [other = ''] = await joinMany(node, saleId, 1);
    const extended = await node.places.extraTime(token);
    if (extended.kind !== 'extra_time') throw new Error(extended.kind);
    await open(node, saleId);
    await passTime(node, saleId, 250);
    const [position, usual] = [await positionOf(node, extended.placeToken), await positionOf(node, other)];
    await node.places.reportPresent(saleId, 'general', [usual]);
    await node.places.reportPresent(saleId, 'general', [position], true);
    await node.places.place(token); // another tab, with the older token
    await passTime(node, saleId, 250);
    const called = Keys.laneSet(saleId, 'general', 'called');
    const until = await node.redis.core.zmscore(called, position, usual);
    expect(Number(until[0]) - Number(until[1])).toBe(15_000);
    await passTime(node, saleId, 16_000);
    expect(await node.redis.core.zmscore(called, position, usual)).toEqual([until[0], null]);
    expect(await kindOf(node.claims.claim(extended.placeToken))).toBe('admitted');
  });

  it('calls an unattended page once, however long its socket stays', async () => {
    const extended = await node.places.extraTime(token);
    if (extended.kind !== 'extra_time') throw new Error(extended.kind);
    await open(node, saleId);
    await passTime(node, saleId, 250);
    const position = await positionOf(node, extended.placeToken);
    const present = async () => await node.places.reportPresent(saleId, 'general', [position], true);
    await present();
    await passTime(node, saleId, 2_000);
    await present(); // hears of the call
    await passTime(node, saleId, 32_000); // which lapses
    // longer than the usual time to come back, shorter than twice that time
    await jump(node, saleId, 11 * 60_000);
    await passTime(node, saleId, 250);
    await present();
    await passTime(node, saleId, 500);
    const [ready, called] = (['ready', 'called'] as const).map((set) => Keys.laneSet(saleId, 'general', set));
    expect(await node.redis.core.zscore(ready ?? '', position)).toBeNull();
    expect(await node.redis.core.zscore(called ?? '', position)).toBeNull();
    expect(await kindOf(node.claims.claim(extended.placeToken))).toBe('NOT_YET');
  });

  it('that is asked for while shopping lengthens the admission once', async () => {
    await open(node, saleId);
    const plain = await admit(node, saleId, token);
    const extended = await node.places.extraTime(token);
    if (extended.kind !== 'extra_time') throw new Error(extended.kind);
    const minutesMore = async (): Promise<number> => {
      const again = await node.claims.claim(extended.placeToken);
      if (again.kind !== 'admitted') throw new Error(again.kind);
      return Math.round((Date.parse(again.admissionEndsAt) - Date.parse(plain.admissionEndsAt)) / 60_000);
    };
    expect([await minutesMore(), await minutesMore()]).toEqual([10, 10]);
  });
});

describe('a group', () => {
  const join = async (code: string, device: string | null = null) => await node.groups.join(saleId, code, device);
  async function groupCode(): Promise<string> {
    const group = await node.groups.open(token);
    if (group.kind !== 'group') throw new Error(group.kind);
    return group.groupCode;
  }

  it('never has more members than the policy says, however many join at once', async () => {
    const code = await groupCode();
    const kinds = await Promise.all(Array.from({ length: 9 }, () => kindOf(join(code))));
    expect(kinds.filter((kind) => kind === 'taken')).toHaveLength(3);
    expect(kinds.filter((kind) => kind === 'GROUP_FULL')).toHaveLength(6);
    expect(await withoutGuard(node.redis, 'members', () => kindOf(join(code)))).toBe('taken');
  });

  it('adds nobody for a join that is repeated with its key, and refuses the key of another join', async () => {
    const code = await groupCode();
    const keyed = async (key: string | null, group = code) =>
      await node.groups.join(saleId, group, null, undefined, key);
    const [first, again] = [await keyed('lost-answer-0123456789'), await keyed('lost-answer-0123456789')];
    if (first.kind !== 'taken' || again.kind !== 'repeated') throw new Error(`${first.kind}, ${again.kind}`);
    expect(node.placeIdentity.read(again.placeToken)).toMatchObject({ number: first.number, member: 1 });
    expect(await node.groups.open(token)).toMatchObject({ members: 2 });
    expect(await kindOf(keyed('lost-answer-0123456789', `${code}x`))).toBe('repeat_differs');
    expect(await kindOf(keyed('another-answer-012345'))).toBe('taken');
    // a refused join keeps no key: it may be tried again
    expect([
      await kindOf(keyed('refused-0123456789', 'gr1.made.up')),
      await kindOf(keyed('refused-0123456789')),
    ]).toEqual(['GROUP_CODE_INVALID', 'taken']);
    expect(await kindOf(keyed(null))).toBe('GROUP_FULL');
    expect(await node.groups.open(token)).toMatchObject({ members: 4 });
  });

  it('gives up the number that a friend had, and goes on when one of it leaves', async () => {
    const [own = ''] = await joinMany(node, saleId, 1);
    const friend = await join(await groupCode(), own);
    if (friend.kind !== 'taken') throw new Error(friend.kind);
    expect(friend.number).toBe(numberOf(node, token));
    expect(await node.places.place(own)).toMatchObject({ place: { state: 'left' } });
    await node.places.leave(friend.placeToken);
    expect(await kindOf(node.claims.claim(friend.placeToken))).toBe('PLACE_LEFT');
    expect(await node.places.place(token)).toMatchObject({ place: { state: 'waiting' } });
  });

  it('has as many limits as there are people in it: those who left count no more', async () => {
    const friends = [await join(await groupCode()), await join(await groupCode())];
    const [gone] = friends;
    if (gone?.kind !== 'taken') throw new Error(gone?.kind);
    expect(await kindOf(node.places.leave(gone.placeToken))).toBe('left_now');
    expect(await kindOf(node.places.leave(gone.placeToken))).toBe('left_now');
    await open(node, saleId);
    const { pass } = await admit(node, saleId, token);
    expect(await node.passes.permit(pass, saleId)).toMatchObject({ kind: 'ok', permit: { members: 2 } });
  });

  it('would count those who left when the guard is taken out', async () => {
    const gone = await join(await groupCode());
    if (gone.kind !== 'taken') throw new Error(gone.kind);
    await node.places.leave(gone.placeToken);
    await open(node, saleId);
    const { pass } = await withoutGuard(node.redis, 'gone members', () => admit(node, saleId, token));
    expect(await node.passes.permit(pass, saleId)).toMatchObject({ kind: 'ok', permit: { members: 2 } });
  });

  /** A friend leaves, the turn comes, and the friend takes their share of the place back while the other shops. */
  async function backInGroup(): Promise<string> {
    const friend = await join(await groupCode());
    if (friend.kind !== 'taken') throw new Error(friend.kind);
    await node.places.leave(friend.placeToken);
    await open(node, saleId);
    await admit(node, saleId, token);
    const member = { person: 'friend', lane: 'general', number: friend.number, member: 1 };
    expect(await new GuardedJoinStore(node.redis).reviveMember(saleId, member)).toMatchObject({ member: 1 });
    return friend.placeToken;
  }

  it('lets one member shop at a time, also one who left and came back meanwhile, who has the rest of the time', async () => {
    const friend = await backInGroup();
    expect(await kindOf(node.claims.claim(friend))).toBe('GROUP_SHOPPING');
    expect(await kindOf(node.claims.claim(token))).toBe('admitted');
    await node.places.leave(token);
    expect(await kindOf(node.claims.claim(friend))).toBe('admitted');
  });

  it('would let none but the first in if the time were kept only for those who are in', async () => {
    await withoutGuard(node.redis, 'one member shops', async () => {
      const friend = await backInGroup();
      await node.places.leave(token);
      expect(await kindOf(node.claims.claim(friend))).toBe('PLACE_DONE');
    });
  });

  it('is no way in after the draw, nor into another sale, nor where there are no groups', async () => {
    const code = await groupCode();
    const other = newSaleId();
    await publish(node, setupOf(other, { groupMax: 1 }));
    expect(await kindOf(node.groups.join(other, code, null))).toBe('GROUP_CODE_INVALID');
    const [single = ''] = await joinMany(node, other, 1);
    expect(await kindOf(node.groups.open(single))).toBe('GROUP_CLOSED');
    await open(node, saleId);
    expect(await kindOf(join(code))).toBe('GROUP_CLOSED');
  });
});

describe('a sale that is over', () => {
  it('says so to whoever still waits', async () => {
    await node.epochs.setState(saleId, 'closed');
    expect(await node.places.place(token)).toMatchObject({
      place: { state: 'expired', saleState: 'closed', ahead: null, wait: null },
    });
    expect(await kindOf(node.claims.claim(token))).toBe('SALE_CLOSED');
  });
});

describe('the figures after an epoch', () => {
  it('count nobody for a number that was reserved and never given', async () => {
    await joinMany(node, saleId, 4);
    await passTime(node, saleId, 250);
    await node.progress.runOnce();
    const waiting = async (): Promise<number | undefined> =>
      (await node.lineFigures.of(saleId))?.lanes.general?.waiting;
    expect(await waiting()).toBe(5);
    await rebuild(node, setupOf(saleId));
    expect(await waiting()).toBe(5);
    const [next = ''] = await joinMany(node, saleId, 1);
    expect(numberOf(node, next)).toBeGreaterThan(10_000);
    await rebuild(node, setupOf(saleId)); // again, before anything was written: still nobody
    expect(await waiting()).toBeLessThanOrEqual(6);
  });
});
