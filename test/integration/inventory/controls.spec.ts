import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Claim } from '../../../src/inventory/holds/claim.rules.js';
import { BestSeats, type Proposed } from '../../../src/inventory/seats/best-seats.js';
import type { SeatLayout } from '../../../src/inventory/seats/seat-layout.js';
import { sellAmongHoarders } from './hoarders.js';
import { ABSOLUTE_MS, HOLD_MS, House, type Mutations, rows, Services } from './house.js';
import { both, swap, withoutEpoch } from './mutations.js';

/**
 * Negative controls: each procedure runs with the original scripts, where it must find no fault, and with one guard
 * removed, where it must find the fault that guard prevents. A procedure that finds nothing in either case proves
 * nothing.
 */
let services: Services;
beforeAll(async () => {
  services = await Services.start();
});
afterAll(() => services.stop());

async function open(mutations: Mutations): Promise<House> {
  const map = { sections: [{ key: 'A', label: 'Stalls', rows: rows(4) }] };
  return await House.open(
    services,
    [
      { name: 'Standing', capacity: 5 },
      { name: 'Seated', sections: ['A'] },
    ],
    map,
    mutations,
  );
}
const standing = (house: House, quantity: number) => [{ ticketTypeId: house.type('Standing'), quantity }];
const seat = [{ seatIds: ['A-1-1'] }];

/** Lets all holds lapse while people wait in line, to whom their units are then offered. */
async function lapseToLine(house: House): Promise<void> {
  await house.setNow(house.now + HOLD_MS);
  await house.expireDue(500, true);
  await house.setNow(house.now + 4_000);
  await house.expireDue(500, true);
}
/** Offers four of the five standing units to the line. */
async function offerToLine(house: House): Promise<void> {
  await house.held('ann', standing(house, 4));
  await lapseToLine(house);
}
const fromLine = async (house: House, fan: string) => ({
  permit: await house.permit(fan, house.now + HOLD_MS, undefined, house.now),
});

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
      await house.hold('ann', standing(house, 4));
      await house.hold('bob', standing(house, 4));
      return !(await house.figures()).conserved;
    },
  },
  {
    invariant: '1 a partner has no more than its allocation',
    guard: 'the comparison with what is free',
    mutations: { 'hold-allocation': swap('n = math.min(left, n)', 'n = left') },
    fault: async (house) => {
      await house.holdAllocation('ann', standing(house, 4));
      await house.holdAllocation('bob', standing(house, 4));
      return !(await house.figures()).conserved;
    },
  },
  {
    invariant: '1 conservation, none negative',
    guard: 'the move out of held when a hold lapses',
    mutations: { 'expire-due': swap("redis.call('HINCRBY', stockKey, pool .. ':' .. from, -n)", '') },
    fault: async (house) => {
      await house.hold('ann', standing(house, 4));
      await house.setNow(house.now + HOLD_MS);
      await house.expireDue();
      return !(await house.figures()).conserved;
    },
  },
  {
    invariant: '2 one owner per seat',
    guard: 'the look at the seat’s letter',
    mutations: { 'hold-stock': swap('if letter == source[1] then pool', 'if true then pool') },
    fault: async (house) => {
      const results = [await house.hold('ann', seat), await house.hold('bob', seat)];
      return results.every((result) => result.kind === 'held');
    },
  },
  {
    invariant: '2 one owner per seat, in a swap too',
    guard: 'the look at the seat’s letter',
    mutations: { 'swap-hold': swap('if letter == source[1] then pool', 'if true then pool') },
    fault: async (house) => {
      await house.held('ann', seat);
      const { id } = await house.held('bob', [{ seatIds: ['A-1-2'] }]);
      return (await house.swap('bob', id, seat)).kind === 'swapped';
    },
  },
  {
    invariant: '5 a deadline never grows by a failed action',
    guard: 'the permit standing after the search',
    mutations: {
      'hold-stock': both(
        swap('if not lines then return letters end', ''),
        swap(
          'for i, line in ipairs(lines) do\n  if line.b',
          'if not lines then return letters end\nfor i, line in ipairs(lines) do\n  if line.b',
        ),
      ),
    },
    fault: async (house) => {
      const permit = await house.permit('bob', house.now + 1_000);
      await house.hold('ann', standing(house, 4));
      await house.hold('bob', standing(house, 2), { permit });
      return (await house.admissionDeadline('bob')) > house.now + 1_000;
    },
  },
  {
    invariant: '5 total life is capped',
    guard: 'the limit and the once of an extension',
    mutations: {
      'extend-hold': both(
        swap('math.min(hold.deadline + hold.life, tonumber(hold.limit))', 'hold.deadline + hold.life'),
        swap("hold.extended == '1' or", ''),
      ),
    },
    fault: async (house) => {
      const { id } = await house.held('ann', standing(house, 1));
      for (let i = 0; i < 3; i++) await house.extend('ann', id);
      return ((await house.read('ann', id))?.expiresAtSaleMs ?? 0) > house.now + ABSOLUTE_MS;
    },
  },
  {
    invariant: '6 an expired hold is never committed',
    guard: 'the comparison with the deadline',
    mutations: { 'commit-hold': swap("if hold.state ~= 'active' or isOver", "if hold.state ~= 'active'") },
    fault: async (house) => {
      const { id } = await house.held('ann', standing(house, 1));
      await house.setNow(house.now + HOLD_MS);
      return (await house.commit('ann', id, 'ord_1')).kind === 'committed';
    },
  },
  {
    invariant: '6 a committed hold never expires',
    guard: 'the removal from the deadlines',
    mutations: { 'commit-hold': swap("redis.call('ZREM', deadlinesKey, holdId)", '') },
    fault: async (house) => {
      const { id } = await house.held('ann', standing(house, 2));
      await house.commit('ann', id, 'ord_1');
      await house.setNow(house.now + HOLD_MS);
      await house.expireDue();
      return (await house.read('ann', id))?.state !== 'committed' || !(await house.figures()).conserved;
    },
  },
  {
    invariant: '7 release is idempotent',
    guard: 'the look at the hold’s state',
    mutations: {
      'release-hold': both(
        swap("if hold.state == 'active' then", 'if true then'),
        swap("redis.call('HDEL', holdPrefix .. id, unpack(LIVE_FIELDS))", ''),
      ),
    },
    fault: async (house) => {
      const { id } = await house.held('ann', standing(house, 2));
      await house.release('ann', id);
      await house.release('ann', id);
      return !(await house.figures()).conserved;
    },
  },
  {
    invariant: '7 release is owner-checked',
    guard: 'the owner of the seat and the hold’s state',
    mutations: {
      'release-hold': both(
        swap("if hold.state == 'active' then", 'if true then'),
        swap("mine = redis.call('HGET', ownersKey, line.b .. ':' .. line.o) == owner", 'mine = true'),
        swap("redis.call('HDEL', holdPrefix .. id, unpack(LIVE_FIELDS))", ''),
      ),
      'expire-due': swap("redis.call('HDEL', holdPrefix .. id, unpack(LIVE_FIELDS))", ''),
    },
    fault: async (house) => {
      const late = await house.held('ann', seat);
      await house.lapseAll();
      await house.held('bob', seat);
      await house.release('ann', late.id);
      await house.setNow(house.now + 4_000);
      return (await house.hold('cat', seat)).kind === 'held';
    },
  },
  {
    invariant: '14 limits hold',
    guard: 'the count of the fan’s units',
    mutations: { 'hold-stock': swap('if has + asked[claim.t] > most', 'if asked[claim.t] > most') },
    fault: async (house) => {
      await house.hold('ann', standing(house, 3));
      return (await house.hold('ann', standing(house, 2))).kind === 'held';
    },
  },
  {
    invariant: '14 limits hold in a swap',
    guard: 'the count of the fan’s units',
    mutations: { 'swap-hold': swap('if has + asked[claim.t] > most', 'if asked[claim.t] > most') },
    fault: async (house) => {
      const { id } = await house.held('ann', standing(house, 1));
      await house.held('ann', standing(house, 3));
      return (await house.swap('ann', id, standing(house, 2))).kind === 'swapped';
    },
  },
  {
    invariant: '14 limits hold through a lost Redis',
    guard: 'what a rebuild counts for each fan',
    mutations: {
      'rebuild-chunk': swap(
        "if ARGV[2] == 'blocks' then",
        "if ARGV[2] == 'fans' then\n  elseif ARGV[2] == 'blocks' then",
      ),
    },
    fault: async (house) => {
      const poolId = house.pool('Standing');
      await house.rebuild([{ orderId: 'ord_1', fanKey: 'ann', poolId, seatId: null, quantity: 4 }]);
      return (await house.hold('ann', standing(house, 1))).kind === 'held';
    },
  },
  {
    invariant: '14 only a living admission extends a hold',
    guard: 'the look at the admission in an extension',
    mutations: { 'extend-hold': swap("return { 'NOT_ACTIVE' }", '') },
    fault: async (house) => {
      const permit = await house.permit('ann', house.now + 1_000);
      const { id } = await house.held('ann', standing(house, 1), { permit });
      await house.endAdmission('ann');
      return (await house.extend('ann', id, permit)).kind === 'extended';
    },
  },
  {
    invariant: 'a change of a hold happens once per idempotency key',
    guard: 'what a swap remembers',
    mutations: { 'swap-hold': swap("redis.call('HSET', holdKey, 'calls', cjson.encode(knownCalls))", '') },
    fault: async (house) => {
      const { id } = await house.held('ann', standing(house, 1));
      const key = 'the key of the first swap';
      await house.swap('ann', id, standing(house, 3), key);
      await house.swap('ann', id, standing(house, 2));
      const again = await house.swap('ann', id, standing(house, 3), key);
      return again.kind === 'swapped' && again.hold.items.length === 3;
    },
  },
  {
    invariant: '14 only a living admission changes a hold',
    guard: 'the look at the admission in a swap',
    mutations: { 'swap-hold': swap("return { 'NOT_ACTIVE' }", '') },
    fault: async (house) => {
      const { id } = await house.held('ann', standing(house, 1), {
        permit: await house.permit('ann', house.now + 1_000),
      });
      await house.endAdmission('ann');
      return (await house.swapAs('ann', id, standing(house, 2))).kind === 'swapped';
    },
  },
  {
    invariant: '5 stock does not stay in the same hands',
    guard: 'the time at which the row of holds began',
    mutations: { 'hold-stock': swap('restsUntil(fan, claim.t, lifeMs, longestMs)', 'nil, saleNow') },
    fault: async (house) => {
      const first = house.now;
      for (let n = 0; n < 5; n += 1) {
        const hold = await house.hold('ann', standing(house, 4));
        if (hold.kind === 'held' && hold.hold.expiresAtSaleMs > first + ABSOLUTE_MS) return true;
        await house.setNow(house.now + HOLD_MS / 2);
        if (hold.kind === 'held') await house.release('ann', hold.hold.id);
      }
      return false;
    },
  },
  {
    invariant: '5 stock does not come back to the same hands by a swap',
    guard: 'the cooldown of what a swap takes',
    mutations: { 'swap-hold': swap('restsUntil(fan, kind, lifeMs, longestMs)', 'nil, saleNow') },
    fault: async (house) => {
      await house.held('ann', standing(house, 1));
      await house.lapseAll();
      const { id } = await house.held('ann', seat);
      return (await house.swap('ann', id, standing(house, 1))).kind === 'swapped';
    },
  },
  {
    invariant: 'what lapses is offered to the line, not to bots that poll inside',
    guard: 'the age of the admission',
    mutations: {
      'hold-stock': swap('lineTypes[claim.t] = isFromLine(fan, claim.t, since)', 'lineTypes[claim.t] = true'),
    },
    fault: async (house) => (await sellAmongHoarders(house)).bots > 0,
  },
  {
    invariant: '4 what the line has taken of its offer is no longer kept for it',
    guard: 'the count of what the line took',
    mutations: { 'hold-stock': swap('takeFirst(line)\n  shift', 'shift') },
    fault: async (house) => {
      await offerToLine(house);
      await house.held('eve', standing(house, 4), await fromLine(house, 'eve'));
      return (await house.hold('bob', standing(house, 1))).kind === 'line_first';
    },
  },
  {
    invariant: '4 what the line has taken by a swap is no longer kept for it',
    guard: 'the count of what the line took',
    mutations: { 'swap-hold': swap('takeFirst(line)\n  shift', 'shift') },
    fault: async (house) => {
      await offerToLine(house);
      const permit = await fromLine(house, 'eve');
      const { id } = await house.held('eve', seat, permit);
      if ((await house.swapAs('eve', id, standing(house, 4))).kind !== 'swapped') throw new Error('not swapped');
      return (await house.hold('bob', standing(house, 1))).kind === 'line_first';
    },
  },
  {
    invariant: '4 an offer that the line did not take is everybody’s',
    guard: 'the end of the offer',
    mutations: { 'expire-due': swap("redis.call('HINCRBY', stockKey, pool .. ':first', taken - n)", '') },
    fault: async (house) => {
      await offerToLine(house);
      await house.setNow(house.now + 20_000);
      await house.expireDue(500, true);
      return (await house.hold('bob', standing(house, 4))).kind === 'line_first';
    },
  },
  {
    invariant: '4 an offer ends by what is left of it',
    guard: 'the count of what was taken',
    mutations: {
      'expire-due': both(
        swap("redis.call('HINCRBY', stockKey, pool .. ':firstTaken', 0 - taken)", ''),
        swap(
          "redis.call('HINCRBY', stockKey, pool .. ':first', taken - n)",
          "redis.call('HINCRBY', stockKey, pool .. ':first', -n)",
        ),
      ),
    },
    fault: async (house) => {
      await offerToLine(house);
      await house.held('eve', standing(house, 4), await fromLine(house, 'eve'));
      await house.setNow(house.now + 20_000);
      await house.expireDue(500, true);
      // a later offer would begin below zero, so that people inside take what is the line's
      await lapseToLine(house);
      return (await house.hold('bob', standing(house, 4))).kind === 'held';
    },
  },
  {
    invariant: '14 an admission makes fifty holds at most',
    guard: 'the count of its holds',
    mutations: { 'hold-stock': swap('>= HOLDS_PER_ADMISSION', '>= 1000') },
    fault: async (house) => {
      for (let n = 0; n < 50; n += 1)
        await house.release('ann', (await house.held('ann', seat, await house.fresh())).id);
      await house.fresh();
      return (await house.hold('ann', seat)).kind === 'held';
    },
  },
  {
    invariant: '12 a caller that knows another epoch or another Redis takes nothing',
    guard: 'the comparison of epoch and run id',
    mutations: { 'hold-stock': withoutEpoch },
    fault: async (house) => {
      const old = await house.hold('ann', seat, { stamp: { ...house.stamp, epoch: house.stamp.epoch - 1 } });
      const elsewhere = await house.hold('bob', standing(house, 1), { stamp: { ...house.stamp, runId: 'another' } });
      return old.kind === 'held' || elsewhere.kind === 'held';
    },
  },
  {
    invariant: '12 a caller that knows another Redis commits nothing',
    guard: 'the comparison of epoch and run id',
    mutations: { 'commit-hold': withoutEpoch },
    fault: async (house) => {
      const { id } = await house.held('ann', seat);
      const stamp = { ...house.stamp, runId: 'another' };
      return (await house.service.commit(house.saleId, stamp, id, 'ann', 'ord_1')).kind === 'committed';
    },
  },
];

describe.each(controls)('$invariant', ({ guard, mutations, fault }) => {
  it('holds', async () => {
    expect(await fault(await open({}))).toBe(false);
  });
  it(`breaks without ${guard}`, async () => {
    expect(await fault(await open(mutations))).toBe(true);
  });
});

describe('3 groups are all or nothing', () => {
  it('holds, and breaks when each seat is written as it is found', async () => {
    const eager = swap(
      'letters[#lines] = letter',
      "letters[#lines] = letter\n    touchSeat({ b = block, o = offset }, 'h', fan)",
    );
    const leftover = async (mutations: Mutations) => {
      const house = await open(mutations);
      await house.hold('ann', [{ seatIds: ['A-1-2'] }]);
      await house.hold('bob', [{ seatIds: ['A-1-1', 'A-1-2'] }]);
      return (await house.seats('A'))['A-1-1'];
    };
    expect(await leftover({})).toBe('free');
    expect(await leftover({ 'hold-stock': eager })).toBe('held');
  });
});

/** Leaves every search to the script. */
class NoProposals extends BestSeats {
  override propose(_saleId: string, _layout: SeatLayout, claims: readonly Claim[]): Promise<Proposed> {
    return Promise.resolve({ isRead: false, claims, settle: () => undefined });
  }
}

describe('4 no false sold-out', () => {
  /** Three seats in a row, of which ann has the middle one, until she gives it back. */
  const afterSplit = async (mutations: Mutations) => {
    const map = { sections: [{ key: 'A', label: 'A', rows: rows(3) }] };
    const node = services.node(mutations, undefined, (store) => new NoProposals(store));
    const house = await House.open(services, [{ name: 'Seated', sections: ['A'] }], map, mutations, node);
    const best = (quantity: number) => [{ ticketTypeId: house.type('Seated'), quantity, bestAvailable: {} }];
    const hold = await house.held('ann', [{ seatIds: ['A-1-2'] }]);
    // the search finds no pair, and the script remembers that the block has none
    const split = await house.held('bob', best(2));
    expect(split.relaxed).toBe('split');
    expect(await house.hold('cat', best(1))).toEqual({ kind: 'sold_out' });
    await house.release('bob', split.id);
    await house.release('ann', hold.id);
    await house.setNow(house.now + 4_000);
    await house.expireDue();
    return { pair: await house.hold('cat', best(2)), next: await house.hold('dan', best(1)) };
  };

  it('holds, and breaks when a freed seat is not counted', async () => {
    expect(await afterSplit({})).toMatchObject({ pair: { kind: 'held' }, next: { kind: 'held' } });
    const uncounted = swap('countFree(block, letter, 1)\n', '\n');
    expect(await afterSplit({ 'expire-due': uncounted })).toMatchObject({ pair: { kind: 'sold_out' } });
  });

  it('is no pair kept apart, unless a freed seat does not make its block worth a look again', async () => {
    expect(await afterSplit({})).toMatchObject({ pair: { hold: { relaxed: null } } });
    expect(await afterSplit({ 'expire-due': swap("redis.call('HDEL', runsKey, block)", '') })).toMatchObject({
      pair: { hold: { relaxed: 'split' } },
    });
  });
});

describe('one hold keeps no more than a few units on their way', () => {
  it('holds, and breaks without the count of exchanged units', async () => {
    const onTheirWay = async (mutations: Mutations) => {
      const house = await House.open(services, [{ name: 'Standing', capacity: 100 }], null, mutations);
      const { id } = await house.held('bot', standing(house, 4));
      for (let n = 0; n < 20; n += 1)
        for (const quantity of [1, 4]) await house.swap('bot', id, standing(house, quantity));
      return (await house.counts('Standing')).returning;
    };
    expect(await onTheirWay({})).toBe(21);
    const uncounted = swap('if #fresh > 0 and inWindow >= SWAP_UNITS then', 'if false then');
    expect(await onTheirWay({ 'swap-hold': uncounted })).toBe(60);
  });
});
