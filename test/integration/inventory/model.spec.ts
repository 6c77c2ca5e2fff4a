import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Hold } from '../../../src/inventory/holds/hold.types.js';
import { ABSOLUTE_MS, HOLD_MS, House, type Mutations, rows, Services } from './house.js';
import {
  itemsOf,
  Model,
  type ModelHold,
  SEAT_LIMIT,
  SEATS,
  STANDING,
  STANDING_LIMIT,
  type Units,
  type Wish,
} from './model.js';

/** Few, because each run opens its own sale. */
const RUNS = 15;
const COMMANDS = 40;

let services: Services;
beforeAll(async () => {
  services = await Services.start();
});
afterAll(() => services.stop());

type Command = fc.AsyncCommand<Model, House>;

/** Runs `act`, then compares everything observable with the model. */
const command = (name: string, act: (model: Model, house: House) => Promise<void>): Command => ({
  check: () => true,
  run: async (model, house) => {
    await act(model, house);
    await compare(model, house);
  },
  toString: () => name,
});

async function compare(model: Model, house: House): Promise<void> {
  const held = model.active().map(([, hold]) => hold.units);
  const committed = [...model.orders.values()].map(({ units }) => units);
  const standing = (all: Units[]) => all.reduce((sum, units) => sum + units.standing, 0);
  const seats = (all: Units[]) => all.reduce((sum, units) => sum + units.seats.length, 0);
  const rest = { withdrawn: 0 };
  expect(await house.counts('Standing')).toEqual({
    ...rest,
    free: model.freeStanding(),
    held: standing(held),
    committed: standing(committed),
    returning: model.returning.standing,
  });
  expect(await house.counts('Seated')).toEqual({
    ...rest,
    free: model.freeSeats().size,
    held: seats(held),
    committed: seats(committed),
    returning: model.returning.seats.length,
  });
  expect((await house.figures()).conserved).toBe(true);
  const free = Object.entries({ ...(await house.seats('A')), ...(await house.seats('B')) }).filter(
    ([, state]) => state === 'free',
  );
  expect(new Set(free.map(([id]) => id))).toEqual(model.freeSeats());
}

const unitsOf = (hold: Hold): Units => ({
  standing: hold.items.filter(({ seatId }) => seatId === null).length,
  seats: hold.items.flatMap(({ seatId }) => seatId ?? []),
});
const sorted = ({ standing, seats }: Units): Units => ({ standing, seats: [...seats].sort() });

/** Picks a hold by number among all ever made, ended ones included. */
function some(model: Model, which: number): [string, ModelHold] | null {
  const all = [...model.holds];
  return all[which % Math.max(1, all.length)] ?? null;
}

const fans = fc.constantFrom('ann', 'bob', 'cat', 'dan');
const which = fc.nat(30);
const wishes: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({ kind: fc.constant('standing' as const), n: fc.integer({ min: 1, max: STANDING_LIMIT }) }),
  fc.record({ kind: fc.constant('best' as const), n: fc.integer({ min: 1, max: SEAT_LIMIT }) }),
  fc.record({
    kind: fc.constant('seats' as const),
    ids: fc.uniqueArray(fc.constantFrom(...SEATS), { minLength: 1, maxLength: SEAT_LIMIT }),
  }),
);

/** @param isCalled whether the fan's admission has just begun, so that returned units are offered to it first */
const hold = (fan: string, wish: Wish, isCalled: boolean): Command =>
  command(`hold(${fan}, ${JSON.stringify(wish)}, ${isCalled})`, async (model, house) => {
    const expected = model.answer(fan, wish, { isCalled });
    const items = itemsOf(wish, (name) => house.type(name));
    const permit = await house.permit(fan, undefined, undefined, isCalled ? house.now : 0);
    const result = await house.hold(fan, items, { permit });
    if (result.kind !== 'held') return expect(result.kind).toBe(expected);
    expect(sorted(unitsOf(result.hold))).toEqual(typeof expected === 'string' ? expected : sorted(expected));
    model.serve(fan, wish, unitsOf(result.hold), isCalled);
    model.take(result.hold.id, fan, unitsOf(result.hold));
  });

const swap = (at: number, wish: Wish): Command =>
  command(`swap(${at}, ${JSON.stringify(wish)})`, async (model, house) => {
    const [id, was] = some(model, at) ?? [];
    if (!id || !was) return;
    const result = await house.swap(
      was.fan,
      id,
      itemsOf(wish, (name) => house.type(name)),
    );
    if (was.state !== 'active') return expect(result.kind).toBe(was.state === 'committed' ? 'committed' : 'expired');
    const expected = model.answer(was.fan, wish, { mine: was.units });
    if (result.kind !== 'swapped') return expect(result.kind).toBe(expected);
    const now = unitsOf(result.hold);
    expect(sorted(now)).toEqual(typeof expected === 'string' ? expected : sorted(expected));
    model.takeSeats(now);
    const takes = now.standing > was.units.standing || now.seats.some((seat) => !was.units.seats.includes(seat));
    if (takes) model.serve(was.fan, wish, now, false);
    const kept = was.units.seats.filter((seat) => now.seats.includes(seat));
    model.giveBack({
      standing: Math.max(0, was.units.standing - now.standing),
      seats: was.units.seats.filter((seat) => !kept.includes(seat)),
    });
    was.units = now;
  });

const release = (at: number): Command =>
  command(`release(${at})`, async (model, house) => {
    const [id, was] = some(model, at) ?? [];
    if (!id || !was) return;
    const result = await house.release(was.fan, id);
    expect(result.kind).toBe(was.state === 'committed' ? 'committed' : 'released');
    if (was.state !== 'active') return;
    was.state = 'released';
    model.giveBack(was.units);
  });

const extend = (at: number): Command =>
  command(`extend(${at})`, async (model, house) => {
    const [id, was] = some(model, at) ?? [];
    if (!id || !was) return;
    const result = await house.extend(was.fan, id);
    if (was.state !== 'active') return expect(result.kind).toBe(was.state === 'committed' ? 'committed' : 'expired');
    if (was.extended) return expect(result.kind).toBe('not_extendable');
    was.extended = true;
    was.deadline = Math.min(was.deadline + HOLD_MS, was.limit);
    expect(result).toMatchObject({ kind: 'extended', hold: { expiresAtSaleMs: was.deadline } });
  });

const commit = (at: number): Command =>
  command(`commit(${at})`, async (model, house) => {
    const [id, was] = some(model, at) ?? [];
    if (!id || !was) return;
    const orderId = `ord_${id}`;
    const result = await house.commit(was.fan, id, orderId);
    const isOver = model.endedOrders.has(orderId);
    expect(result.kind).toBe(
      !isOver && (was.state === 'active' || was.state === 'committed') ? 'committed' : 'expired',
    );
    if (isOver || was.state !== 'active') return;
    Object.assign(was, { state: 'committed', order: orderId });
    model.orders.set(orderId, { fan: was.fan, units: was.units, hold: id });
  });

const endOrder = (at: number, how: 'releaseOrder' | 'reactivate'): Command =>
  command(`${how}(${at})`, async (model, house) => {
    const known = [...model.orders.keys(), ...[...model.holds.keys()].map((id) => `ord_${id}`)];
    const orderId = known[at % Math.max(1, known.length)] ?? 'ord_unknown';
    const order = model.orders.get(orderId);
    const result = await house[how](orderId);
    model.endedOrders.add(orderId);
    if (!order) return expect(result).toEqual({ kind: 'done', units: 0 });
    model.orders.delete(orderId);
    const was = order.hold === null ? undefined : model.holds.get(order.hold);
    const alive = how === 'reactivate' && was !== undefined && was.deadline > model.now;
    expect(result.kind).toBe(alive ? 'reactivated' : 'done');
    if (was)
      Object.assign(was, { state: alive ? 'active' : how === 'reactivate' ? 'expired' : 'released', order: null });
    if (!alive) model.giveBack(order.units);
  });

const advance = (byMs: number, lineWaits: boolean): Command =>
  command(`advance(${byMs}, ${lineWaits})`, async (model, house) => {
    model.advance(byMs, lineWaits);
    await house.setNow(model.now);
    await house.expireDue(500, lineWaits);
  });

const rebuild = (): Command =>
  command('rebuild()', async (model, house) => {
    const poolOf = (name: string) => house.pool(name);
    const committed = [...model.orders].flatMap(([orderId, { fan: fanKey, units }]) => [
      ...units.seats.map((seatId) => ({ orderId, fanKey, poolId: poolOf('Seated'), seatId, quantity: 1 })),
      ...(units.standing > 0
        ? [{ orderId, fanKey, poolId: poolOf('Standing'), seatId: null, quantity: units.standing }]
        : []),
    ]);
    const report = await house.rebuild(committed);
    expect(report.conflicts).toEqual([]);
    for (const [id, was] of model.active()) {
      expect(await house.read(was.fan, id)).toBeNull();
      model.holds.delete(id);
    }
    // orders of the previous epoch keep their units, but cannot return to a hold once its record is obsolete
    model.rebuilt();
    for (const order of model.orders.values()) order.hold = null;
    for (const [id, was] of model.holds) if (was.state === 'committed') model.holds.delete(id);
  });

const commands = fc.commands(
  [
    fc.tuple(fans, wishes, fc.boolean()).map((drawn) => hold(...drawn)),
    fc.tuple(fans, wishes, fc.boolean()).map((drawn) => hold(...drawn)),
    fc.tuple(which, wishes).map(([at, wish]) => swap(at, wish)),
    which.map(release),
    which.map(extend),
    which.map(commit),
    which.map((at) => endOrder(at, 'releaseOrder')),
    which.map((at) => endOrder(at, 'reactivate')),
    fc.tuple(fc.constantFrom(5_000, 31_000, HOLD_MS, ABSOLUTE_MS), fc.boolean()).map((drawn) => advance(...drawn)),
    fc.constant(rebuild()),
  ],
  { maxCommands: COMMANDS, size: '+1' },
);

/** Opens a house and runs the commands; throws where it and the model differ. */
async function runOn(mutations: Mutations, sequence: Iterable<Command>): Promise<void> {
  const types = [
    { name: 'Standing', capacity: STANDING, maxPerFan: STANDING_LIMIT },
    { name: 'Seated', sections: ['A', 'B'], maxPerFan: SEAT_LIMIT },
  ];
  const sections = [
    { key: 'A', label: 'Stalls', rows: rows(3, 3) },
    { key: 'B', label: 'Balcony', rows: rows(4) },
  ];
  const house = await House.open(
    services,
    types,
    { sections },
    { 'hold-stock': tireless, 'swap-hold': tirelessSwap, ...mutations },
  );
  await fc.asyncModelRun(() => ({ model: new Model(), real: house }), sequence);
}

/** The model ignores the rest between holds and after many swaps: rests.spec.ts covers both. */
const tirelessSwap = (source: string) =>
  source
    .replace('restsUntil(fan, kind, lifeMs, longestMs)', 'nil, saleNow')
    .replace('if #fresh > 0 and inWindow >= SWAP_UNITS then', 'if false then');
const tireless = (source: string) => source.replace('restsUntil(fan, claim.t, lifeMs, longestMs)', 'nil, saleNow');

const standing = (n: number): Wish => ({ kind: 'standing', n });
const firstSeat: Wish = { kind: 'seats', ids: ['A-1-1'] };

/** Each guard, how it is taken out, and the shortest sequence that needs it: drawn sequences meet it only mostly. */
const FAULTS: [string, Mutations, Command[]][] = [
  [
    'an order that is not forgotten when its units come back',
    { 'release-order': (source) => source.replace("redis.call('HDEL', ordersKey, id)", '') },
    [hold('ann', standing(1), false), commit(0), endOrder(0, 'releaseOrder'), endOrder(0, 'releaseOrder')],
  ],
  [
    'a swap that forgets to count what it takes',
    { 'swap-hold': (source) => tirelessSwap(source).replace("shift(line.p, 'free', 'held', line.n)", '') },
    [hold('ann', standing(1), false), swap(0, standing(2))],
  ],
  [
    'a reactivated hold without its deadline',
    { 'reactivate-order': (source) => source.replace("redis.call('ZADD', deadlinesKey, hold[2], order.hold)", '') },
    [hold('ann', standing(1), false), commit(0), endOrder(0, 'reactivate'), advance(HOLD_MS, false)],
  ],
  [
    'units offered to the line that anybody may take',
    { 'hold-stock': (source) => tireless(source).replace('isFromLine(fan, claim.t, since)', 'true') },
    [hold('ann', firstSeat, false), release(0), advance(5_000, true), hold('bob', firstSeat, false)],
  ],
];

describe('holds and orders', () => {
  it('are what a simple model says, whatever is done in whatever order', async () => {
    const runs = fc.asyncProperty(commands, (sequence) => runOn({}, sequence));
    await fc.assert(runs, { numRuns: RUNS });
  }, 120_000);

  it.each(FAULTS)('would show %s', async (_fault, mutations, sequence) => {
    await runOn({}, sequence);
    await expect(runOn(mutations, sequence)).rejects.toThrow(/expect/);
  });
});
