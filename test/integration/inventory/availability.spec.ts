import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AvailabilityDelta } from '../../../src/contract/socket-events.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { House, rows, Services } from './house.js';

let services: Services;
let house: House;
let stop: () => void = () => undefined;
const deltas: AvailabilityDelta[] = [];

beforeAll(async () => {
  services = await Services.start();
});
afterAll(() => services.stop());
beforeEach(async () => {
  deltas.length = 0;
  house = await House.open(
    services,
    [
      { name: 'Standing', capacity: 20 },
      { name: 'Seated', sections: ['A', 'B'] },
    ],
    {
      sections: [
        { key: 'A', label: 'Stalls', rows: rows(4, 4) },
        { key: 'B', label: 'Balcony', rows: rows(2) },
      ],
    },
  );
});
afterEach(() => stop());

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !what(); i++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(what()).toBe(true);
}
async function listen(): Promise<void> {
  stop = services.news.listen(`sale:${house.saleId}`, (news) => {
    if (news.event === 'availability') deltas.push(news.payload);
  });
  const channel = Keys.news(`sale:${house.saleId}`);
  for (let heard = false; !heard; ) heard = (await services.redis.core.pubsub('NUMSUB', channel))[1] === 1;
}

describe('availability', () => {
  it('shows the public words, and a pass the counts, in the order of the house', async () => {
    await house.held('ann', [{ seatIds: ['B-1-1', 'B-1-2'] }]);
    await house.held('bob', [{ seatIds: ['A-1-1'] }]);
    const { service } = services.node();
    const detailed = await service.availability(house.saleId, { detailed: true });
    const seated = detailed.ticketTypes.find(({ ticketTypeId }) => ticketTypeId === house.type('Seated'));
    expect(seated).toEqual({
      ticketTypeId: house.type('Seated'),
      state: 'plenty',
      free: 7,
      sections: [
        { key: 'A', label: 'Stalls', state: 'plenty', free: 7 },
        { key: 'B', label: 'Balcony', state: 'gone', free: 0 },
      ],
    });
    const open = await service.availability(house.saleId, { detailed: false });
    expect(JSON.stringify(open)).not.toContain('free');
    expect(open.ticketTypes.find(({ ticketTypeId }) => ticketTypeId === house.type('Standing'))).toEqual({
      ticketTypeId: house.type('Standing'),
      state: 'plenty',
    });
  });

  it('answers from Postgres before the sale has stock in Redis, and from memory when it is gone', async () => {
    const { service } = services.node();
    const known = await service.availability(house.saleId, { detailed: true });
    await services.redis.core.del(Keys.stock(house.saleId));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await service.availability(house.saleId, { detailed: true })).toEqual(known);
    const fresh = await services.node().service.availability(house.saleId, { detailed: true });
    expect(fresh.ticketTypes.map(({ free }) => free).sort()).toEqual([10, 20]);
  });

  it('shows a section seat by seat', async () => {
    await house.held('ann', [{ seatIds: ['A-1-1'] }]);
    const sold = await house.held('bob', [{ seatIds: ['A-2-4'] }]);
    await house.commit('bob', sold.id, 'ord_1');
    const section = await house.service.section(house.saleId, 'A');
    expect(section).toMatchObject({ section: 'A', label: 'Stalls' });
    expect(section?.seats[0]).toEqual({
      id: 'A-1-1',
      row: '1',
      label: '1',
      ticketTypeId: house.type('Seated'),
      state: 'held',
      x: -1.5,
      y: 0,
    });
    expect(section?.seats.map(({ state }) => state)).toEqual(['held', ...Array<string>(6).fill('free'), 'sold']);
    expect(await house.service.section(house.saleId, 'Z')).toBeNull();
  });

  it('tells what has changed in few numbered deltas, whichever node changed it', async () => {
    await house.announcer.announce(house.saleId);
    await listen();
    const before = (await house.service.section(house.saleId, 'A'))?.version ?? 0;
    const other = services.node();
    const permit = await house.permit('zoe');
    for (let i = 1; i <= 4; i++) await house.held(`fan-${i}`, [{ seatIds: [`A-1-${i}`] }]);
    await other.service.hold({
      ...{
        saleId: house.saleId,
        stamp: house.stamp,
        permit,
        idempotencyKey: 'k',
        bodyHash: 'b',
        terms: house.terms,
        currency: 'EUR',
      },
      ...{ items: [{ ticketTypeId: house.type('Standing'), quantity: 2 }], holdMs: 60_000, absoluteMs: 90_000 },
    });
    const told = () =>
      deltas.flatMap(({ ticketTypes }) => ticketTypes.map(({ ticketTypeId, free }) => `${ticketTypeId} ${free}`));
    await until(() => told().includes(`${house.type('Standing')} 18`) && told().includes(`${house.type('Seated')} 6`));
    expect(deltas.map(({ version }) => version)).toEqual(deltas.map((_, i) => before + 1 + i));
    expect(deltas.length).toBeLessThanOrEqual(3);
    const seats = deltas.flatMap((delta) => delta.seats);
    expect(seats.filter(({ id }) => id === 'A-1-3')).toEqual([{ id: 'A-1-3', section: 'A', state: 'held' }]);
    expect((await house.service.section(house.saleId, 'A'))?.version).toBe(deltas.at(-1)?.version);
  });

  it('tells nothing when nothing has changed', async () => {
    await house.announcer.announce(house.saleId);
    await listen();
    // on a cluster, what was told before may still be on its way
    await new Promise((resolve) => setTimeout(resolve, 300));
    deltas.splice(0);
    await house.announcer.announce(house.saleId);
    await house.expireDue();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(deltas).toEqual([]);
  });
});
