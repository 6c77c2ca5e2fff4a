import { describe, expect, it } from '@jest/globals';
import type { PoolRow } from '../inventory.types.js';
import type { Block } from '../seats/seat-layout.js';
import { lettersOf, type Recount, readFigures } from './figures.rules.js';

const poolOf = (poolId: string, ticketTypeId: string, letter = 'f'): PoolRow => ({
  ...{ poolId, ticketTypeId, letter, channel: 'public', capacity: 9 },
  ...{ sold: 0, withdrawn: 0 },
});
const pool = poolOf('p1', 't1');
const counts = (all: Record<string, number>, poolId = 'p1') =>
  new Map(Object.entries(all).map(([name, n]) => [`${poolId}:${name}`, String(n)]));
const good = { capacity: 9, free: 4, held: 2, committed: 1, returning: 1, withdrawn: 1 };
const blockOf = (index: number, ticketTypeId = 't1', section = 'A'): Block => ({
  ...{ index, ticketTypeId, section, sectionLabel: section },
  ...{ zone: null, seats: [], width: 9 },
});
const recount = (counted: number[], kept = 4, letters = 'fhcrwl'): Recount => ({
  blocks: [blockOf(0)],
  letters,
  counts: [counted],
  keptFree: [kept],
});
const faultsOf = (known: Recount, all = counts(good), pools = [pool]) => readFigures(pools, all, known).faults;

describe('readFigures', () => {
  it('is conserved when the counts add up to the capacity', () => {
    expect(readFigures([pool], counts(good), null)).toEqual({
      pools: [{ poolId: 'p1', ticketTypeId: 't1', ...good }],
      conserved: true,
      faults: [],
    });
  });
  it('is conserved where everything is sold, and where nothing is known yet', () => {
    expect(readFigures([pool], counts({ capacity: 2, committed: 2 }), null)).toMatchObject({ conserved: true });
    expect(readFigures([pool], new Map(), null)).toMatchObject({ conserved: true, pools: [{ capacity: 0, free: 0 }] });
  });
  it('is not when a unit is missing, or one state is negative, and names the pool', () => {
    const other = poolOf('p2', 't2');
    const both = new Map([...counts(good), ...counts({ ...good, free: 3 }, 'p2')]);
    expect(readFigures([pool, other], both, null)).toMatchObject({
      conserved: false,
      faults: ['pool p2: its counts do not add up'],
    });
    expect(readFigures([pool], counts({ ...good, free: 7, held: -1 }), null).conserved).toBe(false);
  });
  it('is not when a recount of the seats finds other numbers', () => {
    expect(readFigures([pool], counts(good), recount([4, 2, 1, 1, 1])).conserved).toBe(true);
    expect(readFigures([pool], counts(good), recount([4, 1, 2, 1, 1]))).toMatchObject({
      conserved: false,
      faults: ['ticket type t1, held: 1 seats, 2 counted', 'ticket type t1, committed: 2 seats, 1 counted'],
    });
    expect(faultsOf(recount([4, 2, 1, 0, 2]))).toEqual([
      'ticket type t1, returning: 0 seats, 1 counted',
      'ticket type t1, withdrawn: 2 seats, 1 counted',
    ]);
  });
  it('is not when a pool counts more free seats than there are', () => {
    expect(faultsOf(recount([3, 2, 1, 1, 1], 3))).toEqual(['pool p1, free: 3 seats, 4 counted']);
  });
  it('is not when the free seats kept for a section are others than there are', () => {
    expect(faultsOf(recount([4, 2, 1, 1, 1], 5))).toEqual(['section A, free: 4 seats, 5 kept']);
    expect(faultsOf({ ...recount([4, 2, 1, 1, 1]), keptFree: [] })).toEqual(['section A, free: 4 seats, 0 kept']);
  });
  it('counts seats offered to the line as free public ones', () => {
    expect(faultsOf(recount([1, 2, 1, 1, 1, 3], 1))).toEqual([]);
    const channel = [poolOf('p1', 't1', 'A')];
    expect(faultsOf(recount([4, 2, 1, 1, 1, 3], 0, 'Ahcrwl'), counts(good), channel)).toEqual([]);
  });
  it('counts a ticket type’s seats in all of its blocks and pools, and no others', () => {
    const pools = [pool, poolOf('p2', 't1', 'A'), poolOf('p3', 't2')];
    const all = new Map([
      ...counts({ capacity: 4, free: 3, held: 1 }),
      ...counts({ capacity: 2, free: 1, held: 1 }, 'p2'),
      ...counts({ capacity: 5, free: 5 }, 'p3'),
    ]);
    const blocks = [blockOf(0), blockOf(1, 't2', 'B'), blockOf(2, 't1', 'C')];
    const letters = 'fhA';
    const seats = [
      [1, 2, 0],
      [5, 0, 0],
      [2, 0, 1],
    ];
    expect(faultsOf({ blocks, letters, counts: seats, keptFree: [1, 5, 2] }, all, pools)).toEqual([]);
    expect(faultsOf({ blocks, letters, counts: seats, keptFree: [1, 5, 1] }, all, pools)).toEqual([
      'section C, free: 2 seats, 1 kept',
    ]);
  });
});

describe('the letters to count', () => {
  it('are those of taken seats, of seats offered to the line and of every pool, each once', () => {
    expect(lettersOf([pool, poolOf('p2', 't1', 'A'), poolOf('p3', 't2')])).toBe('hcrwlfA');
  });
});
