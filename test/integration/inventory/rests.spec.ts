import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Keys } from '../../../src/platform/redis/keys.js';
import { ABSOLUTE_MS, HOLD_MS, House, rows, Services } from './house.js';

let services: Services;
let house: House;
beforeAll(async () => {
  services = await Services.start();
});
afterAll(() => services.stop());
beforeEach(async () => {
  const map = { sections: [{ key: 'A', label: 'Stalls', rows: rows(4) }] };
  house = await House.open(
    services,
    [
      { name: 'Standing', capacity: 10 },
      { name: 'Seated', sections: ['A'] },
    ],
    map,
  );
});

const standing = (quantity: number) => [{ ticketTypeId: house.type('Standing'), quantity }];

describe('a fan who holds again and again', () => {
  it('keeps a type no longer than one hold may live, then lets it rest', async () => {
    const began = house.now;
    const first = await house.held('ann', standing(4));
    await house.setNow(house.now + HOLD_MS / 2);
    await house.release('ann', first.id);
    await house.setNow(house.now + 4_000);
    const second = await house.held('ann', standing(4));
    expect(second.expiresAtSaleMs).toBe(began + ABSOLUTE_MS);
    await house.setNow(began + ABSOLUTE_MS);
    expect(await house.hold('ann', standing(1))).toEqual({ kind: 'resting', forMs: HOLD_MS });
    expect((await house.hold('ann', [{ seatIds: ['A-1-1'] }])).kind).toBe('held');
    await house.setNow(house.now + HOLD_MS);
    expect((await house.hold('ann', standing(1))).kind).toBe('held');
  });

  it('may change her mind within a minute, and rests after a longer hold', async () => {
    const quick = await house.held('ann', standing(1));
    await house.release('ann', quick.id);
    const slow = await house.held('ann', standing(1));
    await house.extend('ann', slow.id);
    await house.setNow(house.now + HOLD_MS + 1_000);
    await house.release('ann', slow.id);
    expect(await house.hold('ann', standing(1))).toMatchObject({ kind: 'resting' });
    expect((await house.hold('bob', standing(4))).kind).toBe('held');
  });

  it('rests on with the place, by whichever admission it comes back', async () => {
    const first = await house.held('ann', standing(2));
    await house.setNow(house.now + HOLD_MS);
    await house.expireDue();
    expect((await house.read('ann', first.id))?.state).not.toBe('held');
    await house.endAdmission('ann');
    const again = await house.permitFor('ann', 'adm-ann-again');
    expect(await house.hold('ann', standing(1), { permit: again })).toMatchObject({ kind: 'resting' });
    expect((await house.hold('ann', [{ seatIds: ['A-1-1'] }], { permit: again })).kind).toBe('held');
  });

  it('cannot swap another type for one that rests, nor keep it longer by a swap than by holds', async () => {
    const seat = [{ seatIds: ['A-1-1'] }];
    await house.held('ann', standing(2));
    await house.setNow(house.now + HOLD_MS);
    await house.expireDue();
    const other = await house.held('ann', seat);
    expect(await house.swap('ann', other.id, standing(1))).toMatchObject({ kind: 'resting' });
    expect((await house.read('ann', other.id))?.items).toMatchObject([{ seatId: 'A-1-1' }]);
    const began = house.now;
    const first = await house.held('bob', standing(1));
    await house.setNow(house.now + 50_000);
    await house.release('bob', first.id);
    await house.setNow(began + ABSOLUTE_MS - 10_000);
    const late = await house.held('bob', [{ seatIds: ['A-1-2'] }]);
    const swapped = await house.swap('bob', late.id, standing(1));
    expect(swapped).toMatchObject({ kind: 'swapped', hold: { expiresAtSaleMs: began + ABSOLUTE_MS } });
    expect((await house.figures()).faults).toEqual([]);
  });

  it('exchanges twenty units in ten seconds, so that nobody keeps a house on its way, and always gives back', async () => {
    const hall = await House.open(services, [{ name: 'Standing', capacity: 200 }]);
    const item = (quantity: number) => [{ ticketTypeId: hall.type('Standing'), quantity }];
    const { id } = await hall.held('ann', item(4));
    const tooFast = { kind: 'exchanging_too_fast', forMs: 10_000 };
    for (let n = 0; n < 7; n += 1) {
      expect((await hall.swap('ann', id, item(4))).kind).toBe('swapped');
      expect((await hall.swap('ann', id, item(1))).kind).toBe('swapped');
    }
    expect(await hall.swap('ann', id, item(4))).toEqual(tooFast);
    expect(await hall.counts('Standing')).toMatchObject({ held: 1, returning: 21 });
    await hall.setNow(hall.now + 9_999);
    expect(await hall.swap('ann', id, item(2))).toEqual({ ...tooFast, forMs: 1 });
    await hall.setNow(hall.now + 1);
    expect((await hall.swap('ann', id, item(4))).kind).toBe('swapped');
    expect((await hall.figures()).faults).toEqual([]);
  });

  it('holds nothing for a while who releases and holds again and again, whatever the size of what was let go last', async () => {
    const hall = await House.open(services, [{ name: 'Standing', capacity: 200, maxPerFan: 30 }]);
    const item = (quantity: number) => [{ ticketTypeId: hall.type('Standing'), quantity }];
    const letGo = async (fan: string, quantity: number) =>
      await hall.release(fan, (await hall.held(fan, item(quantity))).id);
    for (let n = 0; n < 6; n += 1) await letGo('ann', 4);
    expect(await hall.hold('ann', item(1))).toEqual({ kind: 'exchanging_too_fast', forMs: 10_000 });
    expect(await hall.counts('Standing')).toMatchObject({ held: 0, returning: 24 });
    // a basket of any size is chosen anew, once
    await letGo('bob', 30);
    await letGo('bob', 30);
    expect((await hall.hold('bob', item(1))).kind).toBe('exchanging_too_fast');
    // in whichever order: twenty and one are no more than one and twenty
    for (const quantity of [20, 1, 18]) await letGo('cat', quantity);
    await letGo('cat', 1);
    expect((await hall.hold('cat', item(1))).kind).toBe('exchanging_too_fast');
    await hall.setNow(hall.now + 10_000);
    for (const fan of ['ann', 'bob', 'cat']) await hall.held(fan, item(1));
    expect((await hall.figures()).faults).toEqual([]);
  });

  it('has sat out a rest that an extension of all deadlines would otherwise make endless', async () => {
    const hold = await house.held('ann', standing(4));
    await house.setNow(house.now + ABSOLUTE_MS);
    await house.release('ann', hold.id);
    expect(await house.hold('ann', standing(1))).toEqual({ kind: 'resting', forMs: HOLD_MS });
    await house.setNow(house.now - HOLD_MS / 4);
    expect(await house.hold('ann', standing(1))).toEqual({ kind: 'resting', forMs: HOLD_MS * 1.25 });
    await house.setNow(house.now - 2 * ABSOLUTE_MS);
    const again = await house.held('ann', standing(1));
    expect(again.expiresAtSaleMs).toBeLessThanOrEqual(house.now + ABSOLUTE_MS);
  });

  it('may give back what is above a limit that was lowered, of a channel that is closed to her, in a paused sale', async () => {
    const club = { key: 'club', label: 'Club', partnerId: null, returnAt: null, returnTo: 'public' };
    const allocations = [{ ticketTypeId: house.type('Standing'), quantity: 4 }];
    const draft = { ...club, lanes: ['club'], allocations, returnBelowPercent: null };
    await house.node.channels.replace(house.saleId, house.stamp, [draft]);
    house.node.layouts.forget(house.saleId);
    const { id } = await house.held('ann', standing(4), { lane: 'club' });
    for (const fan of ['bob', 'cat']) await house.held(fan, standing(3));
    const terms = house.terms.get(house.type('Standing'));
    if (terms) terms.maxPerFan = 2;
    await house.setState('paused');
    expect((await house.swap('ann', id, standing(3))).kind).toBe('swapped');
    expect(await house.swap('ann', id, standing(4))).toMatchObject({ kind: 'limit_exceeded' });
    expect((await house.figures()).faults).toEqual([]);
  });

  it('is forgotten when it is over, but not what was bought', async () => {
    const fields = async () =>
      (await services.redis.core.hkeys(Keys.fanUnits(house.saleId))).map((name) => name.replaceAll(/tt_\w+/g, 'type'));
    const bought = await house.held('bob', standing(2));
    await house.commit('bob', bought.id, 'ord_1');
    const { id } = await house.held('ann', standing(2));
    await house.swap('ann', id, standing(1));
    await house.lapseAll();
    const made = ['holds|adm-ann', 'holds|adm-bob', 'own|adm-ann', 'own|adm-bob'];
    const kept = ['bob|type', 'bob|type|since', ...made];
    expect((await fields()).sort()).toEqual([...kept, 'ann|type|until'].sort());
    await house.setNow(house.now + HOLD_MS);
    await house.expireDue();
    expect((await fields()).sort()).toEqual(kept);
    expect(await house.hold('bob', standing(3))).toMatchObject({ kind: 'limit_exceeded', left: 2 });
  });

  it('leaves what was bought of a sale that has grown old, and nothing else', async () => {
    const key = Keys.fanUnits(house.saleId);
    const holds: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      const { id } = await house.held(`fan-${n}`, standing(1));
      if (n < 4) await house.commit(`fan-${n}`, id, `ord_${n}`);
      else await house.release(`fan-${n}`, id);
      holds.push(id);
      await house.setNow(house.now + 4_000);
      await house.expireDue();
    }
    // while the tombstones live, so do the numbers of holds made; they are gone hours later
    expect((await services.redis.core.hkeys(key)).filter((field) => field.startsWith('holds|'))).toHaveLength(40);
    for (const id of holds) await services.redis.core.del(`${Keys.holdPrefix(house.saleId)}${id}`);
    const round = async () => {
      for (let beat = 0; beat < 8; beat += 1) await house.expireDue();
    };
    await round();
    await house.setNow(house.now + 5 * 3_600_000);
    await round();
    const type = house.type('Standing');
    const bought = [0, 1, 2, 3].map((n) => `fan-${n}|${type}`);
    expect((await services.redis.core.hkeys(key)).sort()).toEqual(bought);
    await house.endAdmission('fan-0');
    expect(await house.hold('fan-0', standing(4))).toMatchObject({ kind: 'limit_exceeded', left: 3 });
  });

  it('lists the live holds of an admission, and those that ended only while they are few', async () => {
    const kept = await house.held('ann', standing(1));
    for (let n = 0; n < 9; n += 1) await house.release('ann', (await house.held('ann', standing(1))).id);
    const list = await services.redis.core.hget(Keys.fanUnits(house.saleId), 'own|adm-ann');
    const ids = list?.split(' ') ?? [];
    expect(ids).toContain(kept.id);
    expect(ids.length).toBeLessThanOrEqual(8);
  });

  it('counts the holds of an admission on as long as one of them is remembered', async () => {
    const key = Keys.fanUnits(house.saleId);
    await services.redis.core.hset(key, 'holds|adm-ann', 49);
    const permit = await house.permit('ann', house.now + 6 * 3_600_000);
    const { id } = await house.held('ann', standing(1), { permit });
    await house.release('ann', id);
    await house.setNow(house.now + 5 * 3_600_000);
    for (let beat = 0; beat < 8; beat += 1) await house.expireDue();
    expect(await house.hold('ann', standing(1))).toEqual({ kind: 'holds_spent' });
  });

  it('is forgotten also of a window that began before sale time was zero, or that nothing can read', async () => {
    const key = Keys.fanUnits(house.saleId);
    await services.redis.core.hset(key, {
      'swaps|ann': '-5000 3 3',
      'swaps|bob': 'x',
      'swaps|cat': `${house.now} 3 3`,
    });
    expect(await house.expireDue()).toBe(0);
    expect(await services.redis.core.hkeys(key)).toEqual(['swaps|cat']);
  });

  it('is forgotten the faster, the more there is', async () => {
    const key = Keys.fanUnits(house.saleId);
    const many = Array.from({ length: 12_000 }, (_, n): [string, string] => [`fan-${n}|type|until`, '1']);
    await services.redis.core.hset(key, Object.fromEntries(many));
    for (let beat = 0; beat < 90; beat += 1) await house.expireDue();
    // fifty a beat would leave some 8,700
    expect(await services.redis.core.hlen(key)).toBeLessThan(4_500);
  });

  it('leaves a few bytes of an ended hold, which still answers', async () => {
    const hold = await house.held('ann', standing(2));
    await house.release('ann', hold.id);
    const left = await services.redis.core.hgetall(`${Keys.holdPrefix(house.saleId)}${hold.id}`);
    expect(Object.keys(left).sort()).toEqual(['admission', 'deadline', 'digest', 'fan', 'revision', 'state']);
    expect(await house.read('ann', hold.id)).toMatchObject({ state: 'released', items: [] });
  });
});

/** Stock that lapses while people wait: docs/adr/0086-the-line-first.md. */
describe('stock that comes back', () => {
  const fromLine = async (fan: string) => ({
    permit: await house.permit(fan, house.now + 60_000, undefined, house.now),
  });
  const lapse = async () => {
    await house.setNow(house.now + HOLD_MS);
    await house.expireDue(500, true);
    await house.setNow(house.now + 4_000);
    await house.expireDue(500, true);
  };

  it('is the line’s for twenty seconds, then everybody’s', async () => {
    for (const fan of ['ann', 'bob']) await house.held(fan, standing(4));
    await house.held('cat', [...standing(2), { seatIds: ['A-1-1', 'A-1-2'] }]);
    await lapse();
    expect(await house.counts('Standing')).toMatchObject({ free: 10 });
    const refused = { kind: 'line_first', forMs: 20_000 };
    expect(await house.hold('dan', standing(1))).toEqual(refused);
    expect(await house.hold('dan', [{ seatIds: ['A-1-1'] }])).toEqual(refused);
    expect((await house.hold('dan', [{ seatIds: ['A-1-3'] }])).kind).toBe('held');
    expect((await house.hold('eve', standing(4), await fromLine('eve'))).kind).toBe('held');
    expect((await house.hold('eve', [{ seatIds: ['A-1-1'] }], await fromLine('eve'))).kind).toBe('held');
    // once per admission: after a hold, the fan no longer has the line's precedence for the same stock
    expect(await house.hold('eve', [{ seatIds: ['A-1-2'] }], await fromLine('eve'))).toEqual(refused);
    expect((await house.figures()).faults).toEqual([]);
    await house.setNow(house.now + 20_000);
    await house.expireDue(500, true);
    expect((await house.hold('dan', standing(4))).kind).toBe('held');
    expect((await house.hold('fay', [...standing(2), { seatIds: ['A-1-2'] }])).kind).toBe('held');
    expect((await house.figures()).faults).toEqual([]);
  });

  it('goes to best seats from the line too, and may be taken off sale meanwhile', async () => {
    await house.held('ann', [{ seatIds: [1, 2, 3, 4].map((seat) => `A-1-${seat}`) }]);
    await lapse();
    const best = [{ ticketTypeId: house.type('Seated'), quantity: 2, bestAvailable: {} }];
    expect(await house.hold('dan', best)).toMatchObject({ kind: 'line_first' });
    expect((await house.hold('eve', best, await fromLine('eve'))).kind).toBe('held');
    const changed = await house.node.changes.changeSeats(house.saleId, house.stamp, ['A-1-4'], 'withdrawn');
    expect(changed.kind).toBe('changed');
    expect((await house.figures()).faults).toEqual([]);
  });

  it('is everybody’s at once where nobody waits', async () => {
    await house.held('ann', standing(4));
    await house.lapseAll();
    for (const fan of ['bob', 'cat']) await house.held(fan, standing(4));
    expect((await house.hold('dan', standing(2))).kind).toBe('held');
  });
});

/** The effect of each verb on an existing hold, by state of the sale. Docs: docs/adr/0038-stock-while-selling.md. */
describe.each([
  [
    'on_sale',
    { hold: 'held', more: 'swapped', tooMany: 'sold_out', fewer: 'swapped', extend: 'extended', commit: 'committed' },
  ],
  [
    'paused',
    { hold: 'paused', more: 'paused', tooMany: 'paused', fewer: 'swapped', extend: 'extended', commit: 'committed' },
  ],
  [
    'sold_out',
    { hold: 'held', more: 'swapped', tooMany: 'sold_out', fewer: 'swapped', extend: 'extended', commit: 'committed' },
  ],
  [
    'closed',
    { hold: 'closed', more: 'closed', tooMany: 'closed', fewer: 'swapped', extend: 'closed', commit: 'committed' },
  ],
])('a sale that is %s', (state, expected) => {
  it('treats every verb by one rule, and always lets go', async () => {
    const [kept, given] = [await house.held('ann', standing(2)), await house.held('cat', standing(2))];
    await house.held('dan', standing(4));
    await house.setState(state);
    expect({
      hold: (await house.hold('bob', standing(1))).kind,
      more: (await house.swap('ann', kept.id, standing(3))).kind,
      tooMany: (await house.swap('ann', kept.id, standing(4))).kind,
      fewer: (await house.swap('ann', kept.id, standing(1))).kind,
      extend: (await house.extend('ann', kept.id)).kind,
      commit: (await house.commit('ann', kept.id, 'ord_1')).kind,
    }).toEqual(expected);
    expect((await house.release('cat', given.id)).kind).toBe('released');
    expect((await house.figures()).faults).toEqual([]);
  });
});
