import { describe, expect, it } from '@jest/globals';
import type { SeatShape } from '../../../src/contract/stock/availability-shapes.js';
import { changedSeats } from './changed-seats.js';
import type { MapModel } from './map-model.js';

const seat = (id: string, state: SeatShape['state'] = 'free'): SeatShape => ({
  ...{ id, state, row: '1', label: id, ticketTypeId: 'tt' },
  ...{ x: 0, y: 0 },
});
const [a, b, c] = [seat('a'), seat('b'), seat('c')];
const model = {
  ...{ plan: {}, chosen: new Set(), tiers: new Map(), levels: new Map(), words: {} },
  seats: new Map([
    ['A', [a, b]],
    ['B', [c]],
  ]),
} as unknown as MapModel;
const withSeats = (key: string, seats: SeatShape[]): MapModel => ({
  ...model,
  seats: new Map([...model.seats, [key, seats]]),
});

describe('what changed on the map', () => {
  it('is the seats whose state changed, and nothing for a picture of sections', () => {
    const sold = seat('b', 'sold');
    const after = withSeats('A', [a, sold]);
    expect(changedSeats(model, after, true)).toEqual([sold]);
    expect(changedSeats(model, after, false)).toEqual([]);
  });

  it('is everything when seats were read, chosen, or what is left is shown', () => {
    expect(changedSeats(model, withSeats('C', [a]), true)).toBeNull();
    expect(changedSeats(model, { ...model, chosen: new Set(['a']) }, true)).toBeNull();
    expect(changedSeats(model, { ...model, levels: new Map() }, false)).toBeNull();
    expect(changedSeats(model, { ...model, levels: new Map() }, true)).toEqual([]);
  });
});
