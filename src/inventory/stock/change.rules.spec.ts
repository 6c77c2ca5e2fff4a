import { describe, expect, it } from '@jest/globals';
import { StockBook } from '../channels/stock-book.rules.js';
import type { CommittedUnits, PoolRow } from '../inventory.types.js';
import { expandSeatMap } from '../seats/house.rules.js';
import { SeatLayout } from '../seats/seat-layout.js';
import {
  emptyWish,
  leftBy,
  lettersOfSeats,
  nextLetter,
  planCapacity,
  planSeats,
  raisedBy,
  redisChange,
  settledBy,
  type StockWish,
  withoutMissing,
} from './change.rules.js';

const pool = (poolId: string, ticketTypeId: string, channel: string, capacity: number, letter = 'f'): PoolRow => ({
  ...{ poolId, ticketTypeId, channel, capacity, letter },
  ...{ sold: 0, withdrawn: 0 },
});
const book = new StockBook(
  [
    pool('g_public', 'tt_g', 'public', 70),
    pool('g_club', 'tt_g', 'club', 30, 'A'),
    pool('s_club', 'tt_s', 'club', 1, 'A'),
    pool('s_public', 'tt_s', 'public', 3),
  ],
  [],
);
/** Row 1: a free seat, a withdrawn one, a withdrawn one of the club, and one whose pool the book does not have. */
const layout = new SeatLayout(
  expandSeatMap({ sections: [{ key: 'A', label: 'A', rows: [{ label: '1', seats: 4 }] }] }).map((seat, at) => ({
    ...{ ...seat, ticketTypeId: 'tt_s', blocked: false },
    poolId: ['s_public', 's_public', 's_club', 'gone'][at] ?? '',
    withdrawn: at === 1 || at === 2,
  })),
);
const lettersOfSeated = [
  ['tt_s', 'A', 's_club'],
  ['tt_s', 'f', 's_public'],
];
const moved = (offset: number, poolId: string, letter: string, blocked = false) => ({
  ...{ id: `A-1-${offset + 1}`, block: 0, offset, ticketTypeId: 'tt_s' },
  ...{ fromPool: poolId, toPool: poolId, letter, blocked },
});
const wishOf = (part: Partial<StockWish>): StockWish => ({ ...emptyWish(), ...part });
const unit = (poolId: string, quantity: number, seatId: string | null = null): CommittedUnits => ({
  ...{ orderId: 'ord_1', fanKey: 'ann', poolId, seatId, quantity },
});

describe('a change of capacity', () => {
  it('leaves allocations alone: public has the rest, down to nothing', () => {
    const planned = (capacity: number) => ({
      kind: 'planned',
      subject: 'tt_g',
      wish: {
        ...{ letters: [['tt_g', 'f', 'g_public']], seats: [], soft: false },
        pools: [{ poolId: 'g_public', capacity }],
      },
    });
    expect(planCapacity(book, 'tt_g', 120)).toEqual(planned(90));
    expect(planCapacity(book, 'tt_g', 30)).toEqual(planned(0));
    expect(planCapacity(book, 'tt_g', 29)).toEqual({ kind: 'below' });
  });
  it('is refused for a ticket type that the sale does not have', () => {
    expect(planCapacity(book, 'tt_x', 5)).toEqual({ kind: 'ticket_type_unknown' });
  });
});

describe('a change of seats', () => {
  it('takes them off sale, for good or for a time, each counted in its own pool', () => {
    expect(planSeats(book, layout, ['A-1-1', 'A-1-3'], 'withdrawn')).toEqual({
      kind: 'planned',
      subject: 'tt_s',
      wish: wishOf({
        letters: lettersOfSeated as StockWish['letters'],
        seats: [moved(0, 's_public', 'w'), moved(2, 's_club', 'w')],
      }),
    });
    expect(planSeats(book, layout, ['A-1-1'], 'blocked')).toMatchObject({
      wish: { seats: [moved(0, 's_public', 'w', true)] },
    });
  });
  it('puts back those that were withdrawn, each into its own channel', () => {
    expect(planSeats(book, layout, ['A-1-1', 'A-1-2', 'A-1-3'], 'free')).toMatchObject({
      kind: 'planned',
      wish: { letters: lettersOfSeated, seats: [moved(1, 's_public', 'f'), moved(2, 's_club', 'A')] },
    });
  });
  it('moves a seat that is named twice once', () => {
    const planned = planSeats(book, layout, ['A-1-1', 'A-1-1'], 'withdrawn');
    expect(planned).toMatchObject({ wish: { seats: [moved(0, 's_public', 'w')] } });
  });

  it('names a seat that the sale does not have, and is nothing without seats', () => {
    expect(planSeats(book, layout, ['A-1-1', 'Z-9-9'], 'free')).toEqual({ kind: 'seat_unknown', seatId: 'Z-9-9' });
    expect(planSeats(book, layout, ['A-1-4'], 'free')).toEqual({ kind: 'seat_unknown', seatId: 'A-1-4' });
    expect(planSeats(book, layout, [], 'withdrawn')).toEqual({ kind: 'nothing' });
  });
  it('tells Redis the letters of the moved seats’ types only', () => {
    expect(lettersOfSeats(book, wishOf({ seats: [moved(0, 's_public', 'w')] }))).toEqual(lettersOfSeated);
    expect(lettersOfSeats(book, emptyWish())).toEqual([]);
  });
});

describe('a wish', () => {
  it('is sent to Redis as lists', () => {
    const letters: StockWish['letters'] = [['tt_s', 'f', 's_public']];
    const seats = [{ ...moved(1, 's_public', 'A'), toPool: 's_club' }];
    expect(redisChange(wishOf({ letters, pools: [{ poolId: 'g_public', capacity: 9 }], seats, soft: true }))).toEqual({
      ...{ letters, pools: [['g_public', 9]], soft: true },
      seats: [[0, 1, 'tt_s', 's_public', 's_club', 'A']],
    });
    expect(redisChange(emptyWish())).toEqual({ letters: [], pools: [], seats: [], soft: false });
  });

  it('raises a pool by what it adds to it, and never lowers one', () => {
    const pools = [
      { poolId: 'g_public', capacity: 75 },
      { poolId: 'g_club', capacity: 30 },
      { poolId: 's_public', capacity: 1 },
      { poolId: 'new', capacity: 4 },
    ];
    expect([...raisedBy(wishOf({ pools }), book)]).toEqual([
      ['g_public', 5],
      ['new', 4],
    ]);
    const seats = [moved(0, 's_public', 'f'), moved(1, 's_public', 'f'), moved(2, 's_club', 'w')];
    expect([...raisedBy(wishOf({ seats }), book)]).toEqual([['s_public', 2]]);
  });
});

describe('a change settled without Redis', () => {
  const cut = wishOf({ pools: [{ poolId: 'g_public', capacity: 5 }] });
  const withdraw = wishOf({ seats: [moved(0, 's_public', 'w'), moved(1, 's_public', 'w')] });

  it('is refused below what orders own, their units added up', () => {
    expect(settledBy(cut, [unit('g_public', 2), unit('g_public', 3)])).toEqual([]);
    expect(settledBy(cut, [unit('g_public', 2), unit('g_public', 4)])).toBeNull();
    expect(settledBy(cut, [unit('g_club', 9)])).toEqual([]);
  });
  it('is refused when a seat is sold, unless those may be left alone', () => {
    const sold = [unit('s_public', 1, 'A-1-2')];
    expect(settledBy(withdraw, sold)).toBeNull();
    expect(settledBy({ ...withdraw, soft: true }, sold)).toEqual(['A-1-2']);
    expect(settledBy(withdraw, [unit('s_public', 1, 'A-1-3')])).toEqual([]);
  });
});

describe('the letter of a new channel', () => {
  it('is the first that no other has', () => {
    expect(nextLetter(new Set())).toBe('A');
    expect(nextLetter(new Set(['f', 'A', 'C']))).toBe('B');
    expect(nextLetter(new Set('ABCDEFGHIJKLMNOPQRSTUVWXYZ'))).toBeNull();
  });
});

describe('a soft change of pools, of which Redis found units missing', () => {
  const wish = wishOf({
    soft: true,
    pools: [
      { poolId: 'g_club', capacity: 18 },
      { poolId: 'g_public', capacity: 82, takes: 'g_club' },
      { poolId: 'o_public', capacity: 5 },
    ],
  });

  it('leaves them where they are, and nowhere else', () => {
    expect(withoutMissing(wish, new Map([['g_club', 4]])).pools.map(({ capacity }) => capacity)).toEqual([22, 78, 5]);
    expect(withoutMissing(wish, new Map())).toBe(wish);
  });
  it.each([[['g_club:4']], [['g_club=4']], [['g_club:4', 'g_club=4']]])(
    'reads them as any version writes them: %j',
    (names) => {
      const { seatIds, kept } = leftBy(['0:0', ...names], layout);
      expect(seatIds).toEqual(['A-1-1']);
      expect([...kept]).toEqual([['g_club', 4]]);
    },
  );
  it('names to Redis which pool takes from which', () => {
    expect(redisChange(wish)).toMatchObject({
      soft: true,
      pools: [
        ['g_club', 18],
        ['g_public', 82, 'g_club'],
        ['o_public', 5],
      ],
    });
  });
});
