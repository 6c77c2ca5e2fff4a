import { describe, expect, it } from '@jest/globals';
import type { CommittedUnits, PoolRow } from '../inventory.types.js';
import { expandSeatMap } from '../seats/house.rules.js';
import { SeatLayout } from '../seats/seat-layout.js';
import { imageOf, lineOf } from './rebuild.rules.js';

const pool = (poolId: string, ticketTypeId: string, capacity: number, letter = 'f', withdrawn = 0): PoolRow => ({
  ...{ poolId, ticketTypeId, capacity, letter, withdrawn },
  ...{ channel: letter === 'f' ? 'public' : 'club', sold: 0 },
});
/** Two rows: A-1-1 public, A-1-2 withdrawn, A-1-3 of the club; A-2-1 of a pool that the sale does not list. */
const layout = new SeatLayout(
  expandSeatMap({
    sections: [
      {
        key: 'A',
        label: 'A',
        rows: [
          { label: '1', seats: 3 },
          { label: '2', seats: 1 },
        ],
      },
    ],
  }).map((seat, at) => ({
    ...{ ...seat, ticketTypeId: 'tt_s', blocked: false, withdrawn: at === 1 },
    poolId: ['s', 's', 'c', 'x'][at] ?? '',
  })),
);
const pools = [pool('g', 'tt_g', 10, 'f', 2), pool('s', 'tt_s', 99), pool('c', 'tt_s', 99, 'B')];
const unit = (orderId: string, poolId: string, seatId: string | null, quantity = 1): CommittedUnits => ({
  ...{ orderId, fanKey: `fan of ${orderId}`, poolId, seatId, quantity },
});
const stockOf = (committed: CommittedUnits[], poolId: string) => {
  const stock = new Map(imageOf(pools, layout, committed).stock);
  const names = ['capacity', 'free', 'held', 'committed', 'returning', 'withdrawn'];
  return Object.fromEntries(names.map((name) => [name, Number(stock.get(`${poolId}:${name}`))]));
};

describe('the stock after a rebuild', () => {
  it('is free where nothing was sold or withdrawn', () => {
    expect(imageOf(pools, layout, [])).toMatchObject({
      ...{ units: 0, conflicts: [], owners: [], orders: [], fans: [] },
      blocks: [['0', 'fwB/f']],
      runs: [
        ['0:f', '2'],
        ['0:B', '1'],
      ],
    });
    expect(stockOf([], 'g')).toEqual({ capacity: 10, free: 8, held: 0, committed: 0, returning: 0, withdrawn: 2 });
    // seats are counted, whatever the pool says
    expect(stockOf([], 's')).toEqual({ capacity: 2, free: 1, held: 0, committed: 0, returning: 0, withdrawn: 1 });
    const stock = new Map(imageOf(pools, layout, []).stock);
    expect(['g', 's', 'c'].map((id) => stock.get(`${id}:letter`))).toEqual(['f', 'f', 'B']);
  });

  it('belongs to the orders that own it, each with its fan and lines', () => {
    const image = imageOf(pools, layout, [
      unit('o1', 's', 'A-1-1'),
      unit('o1', 'g', null, 3),
      unit('o2', 'g', null, 1),
      { ...unit('o3', 'g', null, 2), fanKey: 'fan of o2' },
    ]);
    expect(image.units).toBe(7);
    expect(image.owners).toEqual([['0:0', 'o1']]);
    expect(image.blocks).toEqual([['0', 'cwB/f']]);
    expect(image.runs).toEqual([
      ['0:B', '1'],
      ['0:f', '1'],
    ]);
    const orders = image.orders.map(([id, stored]) => [id, JSON.parse(stored) as unknown]);
    expect(orders).toEqual([
      [
        'o1',
        {
          fan: 'fan of o1',
          lines: [
            { t: 'tt_s', p: 's', n: 1, b: 0, o: 0 },
            { t: 'tt_g', p: 'g', n: 3 },
          ],
        },
      ],
      ['o2', { fan: 'fan of o2', lines: [{ t: 'tt_g', p: 'g', n: 1 }] }],
      ['o3', { fan: 'fan of o2', lines: [{ t: 'tt_g', p: 'g', n: 2 }] }],
    ]);
    expect(image.fans).toEqual([
      ['fan of o1|tt_s', '1'],
      ['fan of o1|tt_g', '3'],
      ['fan of o2|tt_g', '3'],
    ]);
  });

  it('remembers which hold an order came from, unless the order lost a unit', () => {
    const [whole, short] = [
      { ...unit('o1', 's', 'A-1-1'), holdId: 'hold_1' },
      { ...unit('o2', 'g', null, 2), holdId: 'hold_2' },
    ];
    const image = imageOf(pools, layout, [whole, short, { ...unit('o2', 's', 'A-1-1'), holdId: 'hold_2' }]);
    const orders = new Map(image.orders.map(([id, stored]) => [id, JSON.parse(stored) as { hold?: string }]));
    expect([orders.get('o1')?.hold, orders.get('o2')]).toEqual([
      'hold_1',
      { fan: 'fan of o2', lines: [{ t: 'tt_g', p: 'g', n: 2 }] },
    ]);
  });

  it('takes a seat that was sold before it was withdrawn as sold', () => {
    const sold = [unit('o1', 's', 'A-1-2')];
    expect(imageOf(pools, layout, sold).blocks).toEqual([['0', 'fcB/f']]);
    expect(stockOf(sold, 's')).toMatchObject({ free: 1, committed: 1, withdrawn: 0 });
  });

  it('gives what two orders claim to the first, and reports the other', () => {
    const second = unit('o2', 's', 'A-1-1');
    expect(imageOf(pools, layout, [unit('o1', 's', 'A-1-1'), second])).toMatchObject({
      ...{ units: 1, conflicts: [second] },
      owners: [['0:0', 'o1']],
    });
    const [fits, above] = [unit('o1', 'g', null, 8), unit('o2', 'g', null, 1)];
    expect(imageOf(pools, layout, [fits]).conflicts).toEqual([]);
    expect(imageOf(pools, layout, [fits, above]).conflicts).toEqual([above]);
    expect(stockOf([fits, above], 'g')).toMatchObject({ free: 0, committed: 8 });
  });

  it('reports what the house does not have', () => {
    const strange = [unit('o1', 's', 'Z-9-9'), unit('o2', 'gone', null), unit('o3', 'x', 'A-2-1')];
    expect(imageOf(pools, layout, strange)).toMatchObject({ units: 0, conflicts: strange, orders: [] });
  });
});

describe('an order’s unit', () => {
  it('is a line of its pool or seat, or none', () => {
    expect(lineOf(unit('o1', 'c', 'A-1-3'), pools, layout)).toEqual({ t: 'tt_s', p: 'c', n: 1, b: 0, o: 2 });
    expect(lineOf(unit('o1', 'g', null, 4), pools, layout)).toEqual({ t: 'tt_g', p: 'g', n: 4 });
    expect(lineOf(unit('o1', 'gone', null), pools, layout)).toBeNull();
    expect(lineOf(unit('o1', 's', 'Z-9-9'), pools, layout)).toBeNull();
  });
});
