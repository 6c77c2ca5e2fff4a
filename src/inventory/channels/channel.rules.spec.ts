import { describe, expect, it } from '@jest/globals';
import type { PoolFigures, PoolRow } from '../inventory.types.js';
import { expandSeatMap } from '../seats/house.rules.js';
import { SeatLayout } from '../seats/seat-layout.js';
import {
  type Allocation,
  assignLetters,
  type ChannelDraft,
  channelErrors,
  planChannels,
  planGivenBack,
  planReturn,
  withAccessible,
} from './channel.rules.js';
import { type ChannelRow, StockBook } from './stock-book.rules.js';

const channel = (key: string, returnTo = 'public', allocations: Allocation[] = [], lanes: string[] = []) => ({
  ...{ key, label: key, partnerId: null, lanes, returnAt: null, returnBelowPercent: 50 },
  ...{ returnTo, allocations },
});
const rowOf = (key: string, letter: string, returnTo = 'public', returnAt: Date | null = null): ChannelRow => ({
  ...{ key, label: key, partnerId: null, lanes: [], letter, returnAt, returnTo },
  returnBelowPercent: 50,
});
const pool = (poolId: string, ticketTypeId: string, of: string, capacity: number, letter = 'f'): PoolRow => ({
  ...{ poolId, ticketTypeId, channel: of, capacity, letter },
  ...{ sold: 0, withdrawn: 0 },
});
const book = new StockBook(
  [
    pool('g_public', 'tt_g', 'public', 70),
    pool('g_club', 'tt_g', 'club', 30, 'B'),
    pool('g_rest', 'tt_g', 'rest', 0, 'C'),
    pool('o_public', 'tt_o', 'public', 5),
    pool('s_public', 'tt_s', 'public', 2),
    pool('s_club', 'tt_s', 'club', 1, 'B'),
    pool('s_accessible', 'tt_s', 'accessible', 2, 'A'),
    pool('p_public', 'tt_p', 'public', 1),
  ],
  [rowOf('accessible', 'A', 'public', new Date('2027-01-02T03:04:05Z')), rowOf('club', 'B'), rowOf('rest', 'C')],
);
type Seat = [poolId: string, part?: Partial<SeatLayout['blocks'][number]['seats'][number]>];
/** Row 1, from the left: public, the club's, a wheelchair place, its companion's, a released place, a blocked one. */
const seats: Seat[] = [
  ['s_public'],
  ['s_club'],
  ['s_accessible', { accessible: true }],
  ['s_accessible', { companionOf: 'A-1-3' }],
  ['s_public', { accessible: true }],
  ['s_public', { withdrawn: true, blocked: true }],
  // a wheelchair place of a type that has no pool for them
  ['p_public', { accessible: true, ticketTypeId: 'tt_p' }],
];
const layoutOf = (all: readonly Seat[]) =>
  new SeatLayout(
    expandSeatMap({ sections: [{ key: 'A', label: 'A', rows: [{ label: '1', seats: all.length }] }] }).map(
      (seat, at) => {
        const [poolId = '', part = {}] = all[at] ?? [];
        return { ...seat, poolId, ticketTypeId: 'tt_s', withdrawn: false, blocked: false, ...part };
      },
    ),
  );
const layout = layoutOf(seats);
const errorsOf = (...drafts: ChannelDraft[]) => channelErrors(drafts, book, layout);
const fieldsOf = (...drafts: ChannelDraft[]) => errorsOf(...drafts).map(({ field }) => field);
const moved = (at: number, fromPool: string, toPool: string, letter: string, blocked = false) => ({
  ...{ id: `A-1-${at + 1}`, block: 0, offset: at, ticketTypeId: 'tt_s' },
  ...{ fromPool, toPool, letter, blocked },
});

describe('where the stock of a channel returns to', () => {
  it('may lead to public by way of others', () => {
    expect(errorsOf(channel('a', 'b'), channel('b', 'public'))).toEqual([]);
    expect(errorsOf(channel('public'))).toEqual([]);
  });

  it('must not go round, for each would give it back for ever', () => {
    const message = 'must lead to public, or stock would go round';
    expect(errorsOf(channel('a', 'b'), channel('b', 'c'), channel('c', 'a'))).toEqual(
      [0, 1, 2].map((index) => ({ field: `${index}.returnTo`, message })),
    );
  });

  it('must be another channel that exists', () => {
    expect(errorsOf(channel('a', 'a'))).toEqual([{ field: '0.returnTo', message: 'must be another channel' }]);
    expect(errorsOf(channel('a', 'gone'))).toEqual([{ field: '0.returnTo', message: 'there is no channel gone' }]);
  });
});

describe('channels', () => {
  it('are accepted with quantities of general admission and seats by name', () => {
    const own = channel('club', 'rest', [
      { ticketTypeId: 'tt_g', quantity: 5 },
      { ticketTypeId: 'tt_o', quantity: 1 },
      { seatIds: ['A-1-1', 'A-1-2'] },
    ]);
    expect(errorsOf(own, channel('rest', 'public', [{ ticketTypeId: 'tt_g', quantity: 1 }], ['vip']))).toEqual([]);
    expect(errorsOf(channel('accessible'))).toEqual([]);
  });

  const wrong: [string, ChannelDraft[], string][] = [
    ['a key twice', [channel('club'), channel('club')], '1.key'],
    ['a lane of its own for wheelchair places', [channel('accessible', 'public', [], ['vip'])], '0.lanes'],
    ['an allocation to public', [channel('public', 'public', [{ seatIds: [] }])], '0.allocations'],
    ['a seat that is not there', [channel('club', 'public', [{ seatIds: ['Z-9-9'] }])], '0.allocations'],
    [
      'a seat of two channels',
      [channel('club', 'public', [{ seatIds: ['A-1-1'] }]), channel('b', 'public', [{ seatIds: ['A-1-1'] }])],
      '1.allocations',
    ],
    [
      'a ticket type that is not there',
      [channel('club', 'public', [{ ticketTypeId: 'tt_x', quantity: 1 }])],
      '0.allocations',
    ],
    ['a number of seats', [channel('club', 'public', [{ ticketTypeId: 'tt_s', quantity: 1 }])], '0.allocations'],
  ];
  it.each(wrong)('are refused with %s', (_what, drafts, field) => {
    expect(fieldsOf(...drafts)).toEqual([field]);
  });

  it('are refused with a ticket type twice, once for each', () => {
    const twice = [
      { ticketTypeId: 'tt_g', quantity: 1 },
      { ticketTypeId: 'tt_g', quantity: 2 },
    ];
    expect(fieldsOf(channel('club', 'public', [...twice, { seatIds: [] }]))).toEqual([
      '0.allocations',
      '0.allocations',
    ]);
  });

  it('are for wheelchair places only where the house has some', () => {
    const none = new StockBook(book.pools, []);
    expect(channelErrors([channel('accessible')], none, layout).map(({ field }) => field)).toEqual(['0.key']);
    expect(withAccessible([channel('club')], none)).toEqual([channel('club')]);
  });

  it('always include wheelchair places, as they are unless given', () => {
    const given = [channel('accessible', 'club')];
    expect(withAccessible(given, book)).toEqual(given);
    expect(withAccessible([channel('club')], book)).toEqual([
      channel('club'),
      { ...channel('accessible'), returnAt: '2027-01-02T03:04:05.000Z' },
    ]);
    const never = new StockBook([], [rowOf('accessible', 'A')]);
    expect(withAccessible([], never)).toEqual([channel('accessible')]);
  });
});

describe('who may buy from a channel', () => {
  const shared = new StockBook(book.pools, [
    rowOf('accessible', 'A'),
    { ...rowOf('club', 'B'), lanes: ['fans', 'staff'] },
    rowOf('rest', 'C'),
  ]);
  it('is everybody, the lanes that it names, or its partner alone', () => {
    expect([...shared.channelsForFans()].sort()).toEqual(['accessible', 'club', 'public']);
    expect(shared.lanesWithChannels()).toEqual(['fans', 'staff']);
    expect(book.lanesWithChannels()).toEqual([]);
  });
  it('decides which free seats may be named: wheelchair places by everybody', () => {
    expect(shared.lettersByName(['public'])).toBe('flA');
    expect(shared.lettersByName(['club', 'public'])).toBe('BflA');
    expect(shared.lettersByName(['rest'])).toBe('C');
  });
});

describe('the letter of a channel', () => {
  it('stays, and a new channel has one that no stock has', () => {
    // of a channel that is gone, D still has seats, E has none left
    const former = [pool('d', 'tt_s', 'gone', 1, 'D'), pool('e', 'tt_s', 'empty', 0, 'E')];
    const known = new StockBook([...book.pools, ...former], book.channels);
    expect([
      ...assignLetters(
        ['club', 'x', 'y'].map((key) => channel(key)),
        known,
      ),
    ]).toEqual([
      ['public', 'f'],
      ['accessible', 'A'],
      ['club', 'B'],
      ['rest', 'C'],
      ['x', 'E'],
      ['y', 'F'],
    ]);
  });
  it('runs out after twenty-six', () => {
    const many = (n: number) => Array.from({ length: n }, (_, index) => channel(`c${index}`));
    expect(assignLetters(many(23), book).get('c22')).toBe('Z');
    expect(() => assignLetters(many(24), book)).toThrow('more channels than letters');
  });
});

describe('the change to other channels', () => {
  const letters = new Map([
    ['club', 'B'],
    ['accessible', 'A'],
  ]);
  const plan = (...drafts: ChannelDraft[]) => planChannels(book, layout, drafts, letters);

  it('gives each its quantity, and public what is left', () => {
    expect(plan(channel('club', 'public', [{ ticketTypeId: 'tt_g', quantity: 20 }]))).toMatchObject({
      kind: 'planned',
      wish: {
        pools: [
          { poolId: 'g_club', capacity: 20 },
          { poolId: 'g_rest', capacity: 0 },
          { poolId: 'g_public', capacity: 80 },
        ],
        soft: false,
      },
    });
    expect(plan(channel('club', 'public', [{ ticketTypeId: 'tt_g', quantity: 100 }]))).toMatchObject({
      wish: { pools: [{ capacity: 100 }, {}, { poolId: 'g_public', capacity: 0 }] },
    });
    expect(plan(channel('club', 'public', [{ ticketTypeId: 'tt_g', quantity: 101 }]))).toEqual({ kind: 'below' });
  });

  it('moves seats to the channel that names them, and others home: wheelchair places stay set aside', () => {
    const planned = plan(
      channel('public'),
      channel('club', 'public', [{ seatIds: ['A-1-1', 'A-1-6'] }]),
      channel('accessible'),
    );
    expect(planned).toMatchObject({
      kind: 'planned',
      wish: {
        seats: [
          moved(0, 's_public', 's_club', 'B'),
          moved(1, 's_club', 's_public', 'f'),
          moved(5, 's_public', 's_club', 'w', true),
        ],
        channels: [
          { key: 'club', letter: 'B', returnTo: 'public' },
          { key: 'accessible', letter: 'A' },
        ],
      },
    });
    if (planned.kind !== 'planned') throw new Error(planned.kind);
    expect(planned.wish.channels).toHaveLength(2);
    expect(planned.wish.channels?.[0]).not.toHaveProperty('allocations');
    expect(planned.wish.letters).toEqual([
      ['tt_g', 'f', 'g_public'],
      ['tt_g', 'B', 'g_club'],
      ['tt_g', 'C', 'g_rest'],
      ['tt_s', 'f', 's_public'],
      ['tt_s', 'B', 's_club'],
      ['tt_s', 'A', 's_accessible'],
    ]);
  });

  it('brings a wheelchair place that a channel no longer has back to those set aside', () => {
    const lent = layoutOf([
      ['s_club', { accessible: true }],
      ['s_club', { companionOf: 'A-1-1' }],
    ]);
    expect(planChannels(book, lent, [], letters)).toMatchObject({
      wish: { seats: [{ toPool: 's_accessible', letter: 'A' }, { toPool: 's_accessible' }] },
    });
  });
});

const figure = (poolId: string, free: number): PoolFigures => ({
  ...{ poolId, free, ticketTypeId: '', capacity: 99 },
  ...{ held: 0, committed: 0, returning: 0, withdrawn: 0 },
});

const open = () => 'B';

describe('the return of an allocation', () => {
  it('is what is free of it', () => {
    const planned = planReturn(book, layout, 'club', 'public', [figure('g_club', 12), figure('s_club', 1)], open);
    expect(planned).toEqual({
      pools: [
        { poolId: 'g_club', capacity: 18 },
        { poolId: 'g_public', capacity: 82, takes: 'g_club' },
      ],
      seats: [moved(1, 's_club', 's_public', 'f')],
    });
  });
  it('goes to another channel, or to public where that has no such stock', () => {
    const planned = planReturn(book, layout, 'club', 'rest', [figure('g_club', 30), figure('s_club', 1)], open);
    expect(planned.pools).toEqual([
      { poolId: 'g_club', capacity: 0 },
      { poolId: 'g_rest', capacity: 30, takes: 'g_club' },
    ]);
    expect(planned.seats).toEqual([moved(1, 's_club', 's_public', 'f')]);
  });
  it('is nothing where nothing is free or known to be', () => {
    expect(planReturn(book, layout, 'club', 'public', [figure('g_club', 0)], open)).toEqual({ pools: [], seats: [] });
    expect(planReturn(book, layout, 'gone', 'public', [figure('g_club', 9)], open)).toEqual({ pools: [], seats: [] });
  });
  it('takes a thousand seats at a time', () => {
    const wide = new SeatLayout(
      ['1', '2'].flatMap((label) =>
        expandSeatMap({ sections: [{ key: 'A', label: 'A', rows: [{ label, seats: 600 }] }] }).map((seat) => ({
          ...{ ...seat, rowIndex: Number(label), poolId: 's_club', ticketTypeId: 'tt_s' },
          ...{ withdrawn: false, blocked: false },
        })),
      ),
    );
    const back = (letterOf: Parameters<typeof planReturn>[5]) =>
      planReturn(book, wide, 'club', 'public', [figure('s_club', 200)], letterOf).seats;
    expect(back(open)).toHaveLength(1_000);
    // a thousand sold ones in front do not keep the others from it, and nothing but sold ones is nothing
    const sold = new Set(wide.blocks.flatMap(({ seats: all }) => all).slice(0, 1_000));
    expect(back((seat) => (sold.has(seat) ? 'c' : 'B'))).toHaveLength(200);
    expect(back(() => 'c')).toEqual([]);
  });
});

describe('what a partner gives back', () => {
  const give = (...items: Allocation[]) => planGivenBack(book, layout, 'club', items);

  it('is exactly that, its quantities added up, in one change', () => {
    const planned = give(
      { ticketTypeId: 'tt_g', quantity: 5 },
      { seatIds: ['A-1-2'] },
      { ticketTypeId: 'tt_g', quantity: 3 },
    );
    expect(planned).toEqual({
      kind: 'planned',
      subject: 'club',
      wish: {
        pools: [
          { poolId: 'g_club', capacity: 22 },
          { poolId: 'g_public', capacity: 78 },
        ],
        seats: [moved(1, 's_club', 's_public', 'f')],
        letters: [
          ['tt_g', 'B', 'g_club'],
          ['tt_g', 'f', 'g_public'],
          ['tt_s', 'f', 's_public'],
          ['tt_s', 'B', 's_club'],
          ['tt_s', 'A', 's_accessible'],
        ],
        soft: false,
      },
    });
    expect(give({ ticketTypeId: 'tt_g', quantity: 30 })).toMatchObject({ wish: { pools: [{ capacity: 0 }, {}] } });
  });
  it('goes where the channel returns to', () => {
    const chained = new StockBook(book.pools, [rowOf('club', 'B', 'rest'), rowOf('rest', 'C')]);
    expect(planGivenBack(chained, layout, 'club', [{ ticketTypeId: 'tt_g', quantity: 1 }])).toMatchObject({
      wish: { pools: [{ poolId: 'g_club' }, { poolId: 'g_rest', capacity: 1 }] },
    });
    const unlisted = new StockBook(book.pools, []);
    expect(planGivenBack(unlisted, layout, 'club', [{ ticketTypeId: 'tt_g', quantity: 1 }])).toMatchObject({
      wish: { pools: [{}, { poolId: 'g_public' }] },
    });
  });
  it('is refused when it has less, or nothing of that kind', () => {
    expect(give({ ticketTypeId: 'tt_g', quantity: 31 })).toEqual({ kind: 'below' });
    for (const ticketTypeId of ['tt_x', 'tt_o', 'tt_s'])
      expect(give({ ticketTypeId, quantity: 1 })).toEqual({ kind: 'ticket_type_unknown' });
    for (const seatId of ['Z-9-9', 'A-1-1'])
      expect(give({ seatIds: [seatId] })).toEqual({ kind: 'seat_unknown', seatId });
  });
});
