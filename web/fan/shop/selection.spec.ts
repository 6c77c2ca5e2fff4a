import { describe, expect, it } from '@jest/globals';
import type { BasketLimits } from '../../../src/contract/orders/most-tickets.js';
import type { SeatShape } from '../../../src/contract/stock/availability-shapes.js';
import { inside } from '../../../src/words/en.inside.js';
import { pickChange } from './pick-change.js';
import {
  allChosen,
  chosenOf,
  emptySelection,
  holdItems,
  pickSeat,
  roomFor,
  sumOf,
  toggleSeat,
  withCount,
  withPlaces,
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
const drawn = (id: string): SeatShape => ({
  ...{ id, row: '1', label: id, ticketTypeId: 'tt_2', state: 'free', x: 0, y: 0 },
});
/** One person, in a sale without a limit of one order. */
const alone: BasketLimits = { members: 1, maxPerOrder: null };
const seat = (id: string) => ({ id, ticketTypeId: stalls.id, label: id });

describe('selection', () => {
  it('counts best seats and chosen seats of a type together', () => {
    const selection = toggleSeat(withCount(emptySelection, stalls.id, 1), seat('A-1-1'), stalls, alone);
    expect(chosenOf(selection, stalls.id)).toBe(2);
    expect(roomFor(selection, stalls, alone)).toBe(0);
  });

  it('keeps the limit of a person whatever is pressed', () => {
    const full = toggleSeat(toggleSeat(emptySelection, seat('A-1-1'), stalls, alone), seat('A-1-2'), stalls, alone);
    expect(toggleSeat(full, seat('A-1-3'), stalls, alone)).toBe(full);
  });

  it('lets a chosen seat go again at the limit', () => {
    const full = toggleSeat(toggleSeat(emptySelection, seat('A-1-1'), stalls, alone), seat('A-1-2'), stalls, alone);
    expect(toggleSeat(full, seat('A-1-1'), stalls, alone).seats).toEqual([seat('A-1-2')]);
  });

  it('keeps the limit of one order over all types', () => {
    const limits = { members: 1, maxPerOrder: 3 };
    const two = withCount(emptySelection, standing.id, 2);
    expect([roomFor(two, standing, limits), roomFor(two, stalls, limits)]).toEqual([1, 1]);
    const full = toggleSeat(two, seat('A-1-1'), stalls, limits);
    expect(roomFor(full, standing, limits)).toBe(0);
    expect(toggleSeat(full, seat('A-1-2'), stalls, limits)).toBe(full);
    const withPlace = withPlaces(two, stalls.id, { wheelchairs: 1, companions: 0 });
    expect([allChosen(withPlace), roomFor(withPlace, stalls, limits)]).toEqual([3, 0]);
  });

  it('lets everybody in a group have as many as one person', () => {
    expect(roomFor(emptySelection, stalls, { members: 3, maxPerOrder: null })).toBe(6);
    expect(roomFor(emptySelection, stalls, { members: 3, maxPerOrder: 5 })).toBe(5);
  });

  it('offers no more than what is free', () => {
    expect(roomFor(withCount(emptySelection, standing.id, 1), standing, alone, 3)).toBe(2);
    expect(roomFor(emptySelection, standing, alone, 0)).toBe(0);
  });

  it('never counts below nothing', () => {
    expect(withCount(emptySelection, standing.id, -1).counts[standing.id]).toBe(0);
  });

  it('drops seats that somebody else took', () => {
    const selection = toggleSeat(emptySelection, seat('A-1-1'), stalls, alone);
    expect(withoutTaken(selection, [{ id: 'A-1-1', state: 'held' }]).seats).toEqual([]);
    expect(withoutTaken(selection, [{ id: 'A-1-1', state: 'free' }])).toBe(selection);
  });

  it('adds up prices in minor units', () => {
    const selection = toggleSeat(withCount(emptySelection, standing.id, 3), seat('A-1-1'), stalls, alone);
    expect(sumOf(selection, [standing, stalls])).toEqual({ count: 4, amount: 3 * 4500 + 6500 });
  });

  it('asks for everything in one hold', () => {
    const counted = withSection(withCount(withCount(emptySelection, standing.id, 2), stalls.id, 1), stalls.id, 'A');
    expect(holdItems(toggleSeat(counted, seat('B-1-1'), stalls, alone), [standing, stalls])).toEqual([
      { ticketTypeId: 'tt_1', quantity: 2 },
      { ticketTypeId: 'tt_2', quantity: 1, bestAvailable: { section: 'A' } },
      { seatIds: ['B-1-1'] },
    ]);
    expect(holdItems(withCount(emptySelection, stalls.id, 2), [standing, stalls])).toEqual([
      { ticketTypeId: 'tt_2', quantity: 2, bestAvailable: {} },
    ]);
    expect(holdItems(emptySelection, [standing, stalls])).toEqual([]);
  });

  it('takes a companion only with the wheelchair place, and lets both go together', () => {
    const place: SeatShape = { ...drawn('A-1-1'), accessible: true };
    const companion: SeatShape = { ...drawn('A-1-2'), companionOf: 'A-1-1' };
    const known = { A: { seats: [place, companion] } };
    const pick = (selection: typeof emptySelection, seat: SeatShape, limits = alone) =>
      pickSeat(
        selection,
        seat,
        { key: 'A', label: 'Stalls' },
        known,
        { ticketTypes: [stalls], limits },
        ({ section, row, seat: label }) => [section, row, label].join(' '),
      );
    const both = pick(emptySelection, companion);
    expect(both.seats.map(({ id, label }) => [id, label])).toEqual([
      ['A-1-1', 'Stalls 1 A-1-1'],
      ['A-1-2', 'Stalls 1 A-1-2'],
    ]);
    expect(pick(both, place).seats).toEqual([]);
    expect(pick(both, companion).seats.map(({ id }) => id)).toEqual(['A-1-1']);
    // and who does not see the map is told of both
    expect(pickChange(emptySelection, both, inside)).toBe('Stalls 1 A-1-1, chosen. Stalls 1 A-1-2, chosen');
    expect(pickChange(both, pick(both, place), inside)).toBe('Stalls 1 A-1-1, free. Stalls 1 A-1-2, free');
    expect(pickChange(both, pick(both, companion), inside)).toBe('Stalls 1 A-1-2, free');
    // a place alone would be what nobody pressed
    expect(pick(emptySelection, companion, { members: 1, maxPerOrder: 1 })).toBe(emptySelection);
  });

  it('asks for wheelchair places and companions by number, and for no companion alone', () => {
    const asked = withPlaces(emptySelection, stalls.id, { wheelchairs: 1, companions: 1 });
    expect([chosenOf(asked, stalls.id), sumOf(asked, [stalls]).amount]).toEqual([2, 13_000]);
    expect(holdItems(asked, [stalls])).toEqual([
      { ticketTypeId: stalls.id, quantity: 2, bestAvailable: { accessible: { wheelchairs: 1, companions: 1 } } },
    ]);
    expect(holdItems(withPlaces(asked, stalls.id, { wheelchairs: 0, companions: 1 }), [stalls])).toEqual([]);
  });
});
