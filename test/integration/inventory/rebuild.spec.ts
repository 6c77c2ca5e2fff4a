import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommittedUnits } from '../../../src/inventory/inventory.types.js';
import { House, rows, Services } from './house.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { emptyAll } from '../../support/redis-topology.js';

let services: Services;
beforeAll(async () => {
  services = await Services.start();
});
afterAll(() => services.stop());

const map = { sections: [{ key: 'A', label: 'Stalls', rows: rows(4, 4) }] };
const open = (mutations = {}) =>
  House.open(
    services,
    [
      { name: 'Standing', capacity: 10 },
      { name: 'Seated', sections: ['A'] },
    ],
    map,
    mutations,
  );

function unit(house: House, orderId: string, seatId: string | null, quantity = 1): CommittedUnits {
  const poolId = house.pool(seatId ? 'Seated' : 'Standing');
  return { orderId, fanKey: `fan-of-${orderId}`, poolId, seatId, quantity };
}

describe('a rebuild', () => {
  it('commits what orders own, frees the rest and forgets every hold', async () => {
    const house = await open();
    const lost = await house.held('ann', [{ seatIds: ['A-1-1'] }]);
    await house.held('bob', [{ ticketTypeId: house.type('Standing'), quantity: 4 }]);
    const report = await house.rebuild([
      unit(house, 'ord_1', 'A-1-2'),
      unit(house, 'ord_1', null, 3),
      unit(house, 'ord_2', 'A-2-4'),
    ]);
    expect(report).toMatchObject({
      units: 5,
      conflicts: [],
      difference: { found: 'stock', holdsLost: 2, seatsFreed: 1 },
    });
    expect(await house.counts('Standing')).toEqual({ free: 7, held: 0, committed: 3, returning: 0, withdrawn: 0 });
    expect(await house.seats('A')).toMatchObject({ 'A-1-1': 'free', 'A-1-2': 'sold', 'A-2-4': 'sold' });
    expect((await house.figures()).conserved).toBe(true);
    expect(await house.read('ann', lost.id)).toBeNull();
    expect(await house.commit('ann', lost.id, 'ord_3')).toEqual({ kind: 'unknown' });
    expect(await house.commit('x', 'hold_x', 'ord_1')).toEqual({ kind: 'committed', hold: null });
    expect(await house.releaseOrder('ord_1')).toEqual({ kind: 'done', units: 4 });
  });

  it('refills the limits of fans', async () => {
    const house = await open();
    await house.rebuild([unit(house, 'ord_1', null, 3)]);
    const item = (quantity: number) => [{ ticketTypeId: house.type('Standing'), quantity }];
    expect(await house.hold('fan-of-ord_1', item(2))).toMatchObject({ kind: 'limit_exceeded' });
    expect((await house.hold('fan-of-ord_1', item(1))).kind).toBe('held');
  });

  it('gives a seat that two orders claim to the first and names the other', async () => {
    const house = await open();
    const later = [unit(house, 'ord_2', 'A-1-1'), unit(house, 'ord_3', null, 8)];
    const report = await house.rebuild([unit(house, 'ord_1', 'A-1-1'), unit(house, 'ord_1', null, 4), ...later]);
    expect(report.conflicts).toEqual(later);
    expect(await house.counts('Standing')).toMatchObject({ free: 6, committed: 4 });
    expect((await house.figures()).conserved).toBe(true);
  });

  it('tells what Redis had lost, what it kept for nobody, and whose holds ended', async () => {
    const house = await open();
    const sold = await house.held('ann', [{ seatIds: ['A-1-1', 'A-1-2'] }]);
    await house.commit('ann', sold.id, 'ord_1');
    const ended = await house.held('bob', [{ ticketTypeId: house.type('Standing'), quantity: 2 }]);
    await house.commit('bob', ended.id, 'ord_ended');
    await house.held('cyd', [{ seatIds: ['A-2-1'] }]);
    // an append-only file cut before the commit: the order is gone, and one of its seats is free
    const { core } = services.redis;
    await core.hdel(Keys.committedOrders(house.saleId), 'ord_1');
    await core.setrange(`${Keys.blockPrefix(house.saleId)}0`, 1, 'f');
    const owned = ['A-1-1', 'A-1-2'].map((seatId) => unit(house, 'ord_1', seatId));
    const { difference } = await house.rebuild(owned);
    const [standing, seated] = [house.pool('Standing'), house.pool('Seated')];
    expect(difference).toMatchObject({
      ...{ found: 'stock', holdsLost: 1, unitsRegained: 2, unitsDropped: 2, seatsFreed: 1, seatsCorrected: 1 },
      examples: [
        `regained ord_1 ${seated} A-1-1`,
        `regained ord_1 ${seated} A-1-2`,
        `dropped ord_ended ${standing} -`,
        'seat A-1-2: free, now sold',
      ],
    });
    expect(difference.pools).toContainEqual(
      expect.objectContaining({
        poolId: standing,
        found: { free: 8, held: 0, committed: 2, returning: 0, withdrawn: 0 },
        rebuilt: { free: 10, held: 0, committed: 0, returning: 0, withdrawn: 0 },
      }),
    );
  });

  it('finishes over stock that cannot even be parsed, and says that it is unknown', async () => {
    const house = await open();
    await services.redis.core.hset(Keys.committedOrders(house.saleId), 'ord_1', 'damaged');
    const { units, difference } = await house.rebuild([unit(house, 'ord_1', null, 2)]);
    expect({ units, ...difference }).toMatchObject({ units: 2, found: 'unreadable', unitsRegained: null });
    expect((await house.figures()).conserved).toBe(true);
  });

  it('refuses calls of the epoch before, and a builder who is not the last', async () => {
    const house = await open();
    const before = house.stamp;
    await house.rebuild([]);
    const old = { stamp: before };
    expect(await house.hold('ann', [{ seatIds: ['A-1-1'] }], old)).toEqual({ kind: 'stale' });
    expect(await house.node.stock.sweep(house.saleId, before, 10, false)).toBeNull();
    await house.close();
    await expect(house.node.rebuilds.run(house.saleId, house.epoch - 1, [])).rejects.toThrow('stale');
  });

  it('lets returns wait while it runs, and finds them done when it has left the order out', async () => {
    const house = await open();
    const hold = await house.held('ann', [{ seatIds: ['A-1-1'] }]);
    await house.commit('ann', hold.id, 'ord_1');
    await house.close();
    expect(await house.releaseOrder('ord_1')).toEqual({ kind: 'later' });
    expect(await house.reactivate('ord_1')).toEqual({ kind: 'later' });
    expect(await house.commit('ann', hold.id, 'ord_1')).toEqual({ kind: 'stale' });
    await house.rebuild([]);
    expect(await house.releaseOrder('ord_1')).toEqual({ kind: 'done', units: 0 });
    expect(await house.seats('A')).toMatchObject({ 'A-1-1': 'free' });
  });

  it.each(['reactivate', 'releaseOrder'] as const)(
    'knows the hold of an order that is being paid, which %s does not leave as paying',
    async (end) => {
      const house = await open();
      const hold = await house.held('ann', [{ seatIds: ['A-1-1'] }]);
      await house.commit('ann', hold.id, 'ord_1');
      await house.rebuild([{ ...unit(house, 'ord_1', 'A-1-1'), fanKey: 'ann', holdId: hold.id }]); // Redis kept its log
      expect((await house.read('ann', hold.id))?.state).toBe('committed');
      await house[end]('ord_1');
      const after = await house.read('ann', hold.id);
      if (end === 'reactivate') {
        expect(after).toMatchObject({ state: 'active', orderId: null, items: hold.items });
        expect(await house.commit('ann', hold.id, 'ord_2')).toMatchObject({ kind: 'committed' });
        await house.releaseOrder('ord_2');
      }
      expect((await house.read('ann', hold.id))?.state).toBe('released');
      expect((await house.figures()).conserved).toBe(true);
    },
  );

  it('says of an emptied Redis that nothing is there, and has the returns wait once it is being rebuilt', async () => {
    const house = await open();
    await emptyAll(services.redis.core);
    expect(await house.node.stock.figures(house.saleId)).toBeNull();
    expect(await house.node.stock.committedUnits(house.saleId, '0')).toBeNull();
    for (const end of ['releaseOrder', 'reactivate'] as const)
      expect(await house[end]('ord_1')).toEqual({ kind: 'gone' });
    expect(await house.shrinkOrder('ord_1', [])).toEqual({ kind: 'gone' });
    await house.close(); // a rebuild has begun, and may have read the order before it ended
    expect(await house.releaseOrder('ord_1')).toEqual({ kind: 'later' });
    expect(await house.hold('ann', [{ seatIds: ['A-1-1'] }])).toEqual({ kind: 'stale' });
  });

  it('never lowers the version of availability', async () => {
    const house = await open();
    const before = (await house.node.availability.section(house.saleId, 'A'))?.version ?? 0;
    await house.rebuild([]);
    expect((await house.node.availability.section(house.saleId, 'A'))?.version).toBeGreaterThan(before);
  });

  it('writes 60,000 seats, half of them sold', async () => {
    const sections = Array.from({ length: 60 }, (_, i) => ({
      key: `S${i}`,
      label: `Section ${i}`,
      rows: rows(...Array<number>(20).fill(50)),
    }));
    const house = await House.open(services, [{ name: 'Seated', sections: sections.map(({ key }) => key) }], {
      sections,
    });
    const committed = sections.flatMap(({ key }) =>
      Array.from({ length: 500 }, (_, i) =>
        unit(house, `ord_${key}_${i >> 1}`, `${key}-${Math.floor(i / 50) + 1}-${(i % 50) + 1}`),
      ),
    );
    await house.close();
    const report = await house.node.rebuilds.run(house.saleId, house.epoch, committed);
    expect(report).toMatchObject({ units: 30_000, conflicts: [], difference: { seatsCorrected: 30_000 } });
    expect(await house.counts('Seated')).toMatchObject({ free: 30_000, committed: 30_000 });
    expect((await house.figures()).conserved).toBe(true);
  }, 60_000);
});
