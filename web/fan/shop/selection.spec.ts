import { describe, expect, it } from '@jest/globals';
import {
  chosenOf,
  emptySelection,
  holdItems,
  roomFor,
  sumOf,
  toggleSeat,
  withCount,
  withoutTaken,
  withSection,
} from './selection.js';

const standing = {
  id: 'tt_1',
  admission: 'general' as const,
  maxPerFan: 4,
  fullPrice: { amount: 4500, currency: 'EUR' },
};
const stalls = {
  id: 'tt_2',
  admission: 'reserved' as const,
  maxPerFan: 2,
  fullPrice: { amount: 6500, currency: 'EUR' },
};
const seat = (id: string) => ({ id, ticketTypeId: stalls.id, label: id });

describe('selection', () => {
  it('counts best seats and chosen seats of a type together', () => {
    const selection = toggleSeat(withCount(emptySelection, stalls.id, 1), seat('A-1-1'), stalls);
    expect(chosenOf(selection, stalls.id)).toBe(2);
    expect(roomFor(selection, stalls, undefined)).toBe(0);
  });

  it('keeps the limit of a person whatever is pressed', () => {
    const full = toggleSeat(toggleSeat(emptySelection, seat('A-1-1'), stalls), seat('A-1-2'), stalls);
    expect(toggleSeat(full, seat('A-1-3'), stalls)).toBe(full);
  });

  it('lets a chosen seat go again at the limit', () => {
    const full = toggleSeat(toggleSeat(emptySelection, seat('A-1-1'), stalls), seat('A-1-2'), stalls);
    expect(toggleSeat(full, seat('A-1-1'), stalls).seats).toEqual([seat('A-1-2')]);
  });

  it('offers no more than what is free', () => {
    expect(roomFor(withCount(emptySelection, standing.id, 1), standing, 3)).toBe(2);
    expect(roomFor(emptySelection, standing, 0)).toBe(0);
  });

  it('never counts below nothing', () => {
    expect(withCount(emptySelection, standing.id, -1).counts[standing.id]).toBe(0);
  });

  it('drops seats that somebody else took', () => {
    const selection = toggleSeat(emptySelection, seat('A-1-1'), stalls);
    expect(withoutTaken(selection, [{ id: 'A-1-1', state: 'held' }]).seats).toEqual([]);
    expect(withoutTaken(selection, [{ id: 'A-1-1', state: 'free' }])).toBe(selection);
  });

  it('adds up prices in minor units', () => {
    const selection = toggleSeat(withCount(emptySelection, standing.id, 3), seat('A-1-1'), stalls);
    expect(sumOf(selection, [standing, stalls])).toEqual({ count: 4, amount: 3 * 4500 + 6500 });
  });

  it('asks for everything in one hold', () => {
    const counted = withSection(withCount(withCount(emptySelection, standing.id, 2), stalls.id, 1), stalls.id, 'A');
    expect(holdItems(toggleSeat(counted, seat('B-1-1'), stalls), [standing, stalls])).toEqual([
      { ticketTypeId: 'tt_1', quantity: 2 },
      { ticketTypeId: 'tt_2', quantity: 1, bestAvailable: { section: 'A' } },
      { seatIds: ['B-1-1'] },
    ]);
    expect(holdItems(withCount(emptySelection, stalls.id, 2), [standing, stalls])).toEqual([
      { ticketTypeId: 'tt_2', quantity: 2, bestAvailable: {} },
    ]);
    expect(holdItems(emptySelection, [standing, stalls])).toEqual([]);
  });
});
