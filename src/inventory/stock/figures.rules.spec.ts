import { describe, expect, it } from '@jest/globals';
import { readFigures } from './figures.rules.js';

const pool = { poolId: 'p1', ticketTypeId: 't1', channel: 'public', capacity: 9, sold: 0, withdrawn: 0, letter: 'f' };
const counts = (all: Record<string, number>) =>
  new Map(Object.entries(all).map(([name, n]) => [`p1:${name}`, String(n)]));
const good = { capacity: 9, free: 4, held: 2, committed: 1, returning: 1, withdrawn: 1 };
const block = { index: 0, ticketTypeId: 't1', zone: null, section: 'A', sectionLabel: 'A', seats: [], width: 9 };
const recount = (counted: number[], kept = 4) => ({
  blocks: [block],
  letters: 'fhcrw',
  counts: [counted],
  keptFree: [kept],
});

describe('readFigures', () => {
  it('is conserved when the counts add up to the capacity', () => {
    expect(readFigures([pool], counts(good), null)).toEqual({
      pools: [{ poolId: 'p1', ticketTypeId: 't1', ...good }],
      conserved: true,
      faults: [],
    });
  });
  it('is not when a unit is missing, or one state is negative', () => {
    expect(readFigures([pool], counts({ ...good, free: 3 }), null).conserved).toBe(false);
    expect(readFigures([pool], counts({ ...good, free: 7, held: -1 }), null).conserved).toBe(false);
  });
  it('is not when a recount of the seats finds other numbers', () => {
    expect(readFigures([pool], counts(good), recount([4, 2, 1, 1, 1])).conserved).toBe(true);
    expect(readFigures([pool], counts(good), recount([4, 1, 2, 1, 1])).faults).toEqual([
      'ticket type t1, held: 1 seats, 2 counted',
      'ticket type t1, committed: 2 seats, 1 counted',
    ]);
  });
  it('is not when the free seats kept for a section are others than there are', () => {
    expect(readFigures([pool], counts(good), recount([4, 2, 1, 1, 1], 5)).faults).toEqual([
      'section A, free: 4 seats, 5 kept',
    ]);
  });
});
