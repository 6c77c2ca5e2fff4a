import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChannelDraft } from '../../../src/inventory/channels/channel.rules.js';
import { newId } from '../../../src/platform/ids.js';
import { House, type HouseNode, type Mutations, rows, Services } from './house.js';

/**
 * Each verb that changes stock in both stores, on a node that stops for ever between its steps, as by kill -9: nothing
 * of it runs any more, neither a catch nor a finally.
 */
let services: Services;
beforeAll(async () => {
  services = await Services.start();
});
afterAll(() => services.stop());

const map = { sections: [{ key: 'A', label: 'Stalls', rows: rows(4) }] };
const CLUB: ChannelDraft = {
  ...{ key: 'club', label: 'Club', partnerId: null, lanes: ['club'], returnTo: 'public', returnBelowPercent: null },
  ...{ returnAt: '2020-01-01T00:00:00Z', allocations: [] },
};
const allocated = (house: House): ChannelDraft => ({
  ...CLUB,
  allocations: [{ ticketTypeId: house.type('Standing'), quantity: 4 }, { seatIds: ['A-1-3', 'A-1-4'] }],
});
const open = async (mutations: Mutations = {}) =>
  await House.open(
    services,
    [
      { name: 'Standing', capacity: 10, maxPerFan: 20 },
      { name: 'Seated', sections: ['A'] },
    ],
    map,
    mutations,
  );

const never = () => new Promise<never>(() => undefined);
const STEPS = ['wish', 'redis', 'postgres'] as const;
type Step = (typeof STEPS)[number];

/** Returns a node that stops for ever after the step, and when it has. */
function dying(step: Step): { node: HouseNode; stopped: Promise<void> } {
  const node = services.node();
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const stops = <A extends unknown[], R>(before: ((...args: A) => Promise<R>) | null) => {
    return async (...args: A): Promise<R> => {
      await before?.(...args);
      stop();
      return await never();
    };
  };
  const { stockStore: store, changesRepository: repository } = node;
  if (step === 'wish') store.change = stops(null);
  else if (step === 'redis') store.change = stops(store.change.bind(store));
  else repository.finish = stops(repository.finish.bind(repository));
  return { node, stopped };
}

/** The capacities of both stores, which must agree, by ticket type and channel; and the seats off sale. */
async function standing(house: House) {
  house.node.layouts.forget(house.saleId);
  const [pools, figures, blocked] = await Promise.all([
    house.node.stock.pools(house.saleId),
    house.node.stock.figures(house.saleId, { recount: true }),
    house.node.stock.blockedSeats(house.saleId),
  ]);
  expect(figures?.faults).toEqual([]);
  const pick = ({ poolId, capacity, withdrawn }: { poolId: string; capacity: number; withdrawn: number }) =>
    [poolId, capacity, withdrawn] as const;
  const inPostgres = pools.map(pick).sort();
  expect((figures?.pools ?? []).map(pick).sort()).toEqual(inPostgres);
  const name = (id: string) => [...house.types].find(([, typeId]) => typeId === id)?.[0] ?? 'Added';
  const sums = pools
    .filter(({ capacity }) => capacity > 0)
    .map((pool): [string, number] => [`${name(pool.ticketTypeId)} ${pool.channel}`, pool.capacity - pool.withdrawn]);
  const off = [...blocked.values()].reduce((sum, n) => sum + n, 0);
  return { ...Object.fromEntries(sums), ...(off > 0 && { blocked: off }) };
}

interface Verb {
  prepare?: (house: House) => Promise<unknown>;
  call: (house: House, node: HouseNode) => Promise<unknown>;
  before: Record<string, number>;
  after: Record<string, number>;
}
const seats = ['A-1-1', 'A-1-2'];
const asMade = { 'Standing public': 10, 'Seated public': 4 };
const withClub = { 'Standing public': 6, 'Standing club': 4, 'Seated public': 2, 'Seated club': 2 };
const allocate = (house: House) => house.node.channels.replace(house.saleId, house.stamp, [allocated(house)]);
const off = (to: 'withdrawn' | 'blocked') => (house: House) =>
  house.node.changes.changeSeats(house.saleId, house.stamp, seats, to);

const verbs: Record<string, Verb> = {
  'raise a capacity': {
    call: (house, { changes }) => changes.changeCapacity(house.saleId, house.stamp, house.type('Standing'), 15),
    before: asMade,
    after: { ...asMade, 'Standing public': 15 },
  },
  'cut a capacity': {
    call: (house, { changes }) => changes.changeCapacity(house.saleId, house.stamp, house.type('Standing'), 3),
    before: asMade,
    after: { ...asMade, 'Standing public': 3 },
  },
  'kill seats': {
    call: (house, { changes }) => changes.changeSeats(house.saleId, house.stamp, seats, 'withdrawn'),
    before: asMade,
    after: { ...asMade, 'Seated public': 2 },
  },
  'block seats': {
    call: (house, { changes }) => changes.changeSeats(house.saleId, house.stamp, seats, 'blocked'),
    before: asMade,
    after: { ...asMade, 'Seated public': 2, blocked: 2 },
  },
  'put killed seats back': {
    prepare: off('withdrawn'),
    call: (house, { changes }) => changes.changeSeats(house.saleId, house.stamp, seats, 'free'),
    before: { ...asMade, 'Seated public': 2 },
    after: asMade,
  },
  'put blocked seats back': {
    prepare: off('blocked'),
    call: (house, { changes }) => changes.changeSeats(house.saleId, house.stamp, seats, 'free'),
    before: { ...asMade, 'Seated public': 2, blocked: 2 },
    after: asMade,
  },
  'add a ticket type': {
    call: (house, { changes }) =>
      changes.addType(house.saleId, house.stamp, { ticketTypeId: newId('tt'), capacity: 7, channel: 'public' }, () =>
        Promise.resolve(),
      ),
    before: asMade,
    after: { ...asMade, 'Added public': 7 },
  },
  'add a ticket type to a channel': {
    prepare: allocate,
    call: (house, { changes }) =>
      changes.addType(house.saleId, house.stamp, { ticketTypeId: newId('tt'), capacity: 7, channel: 'club' }, () =>
        Promise.resolve(),
      ),
    before: withClub,
    after: { ...withClub, 'Added club': 7 },
  },
  'allocate to a channel': {
    call: (house, { channels }) => channels.replace(house.saleId, house.stamp, [allocated(house)]),
    before: asMade,
    after: withClub,
  },
  'return a channel’s rest': {
    prepare: allocate,
    call: (house, { channels }) => channels.giveBack(house.saleId, house.stamp, 'club', 'public'),
    before: withClub,
    after: asMade,
  },
  'give some back': {
    prepare: allocate,
    call: (house, { channels }) =>
      channels.giveBackSome(
        house.saleId,
        house.stamp,
        { channel: 'club', items: [{ ticketTypeId: house.type('Standing'), quantity: 1 }, { seatIds: ['A-1-3'] }] },
        () => Promise.resolve(),
      ),
    before: withClub,
    after: { 'Standing public': 7, 'Standing club': 3, 'Seated public': 3, 'Seated club': 1 },
  },
};

describe.each(Object.entries(verbs))('%s, killed', (_name, { prepare, call, before, after }) => {
  const killed = async (step: Step) => {
    const house = await open();
    await prepare?.(house);
    expect(await standing(house)).toEqual(before);
    const { node, stopped } = dying(step);
    void call(house, node);
    await stopped;
    return house;
  };

  it.each(STEPS)('after its %s: another node finishes it', async (step) => {
    const house = await killed(step);
    await services.prisma.$executeRaw`UPDATE stock_change SET next_at = now() WHERE sale_id = ${house.saleId}`;
    const other = services.node();
    for (const change of await other.changes.takeDue(50)) {
      if (change.saleId !== house.saleId) continue;
      expect(await other.changes.carryOut(change, house.stamp)).toMatchObject({ kind: 'changed' });
      // and again, as after a lost answer
      await other.changes.carryOut(change, house.stamp);
    }
    expect(await standing(house)).toEqual(after);
    expect(await house.node.changesRepository.open(house.saleId)).toBeNull();
  });

  it.each(STEPS)('after its %s, and Redis lost as well: a rebuild finishes it', async (step) => {
    const house = await killed(step);
    await house.rebuild([]);
    expect(await standing(house)).toEqual(after);
    expect(await house.node.changesRepository.open(house.saleId)).toBeNull();
  });
});

describe('a ticket type whose row could not be written', () => {
  it('leaves no pool and no change behind', async () => {
    const house = await open();
    const type = { ticketTypeId: newId('tt'), capacity: 7, channel: 'public' };
    const adding = house.node.changes.addType(house.saleId, house.stamp, type, () => Promise.reject(new Error('gone')));
    await expect(adding).rejects.toThrow('gone');
    expect(await standing(house)).toEqual(asMade);
    expect(await house.node.changesRepository.open(house.saleId)).toBeNull();
  });
});

describe('a channel’s return, into whose steps a hold falls', () => {
  const returned = async (mutations: Mutations) => {
    const house = await open(mutations);
    await allocate(house);
    const { stockStore } = house.node;
    const change = stockStore.change.bind(stockStore);
    let holdId = '';
    stockStore.change = async (...args) => {
      stockStore.change = change;
      const items = [{ ticketTypeId: house.type('Standing'), quantity: 3 }, { seatIds: ['A-1-3'] }];
      holdId = (await house.held('ann', items, { lane: 'club' })).id;
      return await change(...args);
    };
    const [due] = await house.node.channels.due([house.saleId], 10);
    if (!due) throw new Error('not due');
    const result = await house.node.channels.giveBack(house.saleId, house.stamp, due.key, due.returnTo);
    return { house, holdId, result };
  };
  const soFar = { 'Standing public': 7, 'Standing club': 3, 'Seated public': 3, 'Seated club': 1 };

  it('returns what is free, and the rest once that is free', async () => {
    const { house, holdId, result } = await returned({});
    expect(result).toMatchObject({ kind: 'changed', leftAlone: ['A-1-3'] });
    expect(await standing(house)).toEqual(soFar);
    await house.release('ann', holdId);
    await house.setNow(house.now + 4_000);
    await house.expireDue();
    const [due] = await house.node.channels.due([house.saleId], 10);
    expect(due).toMatchObject({ key: 'club' });
    await house.node.channels.giveBack(house.saleId, house.stamp, 'club', 'public');
    expect(await standing(house)).toEqual(asMade);
    expect(await house.node.channels.due([house.saleId], 10)).toEqual([]);
  });

  it('says the same when it is asked again, whose answer was lost', async () => {
    const { house } = await returned({});
    const asked = await services.prisma.$queryRaw<{ id: bigint }[]>`
      SELECT max(id) AS id FROM stock_change WHERE sale_id = ${house.saleId}`;
    await services.prisma.$executeRaw`
      UPDATE stock_change SET state = 'wanted', ended_at = NULL, outcome = NULL WHERE id = ${asked[0]?.id ?? 0n}`;
    const open = await house.node.changesRepository.open(house.saleId);
    if (!open) throw new Error('not open');
    await house.node.changes.carryOut(open, house.stamp);
    expect(await standing(house)).toEqual(soFar);
  });

  it('returns nothing without that', async () => {
    const whole = (source: string) => source.replace('below > 0 and not change.soft', 'below > 0');
    const { house, result } = await returned({ 'change-stock': whole });
    expect(result).toEqual({ kind: 'below' });
    expect(await standing(house)).toEqual(withClub);
  });
});
