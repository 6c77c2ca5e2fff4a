import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Prisma } from '../../../src/generated/prisma/client.js';
import { lowerSold, raiseSold } from '../../../src/inventory/inventory.sql.js';
import { House, rows, Services } from './house.js';

let services: Services;
beforeAll(async () => {
  services = await Services.start();
});
afterAll(() => services.stop());

const open = () =>
  House.open(
    services,
    [
      { name: 'Standing', capacity: 10 },
      { name: 'Seated', sections: ['A'] },
    ],
    { sections: [{ key: 'A', label: 'Stalls', rows: rows(3, 2) }] },
  );
const poolOf = (house: House, name: string) => house.pool(name);

describe('the stock of a sale in Postgres', () => {
  it('is a pool per ticket type and a row per seat', async () => {
    const house = await open();
    const pools = await house.node.stock.pools(house.saleId);
    expect(pools.map(({ capacity, sold, withdrawn, channel }) => ({ capacity, sold, withdrawn, channel }))).toEqual(
      [10, 5].map((capacity) => ({ capacity, sold: 0, withdrawn: 0, channel: 'public' })),
    );
    const seats = await services.prisma.seat.findMany({
      where: { saleId: house.saleId },
      orderBy: [{ rowIndex: 'asc' }, { seatIndex: 'asc' }],
    });
    expect(seats.map(({ id, x, y }) => [id, x, y])).toEqual([
      ['A-1-1', -1, 0],
      ['A-1-2', 0, 0],
      ['A-1-3', 1, 0],
      ['A-2-1', -0.5, 1],
      ['A-2-2', 0.5, 1],
    ]);
    expect(new Set(seats.map(({ poolId }) => poolId))).toEqual(new Set([poolOf(house, 'Seated')]));
  });

  it('is not written when it makes no sense, or when the caller’s transaction fails', async () => {
    const { stock } = services.node();
    const general = { id: 'tt_x', admission: 'general' as const, sections: [] };
    expect(await stock.create('sale_x', [{ ...general, capacity: 0 }], null)).toMatchObject({
      kind: 'invalid',
      errors: [{ field: 'ticketTypes.0.capacity' }],
    });
    const failing = services.prisma.$transaction(async (tx) => {
      await stock.create('sale_x', [{ ...general, capacity: 5 }], null, null, tx);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await stock.pools('sale_x')).toEqual([]);
  });

  it('withdrawn seats and units are not for sale', async () => {
    const house = await open();
    await services.prisma.seat.update({
      where: { saleId_id: { saleId: house.saleId, id: 'A-1-2' } },
      data: { withdrawn: true },
    });
    await services.prisma.pool.update({ where: { id: poolOf(house, 'Standing') }, data: { withdrawn: 4 } });
    await house.rebuild([]);
    expect(await house.counts('Seated')).toMatchObject({ free: 4, withdrawn: 1 });
    expect(await house.counts('Standing')).toMatchObject({ free: 6, withdrawn: 4 });
    expect(await house.seats('A')).toMatchObject({ 'A-1-2': 'withdrawn' });
    expect(await house.hold('ann', [{ seatIds: ['A-1-2'] }])).toEqual({ kind: 'seats_taken', seatIds: ['A-1-2'] });
  });

  it('a node that remembers other seats looks again instead of holding the wrong ones', async () => {
    const house = await open();
    await house.held('ann', [{ seatIds: ['A-1-1'] }]);
    const shows = services.node();
    await shows.layouts.of(house.saleId);
    await services.prisma.seat.delete({ where: { saleId_id: { saleId: house.saleId, id: 'A-1-1' } } });
    await house.close();
    await services.node().rebuilds.run(house.saleId, house.epoch, []);
    await services.redis.core.hset(`rl:{${house.saleId}}`, { ...house.stamp, state: 'on_sale' });
    expect((await house.held('bob', [{ seatIds: ['A-1-2'] }])).items[0]?.seatId).toBe('A-1-2');
    const seen = (await shows.availability.section(house.saleId, 'A'))?.seats ?? [];
    expect(seen.filter(({ state }) => state === 'held').map(({ id }) => id)).toEqual(['A-1-2']);
    expect(await house.hold('bob', [{ seatIds: ['A-1-1'] }])).toEqual({ kind: 'seat_unknown', seatId: 'A-1-1' });
  });
});

describe('the guards of a pool', () => {
  it.each([
    ['sold above capacity', { sold: 11 }],
    ['sold and withdrawn above capacity', { sold: 6, withdrawn: 5 }],
    ['capacity below sold', { sold: 6, capacity: 5 }],
    ['a negative count sold', { sold: -1 }],
    ['a negative count withdrawn', { withdrawn: -1 }],
  ])('refuse %s', async (_what, data) => {
    const house = await open();
    await expect(services.prisma.pool.update({ where: { id: poolOf(house, 'Standing') }, data })).rejects.toThrow(
      /pool_/,
    );
  });
});

describe('sold', () => {
  const sell = (entries: [string, number][], move = raiseSold) =>
    services.prisma
      .$executeRaw`WITH moved AS (${move(Prisma.sql`SELECT * FROM (VALUES ${Prisma.join(entries.map(([pool, n]) => Prisma.sql`(${pool}, ${n}::int)`))}) AS v`)}) SELECT count(*) FROM moved`;
  const sold = async (house: House, name: string) =>
    (await services.prisma.pool.findUnique({ where: { id: poolOf(house, name) } }))?.sold;

  it('rises and falls by pool, lines of one pool added up', async () => {
    const house = await open();
    await sell([
      [poolOf(house, 'Standing'), 2],
      [poolOf(house, 'Seated'), 1],
      [poolOf(house, 'Standing'), 3],
    ]);
    expect([await sold(house, 'Standing'), await sold(house, 'Seated')]).toEqual([5, 1]);
    await sell([[poolOf(house, 'Standing'), 4]], lowerSold);
    expect(await sold(house, 'Standing')).toBe(1);
  });

  it('is exact when many orders raise two pools at once in either order, and stops at capacity', async () => {
    const house = await open();
    const pools = [poolOf(house, 'Standing'), poolOf(house, 'Seated')];
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        sell((i % 2 ? pools : [...pools].reverse()).map((pool): [string, number] => [pool, 1])),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect([await sold(house, 'Standing'), await sold(house, 'Seated')]).toEqual([5, 5]);
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
    expect(reasons.every((reason) => reason.includes('pool_not_oversold'))).toBe(true);
  });
});
