import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AvailabilityDelta } from '../../../src/contract/live/socket-events.js';
import { AVAILABILITY_MEMORY_MS, DELTA_GAP_MS } from '../../../src/inventory/inventory.bounds.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { StoreAwayError } from '../../../src/platform/store-away.js';
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

class HandClock extends Clock {
  ms = 0;
  nowMs(): number {
    return this.ms;
  }
  monotonicMs(): number {
    return this.ms;
  }
}

const PATIENCE_MS = 15_000;

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await what()); ) {
    if (Date.now() > end) throw new Error('did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const versionNow = async () => (await house.node.availability.section(house.saleId, 'A'))?.version ?? 0;

/**
 * Collects the deltas after those announced so far, which may still arrive: on a cluster news travels between servers.
 * Returns the version of the last one before.
 */
async function listen(): Promise<number> {
  await house.announcer.announce(house.saleId);
  const before = await versionNow();
  stop = services.news.listen(`sale:${house.saleId}`, (news) => {
    if (news.event === 'availability' && news.payload.version > before) deltas.push(news.payload);
  });
  const channel = Keys.news(`sale:${house.saleId}`);
  await until(async () => (await services.redis.core.pubsub('NUMSUB', channel))[1] === 1);
  return before;
}

describe('availability', () => {
  it('shows the public words, and a pass the counts, in the order of the house', async () => {
    await house.held('ann', [{ seatIds: ['B-1-1', 'B-1-2'] }]);
    await house.held('bob', [{ seatIds: ['A-1-1'] }]);
    const { availability } = services.node();
    const detailed = await availability.of(house.saleId, { detailed: true });
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
    const open = await availability.of(house.saleId, { detailed: false });
    expect(JSON.stringify(open)).not.toContain('free');
    expect(open.ticketTypes.find(({ ticketTypeId }) => ticketTypeId === house.type('Standing'))).toEqual({
      ticketTypeId: house.type('Standing'),
      state: 'plenty',
    });
  });

  it('answers from Postgres before the sale has stock in Redis, and from memory when it is gone', async () => {
    const clock = new HandClock();
    const { availability } = services.node({}, clock);
    const known = await availability.of(house.saleId, { detailed: true });
    await services.redis.core.del(Keys.stock(house.saleId));
    clock.ms += AVAILABILITY_MEMORY_MS;
    expect(await availability.of(house.saleId, { detailed: true })).toEqual(known);
    const fresh = await services.node().availability.of(house.saleId, { detailed: true });
    expect(fresh.ticketTypes.map(({ free }) => free).sort()).toEqual([10, 20]);
  });

  it('shows a section seat by seat', async () => {
    await house.held('ann', [{ seatIds: ['A-1-1'] }]);
    const sold = await house.held('bob', [{ seatIds: ['A-2-4'] }]);
    await house.commit('bob', sold.id, 'ord_1');
    const section = await house.node.availability.section(house.saleId, 'A');
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
    expect(await house.node.availability.section(house.saleId, 'Z')).toBeNull();
  });

  it('rejects the seats of a section that Redis does not have, instead of telling that they are taken', async () => {
    await services.redis.core.del(Keys.stock(house.saleId));
    await expect(house.node.availability.section(house.saleId, 'A')).rejects.toThrow(StoreAwayError);
    expect(await house.node.availability.section(house.saleId, 'Z')).toBeNull();
  });

  it('tells what has changed in few numbered deltas, whichever node changed it', async () => {
    const before = await listen();
    const beganAt = performance.now();
    const other = services.node();
    const permit = await house.permit('zoe');
    for (let i = 1; i <= 4; i++) await house.held(`fan-${i}`, [{ seatIds: [`A-1-${i}`] }]);
    await other.holds.hold({
      ...{
        saleId: house.saleId,
        stamp: house.stamp,
        permit,
        idempotencyKey: 'k',
        bodyHash: 'b',
        terms: house.terms,
        currency: 'EUR',
      },
      ...{
        items: [{ ticketTypeId: house.type('Standing'), quantity: 2 }],
        most: null,
        holdMs: 60_000,
        absoluteMs: 90_000,
      },
    });
    const told = () =>
      deltas.flatMap(({ ticketTypes }) => ticketTypes.map(({ ticketTypeId, free }) => `${ticketTypeId} ${free}`));
    await until(() => told().includes(`${house.type('Standing')} 18`) && told().includes(`${house.type('Seated')} 6`));
    expect(deltas.map(({ version }) => version)).toEqual(deltas.map((_, i) => before + 1 + i));
    expect(deltas.length).toBeLessThanOrEqual(2 + (performance.now() - beganAt) / DELTA_GAP_MS);
    const seats = deltas.flatMap((delta) => delta.seats);
    expect(seats.filter(({ id }) => id === 'A-1-3')).toEqual([{ id: 'A-1-3', section: 'A', state: 'held' }]);
    expect((await house.node.availability.section(house.saleId, 'A'))?.version).toBe(deltas.at(-1)?.version);
  });

  it('counts for a lane its own seats too, block by block', async () => {
    const club = { key: 'club', label: 'Club', partnerId: null, lanes: ['members'], returnTo: 'public' };
    const draft = { ...club, allocations: [{ seatIds: ['A-1-1', 'A-1-2'] }], returnAt: null, returnBelowPercent: null };
    await house.node.channels.replace(house.saleId, house.stamp, [draft]);
    house.node.layouts.forget(house.saleId);
    await listen();
    const own: AvailabilityDelta[] = [];
    const stopOwn = services.news.listen<'sale'>(`sale:${house.saleId}`, ({ event, payload }) => {
      if (event === 'lanes') own.push(...Object.values(payload.deltas));
    });
    await house.held('ann', [{ seatIds: ['A-2-1'] }]);
    const isHeld = ({ seats }: AvailabilityDelta) => seats.some(({ id }) => id === 'A-2-1');
    await until(() => deltas.some(isHeld));
    stopOwn();
    const freeOf = ({ version, ticketTypes: [seated] }: AvailabilityDelta) => [
      ...[version, seated?.free],
      ...(seated?.sections ?? []).map(({ key, free }) => `${key} ${free}`),
    ];
    const version = deltas.find(isHeld)?.version;
    expect(deltas.filter(isHeld).map(freeOf)).toEqual([[version, 7, 'A 5']]);
    expect(own.filter(isHeld).map(freeOf)).toEqual([[version, 9, 'A 7']]);
  });

  it('tells nothing when nothing has changed', async () => {
    const before = await listen();
    await house.announcer.announce(house.saleId);
    await house.expireDue();
    await house.announcer.announce(house.saleId);
    // every delta raises the version as it is taken, and the news of the next one arrives after all before it
    expect(await versionNow()).toBe(before);
    await house.held('ann', [{ seatIds: ['A-1-1'] }]);
    await until(() => deltas.length > 0);
    expect(deltas.map(({ version }) => version)).toEqual([before + 1]);
  });
});
