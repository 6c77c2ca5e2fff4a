import { describe, expect, it } from '@jest/globals';
import type { Block } from '../seats/seat-layout.js';
import { blocksWithPlaces, freePlaces, seatState, stockState, ticketTypesOf } from './availability.rules.js';

describe('stockState', () => {
  it('is low at a tenth of what can be sold, and gone at nothing', () => {
    expect([101, 100, 1, 0, -1].map((free) => stockState(free, 1_000))).toEqual([
      'plenty',
      'low',
      'low',
      'gone',
      'gone',
    ]);
    expect(stockState(1, 1)).toBe('plenty');
  });
});

describe('seatState', () => {
  it('says of each letter what a fan may know', () => {
    expect([...'fhrcw/.'].map((letter) => seatState(letter, 'f'))).toEqual([
      'free',
      'held',
      'held',
      'sold',
      'withdrawn',
      null,
      null,
    ]);
  });
  it('shows a seat of a channel as free to those who may buy from it', () => {
    expect(['f', 'fA', 'A'].map((letters) => seatState('A', letters))).toEqual(['withdrawn', 'free', 'free']);
    expect(seatState('f', 'A')).toBe('withdrawn');
    expect([seatState('l', 'fl'), seatState('l', 'A')]).toEqual(['free', 'withdrawn']);
    expect(['', 'ff', 'Af'].map((letter) => seatState(letter, 'A'))).toEqual([null, null, null]);
  });
});

describe('ticketTypesOf', () => {
  it('names only what was counted', () => {
    const pool = {
      poolId: 'p1',
      ticketTypeId: 't1',
      channel: 'public',
      capacity: 20,
      sold: 0,
      withdrawn: 10,
      letter: 'f',
    };
    const pools = [pool, { ...pool, poolId: 'p2', ticketTypeId: 't2' }];
    expect(ticketTypesOf(pools, [], { pools: new Map([['p2', 2]]), blocks: new Map() })).toEqual([
      { ticketTypeId: 't2', state: 'plenty', free: 2 },
    ]);
    expect(ticketTypesOf(pools, [], { pools: new Map([['p2', 1]]), blocks: new Map() })).toMatchObject([
      { state: 'low' },
    ]);
  });

  it('adds up a type’s counted pools, and leaves the rest out', () => {
    const poolOf = (poolId: string, capacity: number, withdrawn = 0) => ({
      ...{ poolId, capacity, withdrawn },
      ...{ ticketTypeId: 't1', channel: 'public', sold: 0, letter: 'f' },
    });
    const pools = [poolOf('p1', 100, 40), poolOf('p2', 40), poolOf('p3', 900)];
    const counted = (p1: number, p2: number) =>
      ticketTypesOf(pools, [], {
        blocks: new Map(),
        pools: new Map([
          ['p1', p1],
          ['p2', p2],
        ]),
      });
    expect(counted(4, 6)).toEqual([{ ticketTypeId: 't1', state: 'low', free: 10 }]);
    expect(counted(4, 7)).toEqual([{ ticketTypeId: 't1', state: 'plenty', free: 11 }]);
  });

  it('shows a section once all its zones are counted', () => {
    const blockOf = (index: number, section: string, seats: number, ticketTypeId = 't1'): Block => ({
      ...{ index, section, ticketTypeId, sectionLabel: `Section ${section}` },
      ...{ zone: null, width: seats, seats: Array.from({ length: seats }) as unknown as Block['seats'] },
    });
    const pools = ['t1', 't2'].map((ticketTypeId) => ({
      ...{ ticketTypeId, poolId: `p of ${ticketTypeId}`, capacity: 40, withdrawn: 0 },
      ...{ channel: 'public', sold: 0, letter: 'f' },
    }));
    const blocks = [blockOf(0, 'A', 10), blockOf(1, 'B', 10), blockOf(2, 'A', 20), blockOf(3, 'C', 5, 't2')];
    const counted = (free: [number, number][]) =>
      ticketTypesOf(pools, blocks, { pools: new Map([['p of t1', 9]]), blocks: new Map(free) })[0];
    expect(
      counted([
        [0, 1],
        [1, 0],
        [2, 2],
        [3, 5],
      ]),
    ).toEqual({
      ...{ ticketTypeId: 't1', state: 'plenty', free: 9 },
      sections: [
        { key: 'A', label: 'Section A', state: 'low', free: 3 },
        { key: 'B', label: 'Section B', state: 'gone', free: 0 },
      ],
    });
    expect(
      counted([
        [0, 1],
        [1, 4],
      ]),
    ).toMatchObject({ sections: [{ key: 'B', state: 'plenty', free: 4 }] });
    expect(counted([])).not.toHaveProperty('sections');
  });

  it('tells of wheelchair places apart from the other seats, whichever of them are gone', () => {
    const seats = [true, true, false, false].map((accessible, offset) => ({ accessible, offset, withdrawn: false }));
    const block = {
      ...{ index: 0, section: 'A', ticketTypeId: 't1', sectionLabel: 'Section A', zone: null, width: 4 },
      seats: seats as unknown as Block['seats'],
    };
    const pools = [
      {
        ...{ ticketTypeId: 't1', poolId: 'p1', capacity: 2, withdrawn: 0 },
        ...{ channel: 'public', sold: 0, letter: 'f' },
      },
    ];
    const sectionWith = (free: number, letters: string) =>
      ticketTypesOf(pools, blocksWithPlaces([block]), {
        ...{ pools: new Map([['p1', free]]), blocks: new Map([[0, free]]) },
        places: new Map([[0, freePlaces(block, letters, 'flA')]]),
      })[0]?.sections?.[0];
    expect(sectionWith(0, 'AAcc')).toMatchObject({ state: 'gone', accessible: 'low' });
    expect(sectionWith(2, 'chff')).toMatchObject({ state: 'plenty', accessible: 'gone' });
    expect(sectionWith(0, 'fccc')).toMatchObject({ state: 'gone', accessible: 'low' }); // released to everybody
    expect(blocksWithPlaces([{ ...block, seats: block.seats.slice(2) }])).toEqual([]);
  });

  it('calls the last three wheelchair places of a section few, whatever share they are', () => {
    const seats = Array.from({ length: 5 }, (_, offset) => ({ accessible: true, offset, withdrawn: false }));
    const block = {
      ...{ index: 0, section: 'A', ticketTypeId: 't1', sectionLabel: 'Section A', zone: null, width: 5 },
      seats: seats as unknown as Block['seats'],
    };
    const pool = {
      ticketTypeId: 't1',
      poolId: 'p1',
      capacity: 5,
      withdrawn: 0,
      channel: 'public',
      sold: 0,
      letter: 'f',
    };
    const levels = [5, 4, 3, 1, 0].map(
      (free) =>
        ticketTypesOf([pool], [block], {
          ...{ pools: new Map([['p1', 0]]), blocks: new Map([[0, 0]]), places: new Map([[0, free]]) },
        })[0]?.sections?.[0]?.accessible,
    );
    expect(levels).toEqual(['plenty', 'plenty', 'low', 'low', 'gone']);
  });
});
