import { describe, expect, it } from '@jest/globals';
import { seatState, stockState, ticketTypesOf } from './availability.rules.js';

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
});
