import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HoldItem, HoldRequest, HoldResult } from '../../../src/inventory/holds/hold.types.js';
import type { LaidSeat } from '../../../src/inventory/seats/seat-layout.js';
import { searchEverything } from '../../../src/inventory/seats/testing/slow-search.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { HOLD_MS, House, type Mutations, rows, Services } from './house.js';
import { noted, sizesOf, swap, withoutEpoch } from './mutations.js';

/** Holds that arrive together travel in one call of the script: what each is told must not depend on that. */
let services: Services;
beforeAll(async () => {
  services = await Services.start();
});
afterAll(() => services.stop());

interface Asking extends Partial<HoldRequest> {
  fan: string;
  items: HoldItem[];
}
type Told = HoldResult | { kind: 'failed' };

/** All ask in one turn of the event loop, in this order. */
async function together(house: House, askings: readonly Asking[]): Promise<Told[]> {
  const ready: Asking[] = [];
  for (const asking of askings) ready.push({ ...asking, permit: asking.permit ?? (await house.permit(asking.fan)) });
  return await Promise.all(
    ready.map(({ fan, items, ...more }) => house.hold(fan, items, more).catch(() => ({ kind: 'failed' as const }))),
  );
}
const kindsOf = (results: readonly Told[]) => results.map(({ kind }) => kind);
const seatsOf = (result: Told) => (result.kind === 'held' ? result.hold.items.map(({ seatId }) => seatId ?? '') : []);

async function open(mutations: Mutations = {}, maxPerFan = 4, capacity = 5): Promise<House> {
  const map = { sections: [{ key: 'A', label: 'Stalls', rows: rows(4) }] };
  const types = [
    { name: 'Standing', capacity, maxPerFan },
    { name: 'Seated', sections: ['A'] },
  ];
  return await House.open(services, types, map, noted(mutations));
}
const standing = (house: House, fan: string, quantity: number): Asking => ({
  fan,
  items: [{ ticketTypeId: house.type('Standing'), quantity }],
});
const seats = (fan: string, ...seatIds: string[]): Asking => ({ fan, items: [{ seatIds }] });

interface Control {
  invariant: string;
  guard: string;
  mutations: Mutations;
  /** Returns true if the fault occurs. */
  fault: (house: House) => Promise<boolean>;
}

const controls: Control[] = [
  {
    invariant: '1 conservation, none negative',
    guard: 'the comparison with what is free',
    mutations: { 'hold-stock': swap('n = math.min(left, n)', 'n = left') },
    fault: async (house) => {
      await together(house, [standing(house, 'ann', 4), standing(house, 'bob', 4)]);
      return !(await house.figures()).conserved;
    },
  },
  {
    invariant: '2 one owner per seat',
    guard: 'the look at the seat’s letter',
    mutations: { 'hold-stock': swap('if letter == source[1] then pool', 'if true then pool') },
    fault: async (house) => {
      const results = await together(house, [seats('ann', 'A-1-1'), seats('bob', 'A-1-1')]);
      return results.every(({ kind }) => kind === 'held');
    },
  },
  {
    invariant: '3 groups are all or nothing',
    guard: 'the writing after the search',
    mutations: {
      'hold-stock': swap(
        'letters[#lines] = letter',
        "letters[#lines] = letter\n    touchSeat({ b = block, o = offset }, 'h', fan)",
      ),
    },
    fault: async (house) => {
      await together(house, [seats('ann', 'A-1-2'), seats('bob', 'A-1-1', 'A-1-2')]);
      return (await house.seats('A'))['A-1-1'] !== 'free';
    },
  },
  {
    invariant: '5 a deadline never grows by a failed action',
    guard: 'the permit standing after the search',
    mutations: {
      'hold-stock': swap(
        'if not lines then return letters end',
        "if not lines then redis.call('ZADD', permitActiveKey, saleNow + lifeMs, permitMember) return letters end",
      ),
    },
    fault: async (house) => {
      const permit = await house.permit('bob', house.now + 1_000);
      await together(house, [standing(house, 'ann', 4), { ...standing(house, 'bob', 2), permit }]);
      return (await house.admissionDeadline('bob')) > house.now + 1_000;
    },
  },
  {
    invariant: '14 limits hold',
    guard: 'the count of the fan’s units',
    mutations: { 'hold-stock': swap('if has + asked[claim.t] > most', 'if asked[claim.t] > most') },
    fault: async (house) => {
      const results = await together(house, [standing(house, 'ann', 3), standing(house, 'ann', 2)]);
      return results.every(({ kind }) => kind === 'held');
    },
  },
  {
    invariant: 'what is offered to the line is not taken by who stands behind somebody from the line',
    guard: 'each fan’s own right to it',
    mutations: {
      'hold-stock': swap('lineTypes[claim.t] = isFromLine', 'lineTypes[claim.t] = lineTypes[claim.t] or isFromLine'),
    },
    fault: async (house) => {
      await house.held('ann', standing(house, 'ann', 4).items);
      for (const wait of [HOLD_MS, 4_000]) {
        await house.setNow(house.now + wait);
        await house.expireDue(500, true);
      }
      const permit = await house.permit('eve', house.now + HOLD_MS, undefined, house.now);
      const results = await together(house, [{ ...standing(house, 'eve', 1), permit }, standing(house, 'bob', 2)]);
      return results.every(({ kind }) => kind === 'held');
    },
  },
  {
    invariant: 'an error in one hold is no error of the others',
    guard: 'the catch around each',
    mutations: { 'hold-stock': swap('pcall(hold, ', 'true, hold(') },
    fault: async (house) => {
      const permit = await house.permit('bob');
      await services.redis.core.hset(Keys.admission(house.saleId), permit.member, 'not JSON');
      const [ann, bob, cat] = await together(house, [
        standing(house, 'ann', 1),
        { ...standing(house, 'bob', 1), permit },
        standing(house, 'cat', 1),
      ]);
      expect(bob).toEqual({ kind: 'failed' });
      return ann?.kind !== 'held' || cat?.kind !== 'held';
    },
  },
];

describe.each(controls)('in one call: $invariant', ({ guard, mutations, fault }) => {
  it('holds', async () => {
    const house = await open();
    expect(await fault(house)).toBe(false);
    expect(Math.max(...(await sizesOf(house)))).toBeGreaterThan(1);
  });
  it(`breaks without ${guard}`, async () => {
    expect(await fault(await open(mutations))).toBe(true);
  });
});

describe('a burst', () => {
  it('makes fifty holds of an admission at most, and more without the count of its holds', async () => {
    const heldOf = async (mutations: Mutations) => {
      const house = await open(mutations, 60, 100);
      const results = await together(
        house,
        Array.from({ length: 60 }, () => standing(house, 'ann', 1)),
      );
      return kindsOf(results).filter((kind) => kind === 'held').length;
    };
    expect(await heldOf({})).toBe(50);
    expect(await heldOf({ 'hold-stock': swap('>= HOLDS_PER_ADMISSION', '>= 1000') })).toBe(60);
  });

  it('is a few calls of bounded size, and asked again it is the same holds', async () => {
    const house = await open({}, 4, 200);
    const burst = Array.from({ length: 100 }, (_, n) => ({
      ...standing(house, `fan-${n}`, 1),
      ...{ idempotencyKey: `burst-${n}`, bodyHash: 'one' },
    }));
    const idsOf = (results: readonly Told[]) =>
      results.map((told) => (told.kind === 'held' ? told.hold.id : told.kind));
    const first = await together(house, burst);
    const sizes = await sizesOf(house);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(100);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(8);
    expect(sizes.length).toBeLessThan(20);
    // an answer that was lost is lost for all of its call
    expect(idsOf(await together(house, burst))).toEqual(idsOf(first));
    expect(await house.counts('Standing')).toMatchObject({ free: 100, held: 100 });
  });

  it('of large baskets is more calls, of no more units than Redis can take without a stop, or one hold', async () => {
    const map = { sections: [{ key: 'A', label: 'Stalls', rows: rows(...Array.from({ length: 12 }, () => 20)) }] };
    const types = [
      { name: 'Seated', sections: ['A'], maxPerFan: 20 },
      { name: 'Standing', capacity: 400, maxPerFan: 50 },
    ];
    const house = await House.open(services, types, map, noted());
    const row = (n: number, from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => `A-${n}-${from + index}`);
    const results = await together(
      house,
      Array.from({ length: 8 }, (_, n) => seats(`five-${n}`, ...row(n + 1, 1, 5))).concat(
        Array.from({ length: 4 }, (_, n) => seats(`twenty-${n}`, ...row(n + 9, 1, 20))),
      ),
    );
    expect(new Set(kindsOf(results))).toEqual(new Set(['held']));
    expect(await sizesOf(house)).toEqual([3, 3, 2, 1, 1, 1, 1]);
    // tickets without a seat are counted down at once, however many
    await together(
      house,
      Array.from({ length: 8 }, (_, n) => standing(house, `fifty-${n}`, 50)),
    );
    expect((await sizesOf(house)).at(-1)).toBe(8);
    expect(await house.counts('Standing')).toMatchObject({ free: 0, held: 400 });
  });

  it('of several calls, one of which fails, holds what the others hold', async () => {
    const breaksOnce = swap(
      'sweep(tonumber(ARGV[4]))',
      "if redis.call('INCR', stockKey .. '|calls') == 2 then return redis.error_reply('ERR broken') end",
    );
    const house = await open({ 'hold-stock': breaksOnce }, 50, 1_000);
    const results = await together(
      house,
      Array.from({ length: 24 }, (_, n) => standing(house, `fan-${n}`, 1)),
    );
    const failed = kindsOf(results).flatMap((kind, n) => (kind === 'failed' ? [n] : []));
    expect(failed).toEqual(Array.from({ length: 8 }, (_, n) => 8 + n));
    expect(await house.counts('Standing')).toMatchObject({ free: 984, held: 16 });
  });

  it('is decided in the order of arrival', async () => {
    const house = await open({}, 4, 10);
    const wishes = [4, 4, 3, 2, 1].map((quantity, n) => standing(house, `fan-${n}`, quantity));
    expect(kindsOf(await together(house, wishes))).toEqual(['held', 'held', 'sold_out', 'held', 'sold_out']);
  });

  it('refuses those alone who know another epoch, and nobody without the comparison', async () => {
    const mixed = async (mutations: Mutations) => {
      const house = await open(mutations);
      const stamp = { ...house.stamp, epoch: house.stamp.epoch - 1 };
      const [ann, bob] = [standing(house, 'ann', 1), standing(house, 'bob', 1)];
      return kindsOf(await together(house, [ann, { ...bob, stamp }, standing(house, 'cat', 1)]));
    };
    expect(await mixed({})).toEqual(['held', 'stale', 'held']);
    expect(await mixed({ 'hold-stock': withoutEpoch })).toEqual(['held', 'held', 'held']);
  });

  it('is never of two sales at once', async () => {
    const [one, other] = [await open({}, 4, 3), await open({}, 4, 3)];
    const of = (house: House) =>
      together(
        house,
        Array.from({ length: 5 }, (_, n) => standing(house, `fan-${n}`, 1)),
      );
    for (const results of await Promise.all([of(one), of(other)]))
      expect(kindsOf(results)).toEqual(['held', 'held', 'held', 'sold_out', 'sold_out']);
  });
});

describe('best seats asked for together', () => {
  const SIZES = [2, 4, 1, 3, 2, 2, 5, 3, 2, 4];
  const FANS = 60;
  const map = {
    sections: [
      { key: 'A', label: 'Stalls', rows: rows(9, 11, 7, 14) },
      { key: 'B', label: 'Balcony', rows: rows(13, 3, 16, 1, 8) },
    ],
  };
  const house = () => House.open(services, [{ name: 'Seated', sections: ['A', 'B'], maxPerFan: 6 }], map, noted());
  const wish = (of: House, n: number): Asking => {
    const quantity = SIZES[n % SIZES.length] ?? 1;
    return { fan: `fan-${n}`, items: [{ ticketTypeId: of.type('Seated'), quantity, bestAvailable: {} }] };
  };
  const wishes = (of: House) => Array.from({ length: FANS }, (_, n) => wish(of, n));

  it('are those that they are told one after the other', async () => {
    const [busy, calm] = [await house(), await house()];
    const atOnce = await together(busy, wishes(busy));
    expect(Math.max(...(await sizesOf(busy)))).toBeGreaterThan(3);
    const inTurn: Told[] = [];
    for (const asking of wishes(calm)) inTurn.push(...(await together(calm, [asking])));
    expect(atOnce.map(seatsOf)).toEqual(inTurn.map(seatsOf));
    expect(kindsOf(atOnce)).toEqual(kindsOf(inTurn));
  });

  it('are in turn the best of all that a search of everything finds, to the last seat', async () => {
    const busy = await house();
    const layout = await busy.node.layouts.of(busy.saleId);
    const left = new Set(layout.blocks.flatMap((block) => block.seats.map(({ id }) => id)));
    const results = await together(busy, wishes(busy));
    for (const [n, told] of results.entries()) {
      const size = SIZES[n % SIZES.length] ?? 1;
      if (told.kind !== 'held') {
        expect(told.kind).toBe('sold_out');
        expect(left.size).toBeLessThan(size);
        continue;
      }
      const { tidy, any, costOf } = searchEverything(layout, ({ id }) => left.has(id), size);
      const taken = seatsOf(told).flatMap((id): LaidSeat | [] => layout.seat(id) ?? []);
      expect(taken.filter(({ id }) => left.delete(id))).toHaveLength(size);
      if (told.hold.relaxed === 'split') expect(any).toBe(Infinity);
      else expect(costOf(taken)).toBeCloseTo(told.hold.relaxed === null ? tidy : any);
      if (told.hold.relaxed === 'orphan') expect(tidy).toBe(Infinity);
    }
    expect(left.size).toBeLessThan(Math.min(...SIZES));
  });
});
