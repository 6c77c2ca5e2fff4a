import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ABSOLUTE_MS, HOLD_MS, House, rows, Services } from './house.js';

let services: Services;
let house: House;
beforeAll(async () => {
  services = await Services.start();
});
afterAll(() => services.stop());

const standing = (quantity: number) => [{ ticketTypeId: house.type('Standing'), quantity }];
const seats = (...seatIds: string[]) => [{ seatIds }];
const best = (quantity: number, section?: string) => [
  { ticketTypeId: house.type('Seated'), quantity, bestAvailable: { section } },
];

beforeEach(async () => {
  house = await House.open(
    services,
    [
      { name: 'Standing', capacity: 10, priceMinor: 3000 },
      { name: 'Seated', sections: ['A', 'B'], priceMinor: 6500, maxPerFan: 6 },
    ],
    {
      sections: [
        { key: 'A', label: 'Stalls', rows: rows(4, 4) },
        { key: 'B', label: 'Balcony', rows: rows(6) },
      ],
    },
  );
});

/** A row of eight: places at its first and fifth seat, each with one companion seat. */
const withWheelchairs = {
  sections: [
    {
      ...{ key: 'A', label: 'Stalls' },
      rows: [
        {
          label: '1',
          seats: Array.from({ length: 8 }, (_, at) => ({
            ...{ label: `${at + 1}`, x: at, y: 0 },
            ...((at === 0 || at === 4) && { accessible: true }),
            ...((at === 1 || at === 5) && { companionOf: `${at}` }),
          })),
        },
      ],
    },
  ],
};

describe('a hold', () => {
  it('takes counted units and named seats together, with labels, prices and a deadline', async () => {
    const hold = await house.held('ann', [...standing(2), ...seats('A-1-2', 'A-1-3')]);
    expect(hold.items.map(({ label, seatId, priceMinor }) => [label, seatId, priceMinor])).toEqual([
      ['Stalls, row 1, seat 2', 'A-1-2', 6500],
      ['Stalls, row 1, seat 3', 'A-1-3', 6500],
      ['Standing', null, 3000],
      ['Standing', null, 3000],
    ]);
    expect(hold).toMatchObject({
      state: 'active',
      totalMinor: 19_000,
      currency: 'EUR',
      expiresAtSaleMs: house.now + HOLD_MS,
      extendable: true,
      relaxed: null,
    });
    expect(await house.counts('Standing')).toEqual({ free: 8, held: 2, committed: 0, returning: 0, withdrawn: 0 });
    expect(await house.seats('A')).toMatchObject({
      'A-1-1': 'free',
      'A-1-2': 'held',
      'A-1-3': 'held',
      'A-1-4': 'free',
    });
  });

  it('is refused whole when one part cannot be had', async () => {
    await house.held('ann', seats('A-1-2'));
    const before = await house.dump();
    expect(await house.hold('bob', [...standing(2), ...seats('A-1-1', 'A-1-2', 'A-1-3')])).toEqual({
      kind: 'seats_taken',
      seatIds: ['A-1-2'],
    });
    expect(
      await house.hold('bob', [...seats('A-1-1'), ...standing(4), { ticketTypeId: house.type('Seated'), quantity: 6 }]),
    ).toMatchObject({ kind: 'limit_exceeded' });
    expect(await house.dump()).toEqual(before);
  });

  it('is sold out when fewer are free than asked for, and not before', async () => {
    for (const fan of ['a', 'b']) await house.held(fan, standing(4));
    expect(await house.hold('c', standing(3))).toEqual({ kind: 'sold_out' });
    expect((await house.hold('c', standing(2))).kind).toBe('held');
    expect(await house.hold('d', standing(1))).toEqual({ kind: 'sold_out' });
  });

  it('names the ticket type or seat that the sale does not have', async () => {
    expect(await house.hold('ann', [{ ticketTypeId: 'tt_other', quantity: 1 }])).toEqual({
      kind: 'ticket_type_unknown',
      ticketTypeId: 'tt_other',
    });
    expect(await house.hold('ann', seats('A-1-1', 'Z-9-9'))).toEqual({ kind: 'seat_unknown', seatId: 'Z-9-9' });
  });

  it('counts the limit over all open holds and orders of the fan', async () => {
    const first = await house.held('ann', standing(3));
    expect(await house.hold('ann', standing(2))).toMatchObject({ kind: 'limit_exceeded', left: 1 });
    await house.commit('ann', first.id, 'ord_1');
    expect(await house.hold('ann', standing(2))).toMatchObject({ kind: 'limit_exceeded' });
    expect((await house.hold('ann', standing(1))).kind).toBe('held');
    expect((await house.hold('bob', standing(4))).kind).toBe('held');
    await house.releaseOrder('ord_1');
    expect((await house.hold('ann', standing(2))).kind).toBe('held');
  });

  it('counts the limit by fan key, whichever admission the fan came with', async () => {
    await house.held('ann', standing(3));
    const later = await house.permit('ann-again');
    await services.redis.core.hset(later.keys[1], later.member, JSON.stringify({ fan: 'ann', limit: house.now + 1e9 }));
    expect(await house.hold('ann', standing(2), { permit: later })).toMatchObject({ kind: 'limit_exceeded' });
  });

  it('belongs to the fan of the admission, whoever the caller takes it for', async () => {
    const permit = { ...(await house.permit('ann')), fanKey: 'bob' };
    const hold = await house.held('bob', standing(1), { permit });
    expect(hold.fanKey).toBe('ann');
    expect(await house.read('bob', hold.id)).toBeNull();
  });

  it('is refused when the admission is over', async () => {
    const permit = await house.permit('ann', house.now);
    expect(await house.hold('ann', standing(1), { permit })).toEqual({ kind: 'not_active' });
    const unknown = { ...permit, member: 'adm-nobody' };
    expect(await house.hold('ann', standing(1), { permit: unknown })).toEqual({ kind: 'not_active' });
  });

  it('keeps the admission alive as long as itself, up to the admission’s limit', async () => {
    await house.held('ann', standing(1), { permit: await house.permit('ann', house.now + 1_000, house.now + 900_000) });
    expect(await house.admissionDeadline('ann')).toBe(house.now + HOLD_MS);
    await house.held('bob', standing(1), { permit: await house.permit('bob', house.now + 1_000, house.now + 5_000) });
    expect(await house.admissionDeadline('bob')).toBe(house.now + 5_000);
  });

  it('is not given while the sale is paused, closed or not open yet, and in another epoch', async () => {
    for (const [state, kind] of [
      ['paused', 'paused'],
      ['closed', 'closed'],
      ['prequeue', 'closed'],
    ] as const) {
      await house.setState(state);
      expect(await house.hold('ann', standing(1))).toEqual({ kind });
    }
    await house.setState('on_sale');
    expect(await house.hold('ann', standing(1), { stamp: { ...house.stamp, epoch: 1 } })).toEqual({ kind: 'stale' });
    expect(await house.hold('ann', standing(1), { stamp: { ...house.stamp, runId: 'f'.repeat(40) } })).toEqual({
      kind: 'stale',
    });
    expect(await house.counts('Standing')).toMatchObject({ free: 10 });
  });
});

describe('the same request again', () => {
  it('gives the same hold and takes nothing more', async () => {
    const key = { idempotencyKey: 'one-key', bodyHash: 'a' };
    const first = await house.hold('ann', standing(2), key);
    const again = await house.hold('ann', standing(2), key);
    expect(first).toMatchObject({ kind: 'held', fresh: true });
    expect(again).toEqual({ ...first, fresh: false });
    expect(await house.counts('Standing')).toMatchObject({ free: 8, held: 2 });
  });

  it('is a mismatch with another body', async () => {
    await house.hold('ann', standing(2), { idempotencyKey: 'one-key', bodyHash: 'a' });
    expect(await house.hold('ann', standing(1), { idempotencyKey: 'one-key', bodyHash: 'b' })).toEqual({
      kind: 'mismatch',
    });
  });

  it('is another hold for another fan', async () => {
    const key = { idempotencyKey: 'one-key', bodyHash: 'a' };
    const ann = await house.held('ann', standing(1), key);
    const bob = await house.held('bob', standing(1), key);
    expect(ann.id).not.toBe(bob.id);
  });

  it('finds the ended hold instead of making a second one', async () => {
    const key = { idempotencyKey: 'one-key', bodyHash: 'a' };
    const hold = await house.held('ann', standing(2), key);
    await house.release('ann', hold.id);
    expect(await house.hold('ann', standing(2), key)).toMatchObject({
      kind: 'held',
      fresh: false,
      hold: { id: hold.id, state: 'released' },
    });
    expect(await house.counts('Standing')).toMatchObject({ held: 0 });
    const ttl = await services.redis.core.ttl(`rl:{${house.saleId}}:hold:${hold.id}`);
    expect(ttl).toBeGreaterThan(3_600);
  });
});

describe('best available', () => {
  it('gives adjacent seats nearest the front that leave nobody alone, or says what it relaxed', async () => {
    const best3 = await house.held('ann', best(3));
    // three of a row of four would strand a single seat: the row of six is farther away but leaves three
    expect(best3.items.map(({ seatId }) => seatId)).toEqual(['B-1-1', 'B-1-2', 'B-1-3']);
    expect(best3.relaxed).toBeNull();
    expect((await house.held('bob', best(2))).items.map(({ seatId }) => seatId)).toEqual(['A-1-1', 'A-1-2']);
    expect((await house.held('cat', best(4))).items.map(({ seatId }) => seatId)).toEqual([
      ...['A-2-1', 'A-2-2'],
      ...['A-2-3', 'A-2-4'],
    ]);
    await house.held('dan', best(2, 'A'));
    expect(await house.held('eve', best(2))).toMatchObject({ relaxed: 'orphan' });
  });

  it('does not go around the corner of a row', async () => {
    await house.held('ann', seats('A-1-1', 'A-1-2', 'A-1-3'));
    expect((await house.held('bob', best(2, 'A'))).items.map(({ seatId }) => seatId)).toEqual(['A-2-1', 'A-2-2']);
  });

  it('serves several wishes of one hold without giving a seat twice', async () => {
    const hold = await house.held('ann', [...best(2), ...seats('A-1-1'), ...best(2)]);
    const ids = hold.items.map(({ seatId }) => seatId);
    expect(new Set(ids).size).toBe(5);
    expect(ids).toContain('A-1-1');
  });

  it('splits a group rather than refusing it, and says so', async () => {
    await house.held('ann', seats('B-1-2', 'B-1-5'));
    const hold = await house.held('bob', best(4, 'B'));
    expect(hold.items.map(({ seatId }) => seatId)).toEqual(['B-1-3', 'B-1-4', 'B-1-1', 'B-1-6']);
    expect(hold.relaxed).toBe('split');
    expect(await house.hold('cat', best(1, 'B'))).toEqual({ kind: 'sold_out' });
    expect(await house.hold('cat', best(1, 'C'))).toMatchObject({ kind: 'seat_unknown' });
  });

  it('finds seats again that came back after a search had failed', async () => {
    const hold = await house.held('ann', best(6, 'B'));
    expect(await house.hold('bob', best(2, 'B'))).toEqual({ kind: 'sold_out' });
    await house.release('ann', hold.id);
    await house.setNow(house.now + 4_000);
    await house.expireDue();
    expect((await house.held('bob', best(6, 'B'))).relaxed).toBeNull();
  });

  it('does not remember a failure that only its own earlier picks caused', async () => {
    // two requests of 3 use up a row of 6, so the third fails and the whole hold is refused
    expect((await house.hold('ann', [...best(3, 'B'), ...best(3, 'B'), ...best(6, 'B')])).kind).toBe('limit_exceeded');
    house.terms.set(house.type('Seated'), { ...(house.terms.get(house.type('Seated')) ?? never()), maxPerFan: 50 });
    expect(await house.hold('ann', [...best(3, 'B'), ...best(2, 'B'), ...best(4, 'B')])).toEqual({ kind: 'sold_out' });
    expect((await house.held('bob', best(6, 'B'))).relaxed).toBeNull();
  });
});

describe('wheelchair places', () => {
  const party = (ticketTypeId: string, companions: number) => [
    { ticketTypeId, quantity: 1 + companions, bestAvailable: { accessible: { wheelchairs: 1, companions } } },
  ];

  it('have companions on the seats set aside for them, and the others beside them on ordinary ones', async () => {
    const hall = await House.open(services, [{ name: 'Seated', sections: ['A'] }], withWheelchairs);
    const { items, relaxed } = await hall.held('ann', party(hall.type('Seated'), 3));
    expect(items.map(({ seatId }) => seatId).sort()).toEqual(['A-1-3', 'A-1-4', 'A-1-5', 'A-1-6']);
    expect(relaxed).toBeNull();
    expect((await hall.figures()).faults).toEqual([]);
    const second = await hall.held('bob', party(hall.type('Seated'), 2));
    expect(second.items.map(({ seatId }) => seatId).sort()).toEqual(['A-1-1', 'A-1-2', 'A-1-7']);
    expect(second.relaxed).toBe('split');
    expect(await hall.hold('cat', party(hall.type('Seated'), 0))).toEqual({ kind: 'sold_out' });
    expect((await hall.figures()).faults).toEqual([]);
    const { ticketTypes } = await services.node().availability.of(hall.saleId, { detailed: false });
    const [section] = ticketTypes[0]?.sections ?? [];
    expect(section).toEqual({ key: 'A', label: 'Stalls', state: 'plenty', accessible: 'gone' });
  });

  it('are found by those who ask for them also once they are released to everybody', async () => {
    const hall = await House.open(services, [{ name: 'Seated', sections: ['A'] }], withWheelchairs);
    await hall.node.channels.giveBack(hall.saleId, hall.stamp, 'accessible', 'public');
    hall.node.layouts.forget(hall.saleId);
    const { items } = await hall.held('ann', party(hall.type('Seated'), 1));
    expect(items.map(({ seatId }) => seatId).sort()).toEqual(['A-1-5', 'A-1-6']);
    expect((await hall.figures()).faults).toEqual([]);
  });
});

describe('an end of a hold', () => {
  it('gives units back after a short wait, once', async () => {
    const hold = await house.held('ann', [...standing(2), ...seats('A-1-1')]);
    expect(await house.release('ann', hold.id)).toMatchObject({ kind: 'released', hold: { state: 'released' } });
    expect(await house.release('ann', hold.id)).toMatchObject({ kind: 'released' });
    expect(await house.counts('Standing')).toEqual({ free: 8, held: 0, committed: 0, returning: 2, withdrawn: 0 });
    expect(await house.hold('bob', seats('A-1-1'))).toMatchObject({ kind: 'seats_taken' });
    await house.setNow(house.now + 499);
    expect(await house.expireDue()).toBe(0);
    await house.setNow(house.now + 3_501);
    expect(await house.expireDue()).toBe(2);
    expect(await house.counts('Standing')).toMatchObject({ free: 10, returning: 0 });
    expect((await house.hold('bob', seats('A-1-1'))).kind).toBe('held');
  });

  it('is unknown to another fan', async () => {
    const hold = await house.held('ann', standing(1));
    expect(await house.read('bob', hold.id)).toBeNull();
    expect(await house.release('bob', hold.id)).toEqual({ kind: 'unknown' });
    expect(await house.commit('bob', hold.id, 'ord_1')).toEqual({ kind: 'unknown' });
    expect(await house.extend('bob', hold.id)).toEqual({ kind: 'unknown' });
    expect(await house.swap('bob', hold.id, standing(2))).toEqual({ kind: 'unknown' });
    expect(await house.read('ann', hold.id)).toEqual(hold);
  });

  it('comes with the deadline, at the next hold even without a beat', async () => {
    const hold = await house.held('ann', seats('A-1-1'));
    await house.setNow(hold.expiresAtSaleMs);
    expect(await house.read('ann', hold.id)).toMatchObject({ state: 'expired', extendable: false });
    expect(await house.commit('ann', hold.id, 'ord_1')).toEqual({ kind: 'expired' });
    await house.hold('bob', standing(1));
    await house.setNow(house.now + 4_000);
    expect((await house.hold('bob', seats('A-1-1'))).kind).toBe('held');
  });

  it('does not free a seat that has a new owner by then', async () => {
    const late = await house.held('ann', seats('A-1-1'));
    await house.lapseAll();
    const next = await house.held('bob', seats('A-1-1'));
    expect(await house.release('ann', late.id)).toMatchObject({ kind: 'released', hold: { state: 'expired' } });
    expect(await house.seats('A')).toMatchObject({ 'A-1-1': 'held' });
    expect((await house.read('bob', next.id))?.state).toBe('active');
  });

  it('comes in bounded steps', async () => {
    for (let i = 0; i < 10; i++) await house.held(`fan-${i}`, standing(1));
    await house.setNow(house.now + HOLD_MS);
    expect(await house.expireDue(4)).toBe(4);
    expect(await house.counts('Standing')).toMatchObject({ held: 6, returning: 4 });
  });
});

describe('an extension', () => {
  it('lengthens the hold once, and not past the limit', async () => {
    const hold = await house.held('ann', standing(1));
    await house.setNow(house.now + 20_000);
    expect(await house.extend('ann', hold.id)).toMatchObject({
      kind: 'extended',
      hold: { expiresAtSaleMs: hold.expiresAtSaleMs - HOLD_MS + ABSOLUTE_MS, extendable: false },
    });
    expect(await house.extend('ann', hold.id)).toEqual({ kind: 'not_extendable' });
    const short = await house.held('bob', standing(1), { holdMs: 10_000 });
    expect(await house.extend('bob', short.id)).toMatchObject({ hold: { expiresAtSaleMs: house.now + 20_000 } });
    expect(await house.extend('bob', short.id)).toEqual({ kind: 'not_extendable' });
    const whole = await house.held('cat', standing(1), { holdMs: ABSOLUTE_MS });
    expect(whole.extendable).toBe(false);
    expect(await house.extend('cat', whole.id)).toEqual({ kind: 'not_extendable' });
  });

  it('changes no deadline when it is refused', async () => {
    const hold = await house.held('ann', standing(1));
    const over = { ...(await house.permit('ann')), member: 'adm-gone' };
    await house.setNow(house.now + 1_000);
    expect(await house.extend('ann', hold.id, over)).toEqual({ kind: 'not_active' });
    expect((await house.read('ann', hold.id))?.expiresAtSaleMs).toBe(hold.expiresAtSaleMs);
    await house.setNow(hold.expiresAtSaleMs);
    expect(await house.extend('ann', hold.id)).toEqual({ kind: 'expired' });
    expect((await house.read('ann', hold.id))?.expiresAtSaleMs).toBe(hold.expiresAtSaleMs);
  });
});

describe('a swap', () => {
  it('keeps what is in both, takes the new and gives back the rest', async () => {
    const hold = await house.held('ann', [...seats('A-1-1', 'A-1-2'), ...standing(3)]);
    await house.setNow(house.now + 1_000);
    const swapped = await house.swap('ann', hold.id, [...seats('A-1-2', 'A-1-3'), ...standing(1)]);
    expect(swapped).toMatchObject({
      kind: 'swapped',
      hold: { expiresAtSaleMs: hold.expiresAtSaleMs, totalMinor: 16_000 },
    });
    expect(await house.seats('A')).toMatchObject({ 'A-1-1': 'held', 'A-1-2': 'held', 'A-1-3': 'held' });
    expect(await house.counts('Standing')).toEqual({ free: 7, held: 1, committed: 0, returning: 2, withdrawn: 0 });
    expect(await house.counts('Seated')).toMatchObject({ held: 2, returning: 1 });
    expect((await house.figures()).conserved).toBe(true);
    expect(await house.commit('ann', hold.id, 'ord_1', hold.revision)).toEqual({ kind: 'expired' });
    expect(await house.commit('ann', hold.id, 'ord_1', hold.revision + 1)).toMatchObject({ kind: 'committed' });
  });

  it('leaves the hold as it was when the new units cannot be had', async () => {
    await house.held('bob', seats('A-1-3'));
    const hold = await house.held('ann', seats('A-1-1'));
    expect(await house.swap('ann', hold.id, seats('A-1-1', 'A-1-3'))).toEqual({
      kind: 'seats_taken',
      seatIds: ['A-1-3'],
    });
    expect(await house.swap('ann', hold.id, standing(5))).toMatchObject({ kind: 'limit_exceeded' });
    expect(await house.read('ann', hold.id)).toEqual(hold);
  });

  it('grows and shrinks counted units and may take its own seats again for best available', async () => {
    const hold = await house.held('ann', best(4, 'A'));
    expect(await house.swap('ann', hold.id, [...best(6, 'B'), ...standing(4)])).toMatchObject({ kind: 'swapped' });
    expect(await house.swap('ann', hold.id, [...best(5, 'B'), ...standing(2)])).toMatchObject({
      kind: 'swapped',
      hold: { relaxed: 'orphan' }, // five of a row of six
    });
    expect(await house.swap('ann', hold.id, [...best(5, 'B'), ...standing(4)])).toMatchObject({ kind: 'swapped' });
    expect(await house.counts('Standing')).toEqual({ free: 4, held: 4, committed: 0, returning: 2, withdrawn: 0 });
    await house.lapseAll();
    expect(await house.counts('Standing')).toMatchObject({ free: 10 });
    expect(await house.counts('Seated')).toMatchObject({ free: 14 });
  });
});

describe('a swap to best seats', () => {
  const idsOf = (result: Awaited<ReturnType<House['swap']>>) =>
    result.kind === 'swapped' ? result.hold.items.map(({ seatId }) => seatId).sort() : result.kind;

  it('keeps what it has where that is best, and says what it relaxed', async () => {
    const hold = await house.held('ann', seats('B-1-3', 'B-1-4'));
    const four = idsOf(await house.swap('ann', hold.id, best(4, 'B')));
    expect(four).toHaveLength(4);
    expect(four).toEqual(expect.arrayContaining(['B-1-3', 'B-1-4']));
    const three = await house.swap('ann', hold.id, best(3, 'A'));
    expect(three).toMatchObject({ kind: 'swapped', hold: { relaxed: 'orphan' } });
    expect((await house.figures()).faults).toEqual([]);
  });

  it('leaves nobody alone, unlike the first run of free seats', async () => {
    const hold = await house.held('ann', seats('A-2-1', 'A-2-2'));
    await house.held('bob', seats('A-1-1'));
    // A-1-2 to A-1-4 come first, but a pair of them would leave one
    expect(idsOf(await house.swap('ann', hold.id, best(2, 'A')))).toEqual(['A-2-1', 'A-2-2']);
  });
});

describe('an order', () => {
  it('owns the units without a clock until it ends', async () => {
    const hold = await house.held('ann', [...seats('A-1-1'), ...standing(2)]);
    expect(await house.commit('ann', hold.id, 'ord_1')).toMatchObject({
      kind: 'committed',
      hold: { state: 'committed', orderId: 'ord_1' },
    });
    expect(await house.commit('ann', hold.id, 'ord_1')).toMatchObject({ kind: 'committed' });
    expect(await house.commit('ann', hold.id, 'ord_2')).toEqual({ kind: 'expired' });
    expect(await house.release('ann', hold.id)).toEqual({ kind: 'committed' });
    expect(await house.extend('ann', hold.id)).toEqual({ kind: 'committed' });
    await house.lapseAll();
    expect(await house.counts('Standing')).toMatchObject({ free: 8, committed: 2 });
    expect(await house.seats('A')).toMatchObject({ 'A-1-1': 'sold' });
    expect(await house.releaseOrder('ord_1')).toEqual({ kind: 'done', units: 3 });
    expect(await house.releaseOrder('ord_1')).toEqual({ kind: 'done', units: 0 });
    expect(await house.counts('Standing')).toMatchObject({ free: 8, returning: 2 });
    expect(await house.commit('ann', hold.id, 'ord_1')).toEqual({ kind: 'expired' });
  });

  it('is left with what it keeps when some of its tickets are refunded, however often and late that is told', async () => {
    const hold = await house.held('ann', [...seats('A-1-1', 'A-1-2'), ...standing(2)]);
    await house.commit('ann', hold.id, 'ord_1');
    const standingPool = hold.items.find(({ seatId }) => seatId === null)?.poolId ?? '';
    const seatPool = hold.items.find(({ seatId }) => seatId !== null)?.poolId ?? '';
    const one = { poolId: standingPool, seatId: null, quantity: 1 };
    const seat = { poolId: seatPool, seatId: 'A-1-2', quantity: 1 };
    expect(await house.shrinkOrder('ord_1', [one, seat])).toEqual({ kind: 'done', units: 2 });
    expect(await house.shrinkOrder('ord_1', [one, seat])).toEqual({ kind: 'done', units: 0 });
    expect(await house.counts('Standing')).toMatchObject({ committed: 1, returning: 1 });
    expect(await house.seats('A')).toMatchObject({ 'A-1-2': 'sold' });
    expect(await house.shrinkOrder('ord_1', [one])).toEqual({ kind: 'done', units: 1 });
    // a late message: it never makes an order grow
    expect(await house.shrinkOrder('ord_1', [one, seat])).toEqual({ kind: 'done', units: 0 });
    expect(await house.shrinkOrder('ord_1', [])).toEqual({ kind: 'done', units: 1 });
    expect((await house.figures()).conserved).toBe(true);
    expect(await house.releaseOrder('ord_1')).toEqual({ kind: 'done', units: 0 });
  });

  it('gives a canceled order’s units back to the hold with its old deadline', async () => {
    const hold = await house.held('ann', [...seats('A-1-1'), ...standing(2)]);
    await house.commit('ann', hold.id, 'ord_1');
    await house.setNow(hold.expiresAtSaleMs - 1);
    expect(await house.reactivate('ord_1')).toEqual({ kind: 'reactivated', units: 3 });
    expect(await house.reactivate('ord_1')).toEqual({ kind: 'done', units: 0 });
    expect(await house.releaseOrder('ord_1')).toEqual({ kind: 'done', units: 0 });
    expect(await house.read('ann', hold.id)).toEqual({ ...hold, extendable: true, readAtSaleMs: house.now });
    expect(await services.redis.core.ttl(`rl:{${house.saleId}}:hold:${hold.id}`)).toBe(-1);
    await house.setNow(hold.expiresAtSaleMs);
    expect(await house.expireDue()).toBe(1);
  });

  it.each(['releaseOrder', 'reactivate'] as const)(
    'that has ended takes nothing when its commit comes after %s',
    async (end) => {
      const hold = await house.held('ann', [...seats('A-1-1'), ...standing(2)]);
      expect(await house[end]('ord_late')).toEqual({ kind: 'done', units: 0 });
      expect(await house.commit('ann', hold.id, 'ord_late')).toEqual({ kind: 'expired' });
      expect((await house.read('ann', hold.id))?.state).toBe('active');
      expect(await house.commit('ann', hold.id, 'ord_next')).toMatchObject({ kind: 'committed' });
      await house[end]('ord_next');
      expect(await house.commit('ann', hold.id, 'ord_next')).toEqual({ kind: 'expired' });
    },
  );

  it('ends the admission of a fan who has just that, and not of one who has held more meanwhile', async () => {
    const bought = await house.held('ann', standing(2));
    await house.commit('ann', bought.id, 'ord_1');
    const more = await house.held('ann', standing(1)); // after the paid units were counted
    expect(await house.finish('ann', 2)).toEqual({ kind: 'holds' });
    expect(await house.commit('ann', more.id, 'ord_2')).toMatchObject({ kind: 'committed' });
    expect(await house.finish('ann', 2)).toEqual({ kind: 'holds' });
    const permit = await house.permit('ann');
    expect(await house.finish('ann', 3)).toEqual({ kind: 'finished' });
    expect(await house.finish('ann', 3)).toEqual({ kind: 'over' });
    expect(await house.hold('ann', standing(1), { permit })).toEqual({ kind: 'not_active' });
  });

  it('gives them to everybody when the old deadline has passed', async () => {
    const hold = await house.held('ann', seats('A-1-1'));
    await house.commit('ann', hold.id, 'ord_1');
    await house.setNow(hold.expiresAtSaleMs);
    expect(await house.reactivate('ord_1')).toEqual({ kind: 'done', units: 1 });
    expect((await house.read('ann', hold.id))?.state).toBe('expired');
    expect(await house.counts('Seated')).toMatchObject({ returning: 1, committed: 0 });
  });

  it('is listed with its units', async () => {
    const hold = await house.held('ann', [...seats('A-1-1'), ...standing(2)]);
    await house.commit('ann', hold.id, 'ord_1');
    const page = await house.node.stock.committedUnits(house.saleId, '0');
    expect(page).toMatchObject({ next: '0', orders: [{ orderId: 'ord_1', fanKey: 'ann' }] });
    expect(page?.orders[0]?.units).toEqual([
      { poolId: house.pool('Seated'), seatId: 'A-1-1', quantity: 1 },
      { poolId: house.pool('Standing'), seatId: null, quantity: 2 },
    ]);
  });
});

function never(): never {
  throw new Error('not here');
}
