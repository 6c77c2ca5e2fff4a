import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { House, type Mutations, rows, Services } from './house.js';
import { type Call, isLinearizable, type SeatOp, seatStep } from './linearizable.js';
import { noted, sizesOf, swap } from './mutations.js';

let services: Services;
beforeAll(async () => {
  services = await Services.start();
});
afterAll(() => services.stop());

const count = <T extends { kind: string }>(results: readonly T[], kind: T['kind']) =>
  results.filter((result) => result.kind === kind).length;

describe('many at once', () => {
  it('holds exactly 50 units when 200 ask for one each', async () => {
    const house = await House.open(services, [{ name: 'Standing', capacity: 50 }]);
    const item = { ticketTypeId: house.type('Standing'), quantity: 1 };
    const results = await Promise.all(Array.from({ length: 200 }, (_, i) => house.hold(`fan-${i}`, [item])));
    expect(count(results, 'held')).toBe(50);
    expect(count(results, 'sold_out')).toBe(150);
    expect(await house.counts('Standing')).toEqual({ free: 0, held: 50, committed: 0, returning: 0, withdrawn: 0 });
  });

  it('gives each seat to one fan when 100 want the same pairs, named and best available alike', async () => {
    const house = await House.open(services, [{ name: 'Seated', sections: ['A'] }], {
      sections: [{ key: 'A', label: 'Stalls', rows: rows(10, 10) }],
    });
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, i) => {
        const pair = i % 10;
        const named = [{ seatIds: [`A-1-${pair + 1}`, `A-1-${((pair + 1) % 10) + 1}`] }];
        return house.hold(`fan-${i}`, i % 2 ? named : [{ ticketTypeId: house.type('Seated'), quantity: 2 }]);
      }),
    );
    const seats = results.flatMap((result) =>
      result.kind === 'held' ? result.hold.items.map(({ seatId }) => seatId) : [],
    );
    expect(new Set(seats).size).toBe(seats.length);
    expect(seats.length % 2).toBe(0);
    expect(await house.counts('Seated')).toMatchObject({ held: seats.length, free: 20 - seats.length });
    expect((await house.figures()).conserved).toBe(true);
  });

  it('sells every seat to groups of changing size, singles last', async () => {
    const house = await House.open(services, [{ name: 'Seated', sections: ['A', 'B'] }], {
      sections: [
        { key: 'A', label: 'Stalls', rows: rows(7, 9, 11) },
        { key: 'B', label: 'Balcony', rows: rows(13) },
      ],
    });
    let held = 0;
    for (let round = 0; held < 40 && round < 200; round++) {
      const results = await Promise.all(
        [3, 2, 4, 1].map((quantity, i) =>
          house.hold(`fan-${round}-${i}`, [{ ticketTypeId: house.type('Seated'), quantity }]),
        ),
      );
      held += results.reduce((sum, result) => sum + (result.kind === 'held' ? result.hold.items.length : 0), 0);
    }
    expect(held).toBe(40);
  });

  it('makes one hold of one key, however often it is asked for at once', async () => {
    const house = await House.open(services, [{ name: 'Standing', capacity: 50 }]);
    const items = [{ ticketTypeId: house.type('Standing'), quantity: 2 }];
    const results = await Promise.all(
      Array.from({ length: 20 }, () => house.hold('ann', items, { idempotencyKey: 'same', bodyHash: 'same' })),
    );
    expect(results.filter((result) => result.kind === 'held' && result.fresh)).toHaveLength(1);
    expect(await house.counts('Standing')).toMatchObject({ held: 2 });
  });

  it('holds no more than the limit for one fan who asks everywhere at once', async () => {
    const house = await House.open(services, [{ name: 'Standing', capacity: 50, maxPerFan: 4 }]);
    const item = { ticketTypeId: house.type('Standing'), quantity: 1 };
    const results = await Promise.all(Array.from({ length: 30 }, () => house.hold('ann', [item])));
    expect(count(results, 'held')).toBe(4);
    expect(count(results, 'limit_exceeded')).toBe(26);
  });

  it('ends a hold once when commit, release and expiry meet', async () => {
    const house = await House.open(services, [{ name: 'Standing', capacity: 40 }]);
    const holds = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        house.held(`fan-${i}`, [{ ticketTypeId: house.type('Standing'), quantity: 2 }]),
      ),
    );
    await Promise.all(
      holds.flatMap((hold, i) => [
        house.commit(`fan-${i}`, hold.id, `ord_${i}`),
        house.release(`fan-${i}`, hold.id),
        house.releaseOrder(`ord_${i}`),
        house.expireDue(),
      ]),
    );
    const counts = await house.counts('Standing');
    expect(counts.held).toBe(0);
    expect((await house.figures()).conserved).toBe(true);
    for (let i = 0; i < 20; i++) await house.releaseOrder(`ord_${i}`);
    await house.lapseAll();
    expect(await house.counts('Standing')).toMatchObject({ free: 40, committed: 0 });
  });
});

const SEATS = ['A-1-1', 'A-1-2', 'A-1-3'];
const FANS = 6;
const ROUNDS = 8;

/** Disables the rest between holds, so that more operations collide. */
const tireless = swap('restsUntil(fan, claim.t, lifeMs, longestMs)', 'nil, saleNow');

function openRow(mutations: Mutations): Promise<House> {
  const map = { sections: [{ key: 'A', label: 'Stalls', rows: rows(SEATS.length) }] };
  return House.open(services, [{ name: 'Seated', sections: ['A'] }], map, mutations);
}

/** Fans hold, release and read three seats concurrently; notes every call with its start and end. */
async function historyOf(house: House): Promise<Map<string, Call<SeatOp>[]>> {
  const calls = new Map(SEATS.map((seat): [string, Call<SeatOp>[]] => [seat, []]));
  let tick = 0;
  const note = async (seat: string, doing: () => Promise<SeatOp>): Promise<void> => {
    const from = (tick += 1);
    const op = await doing();
    calls.get(seat)?.push({ op, from, to: (tick += 1) });
  };
  const shop = async (fan: string, at: number): Promise<void> => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const seat = SEATS[(at + round) % SEATS.length] ?? '';
      let holdId: string | null = null;
      await note(seat, async () => {
        const result = await house.hold(fan, [{ seatIds: [seat] }]);
        holdId = result.kind === 'held' ? result.hold.id : null;
        return { kind: 'hold', fan, held: holdId !== null };
      });
      await note(seat, async () => ({ kind: 'read', free: (await house.seats('A'))[seat] === 'free' }));
      if (holdId !== null)
        await note(seat, async () => {
          await house.release(fan, holdId ?? '');
          return { kind: 'release', fan };
        });
      await house.setNow(house.now + 4_000);
    }
  };
  await Promise.all(Array.from({ length: FANS }, (_, at) => shop(`fan-${at}`, at)));
  return calls;
}

describe('what fans are told of a seat, all at once', () => {
  it('is what they would be told one after the other, though holds share a call', async () => {
    const house = await openRow(noted({ 'hold-stock': tireless }));
    for (const calls of (await historyOf(house)).values()) expect(isLinearizable(calls, 'free', seatStep)).toBe(true);
    expect(Math.max(...(await sizesOf(house)))).toBeGreaterThan(1);
  });

  it('is not, when the look at the seat’s letter is taken out and two fans hold the seat', async () => {
    const agrees = async (mutations: Mutations) => {
      const house = await openRow(noted(mutations));
      const fans = ['ann', 'bob'];
      const ready = await Promise.all(fans.map(async (fan) => ({ fan, permit: await house.permit(fan) })));
      const items = [{ seatIds: SEATS.slice(0, 1) }];
      const held = await Promise.all(ready.map(({ fan, permit }) => house.hold(fan, items, { permit })));
      expect(await sizesOf(house)).toEqual([2]);
      const calls = held.map(({ kind }, at): Call<SeatOp> => {
        return { op: { kind: 'hold', fan: fans[at] ?? '', held: kind === 'held' }, from: at, to: at + fans.length };
      });
      return isLinearizable(calls, 'free', seatStep);
    };
    expect(await agrees({})).toBe(true);
    expect(await agrees({ 'hold-stock': swap('if letter == source[1] then pool', 'if true then pool') })).toBe(false);
  });
});
