import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  planCapacity,
  planSeats,
  raisedBy,
  redisChange,
  type PlannedChange,
} from '../../../src/inventory/stock/change.rules.js';
import { House, type Mutations, rows, Services } from './house.js';

let services: Services;
beforeAll(async () => {
  services = await Services.start();
});
afterAll(() => services.stop());

const map = { sections: [{ key: 'A', label: 'Stalls', rows: rows(4) }] };
const open = (mutations = {}) =>
  House.open(
    services,
    [
      { name: 'Standing', capacity: 10, maxPerFan: 20 },
      { name: 'Seated', sections: ['A'] },
    ],
    map,
    mutations,
  );

type Planner = (house: House) => Promise<PlannedChange>;
const capacity =
  (n: number): Planner =>
  async (house) => {
    house.node.layouts.forget(house.saleId);
    return planCapacity(await house.node.layouts.book(house.saleId), house.type('Standing'), n);
  };
const withdraw: Planner = async (house) => {
  const { layouts } = house.node;
  layouts.forget(house.saleId);
  return planSeats(await layouts.book(house.saleId), await layouts.of(house.saleId), ['A-1-1', 'A-1-2'], 'withdrawn');
};

/** Starts a change and stops after the wish or after Redis, as if killed. Returns what the next node finds. */
async function killed(house: House, plan: Planner, after: 'wish' | 'redis') {
  const planned = await plan(house);
  if (planned.kind !== 'planned') throw new Error(planned.kind);
  const book = await house.node.layouts.book(house.saleId);
  const id = await house.node.changesRepository.begin(house.saleId, planned.wish, raisedBy(planned.wish, book));
  if (id === null) throw new Error('another change is open');
  if (after === 'redis') await house.node.stockStore.change(house.saleId, house.stamp, id, redisChange(planned.wish));
  return { id, saleId: house.saleId, wish: planned.wish };
}

/** Returns the figures of both stores, and whether they agree. */
async function agreed(house: House) {
  const [pools, figures] = await Promise.all([house.node.stock.pools(house.saleId), house.figures()]);
  expect(figures.faults).toEqual([]);
  const inRedis = figures.pools.map(({ capacity: n, withdrawn }) => ({ capacity: n, withdrawn }));
  expect(pools.map(({ capacity: n, withdrawn }) => ({ capacity: n, withdrawn }))).toEqual(inRedis);
  return inRedis;
}

describe.each(['wish', 'redis'] as const)('a change whose node is killed after the %s', (after) => {
  it.each<[string, Planner, object[]]>([
    [
      'raises',
      capacity(15),
      [
        { capacity: 15, withdrawn: 0 },
        { capacity: 4, withdrawn: 0 },
      ],
    ],
    [
      'cuts',
      capacity(3),
      [
        { capacity: 3, withdrawn: 0 },
        { capacity: 4, withdrawn: 0 },
      ],
    ],
    [
      'withdraws',
      withdraw,
      [
        { capacity: 10, withdrawn: 0 },
        { capacity: 4, withdrawn: 2 },
      ],
    ],
  ])('is finished by whoever finds it: %s', async (_name, plan, expected) => {
    const house = await open();
    const change = await killed(house, plan, after);
    expect(await house.node.changes.carryOut(change, house.stamp)).toMatchObject({ kind: 'changed' });
    expect(await agreed(house)).toEqual(expected);
    // repeated, as after a lost answer
    await house.node.changes.carryOut(change, house.stamp);
    expect(await agreed(house)).toEqual(expected);
  });

  it('is settled by a rebuild, after which Postgres alone decides', async () => {
    const house = await open();
    await killed(house, capacity(15), after);
    await house.rebuild([]);
    expect(await agreed(house)).toMatchObject([{ capacity: 15 }, {}]);
  });

  it('is refused by a rebuild that finds more owned than it leaves', async () => {
    const house = await open();
    await killed(house, capacity(3), after);
    await house.rebuild([
      { orderId: 'ord_1', fanKey: 'ann', poolId: house.pool('Standing'), seatId: null, quantity: 4 },
    ]);
    expect(await agreed(house)).toMatchObject([{ capacity: 10 }, {}]);
  });

  it('is finished before the next change begins', async () => {
    const house = await open();
    await killed(house, capacity(15), after);
    expect(
      await house.node.changes.changeCapacity(house.saleId, house.stamp, house.type('Standing'), 20),
    ).toMatchObject({
      kind: 'changed',
    });
    expect(await agreed(house)).toMatchObject([{ capacity: 20 }, {}]);
  });
});

describe('a change that Redis has made and whose node was killed', () => {
  const putBack: Planner = async (house) => {
    const { layouts } = house.node;
    layouts.forget(house.saleId);
    return planSeats(await layouts.book(house.saleId), await layouts.of(house.saleId), ['A-1-1', 'A-1-2'], 'free');
  };
  const holdBetween = async (mutations: Mutations) => {
    const house = await open(mutations);
    await house.node.changes.changeSeats(house.saleId, house.stamp, ['A-1-1', 'A-1-2'], 'withdrawn');
    const change = await killed(house, putBack, 'redis');
    await house.held('ann', [{ seatIds: ['A-1-1'] }]);
    return [
      (await house.node.changes.carryOut(change, house.stamp)).kind,
      (await house.node.stock.pools(house.saleId))[1],
    ];
  };

  it('is not refused for what was sold of it since, and is without its number', async () => {
    expect(await holdBetween({})).toEqual(['changed', expect.objectContaining({ withdrawn: 0 })]);
    const looksAgain = (source: string) => source.replace('number <= tonumber', 'number < tonumber');
    expect(await holdBetween({ 'change-stock': looksAgain })).toEqual([
      'seats_taken',
      expect.objectContaining({ withdrawn: 2 }),
    ]);
  });

  it('still says which seats it left alone, although they are free by now', async () => {
    const house = await open();
    const hold = await house.held('ann', [{ seatIds: ['A-1-1'] }]);
    const planned = await withdraw(house);
    if (planned.kind !== 'planned') throw new Error(planned.kind);
    const soft: Planner = () => Promise.resolve({ ...planned, wish: { ...planned.wish, soft: true } });
    const change = await killed(house, soft, 'redis');
    await house.release('ann', hold.id);
    await house.setNow(house.now + 4_000);
    await house.expireDue();
    expect(await house.node.changes.carryOut(change, house.stamp)).toMatchObject({ leftAlone: ['A-1-1'] });
    expect(await agreed(house)).toMatchObject([{}, { capacity: 4, withdrawn: 1 }]);
  });

  it('says what a pool kept in the notations of all versions, and both stores agree on it', async () => {
    const house = await open();
    await house.held('ann', [{ ticketTypeId: house.type('Standing'), quantity: 6 }]);
    const planned = await capacity(2)(house);
    if (planned.kind !== 'planned') throw new Error(planned.kind);
    const change = await killed(
      house,
      () => Promise.resolve({ ...planned, wish: { ...planned.wish, soft: true } }),
      'redis',
    );
    const pool = planned.wish.pools[0]?.poolId ?? '';
    const told = await house.node.stockStore.change(house.saleId, house.stamp, change.id, redisChange(change.wish));
    expect(told).toEqual({ kind: 'done', values: [`${pool}:4`, `${pool}=4`] });
    expect(await house.node.changes.carryOut(change, house.stamp)).toMatchObject({ kind: 'changed' });
    expect(await agreed(house)).toMatchObject([{ capacity: 6 }, {}]);
  });
});

describe('a change of stock', () => {
  it('that is late is not done any more once a later one was', async () => {
    const house = await open();
    const late = await killed(house, capacity(3), 'wish');
    await house.node.changes.carryOut(late, house.stamp);
    await house.node.changes.changeCapacity(house.saleId, house.stamp, house.type('Standing'), 12);
    await house.node.stockStore.change(house.saleId, house.stamp, late.id, redisChange(late.wish));
    expect(await agreed(house)).toMatchObject([{ capacity: 12 }, {}]);
  });

  it('waits for Redis and keeps its wish', async () => {
    const house = await open();
    const stale = { ...house.stamp, epoch: house.epoch - 1 };
    expect(await house.node.changes.changeCapacity(house.saleId, stale, house.type('Standing'), 12)).toEqual({
      kind: 'later',
    });
    expect(await house.node.changesRepository.open(house.saleId)).toMatchObject({ saleId: house.saleId });
    await house.rebuild([]);
    expect(await agreed(house)).toMatchObject([{ capacity: 12 }, {}]);
  });

  it('never cuts below what is held, and does without the comparison', async () => {
    const cutBelow = async (mutations: object) => {
      const house = await open(mutations);
      await house.held('ann', [{ ticketTypeId: house.type('Standing'), quantity: 8 }]);
      const result = await house.node.changes.changeCapacity(house.saleId, house.stamp, house.type('Standing'), 7);
      return [result.kind, (await house.figures()).conserved];
    };
    expect(await cutBelow({})).toEqual(['below', true]);
    const mutate = (source: string) => source.replace('local below = countOf', 'local below = 0 * countOf');
    expect(await cutBelow({ 'change-stock': mutate })).toEqual(['changed', false]);
  });
});
