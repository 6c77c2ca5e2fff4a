import { describe, expect, it } from '@jest/globals';
import type { SeatShape } from '../../../src/contract/stock/availability-shapes.js';
import { placesOf } from './availability-state.js';
import { withOwn } from './basket-change.js';
import { selectionOfHold } from './held-selection.js';
import { emptySelection, withoutTaken } from './selection.js';

const price = { amount: 4500, currency: 'EUR' };
const hold = {
  items: [
    { ticketTypeId: 'standing', seatId: null, label: 'Standing', price },
    { ticketTypeId: 'standing', seatId: null, label: 'Standing', price },
    { ticketTypeId: 'seated', seatId: 'A-1-3', label: 'Stalls, row 1, seat 3', price },
  ],
};
const seat = (id: string, state: SeatShape['state']): SeatShape => ({
  id,
  row: '1',
  label: id,
  ticketTypeId: 'seated',
  state,
  x: 0,
  y: 0,
});

describe('changing a basket', () => {
  it('begins with what is held', () => {
    expect(selectionOfHold(hold, [{ id: 'standing' }, { id: 'seated' }])).toEqual({
      ...emptySelection,
      counts: { standing: 2 },
      seats: [{ id: 'A-1-3', ticketTypeId: 'seated', label: 'Stalls, row 1, seat 3' }],
    });
  });

  it('never calls the fan’s own tickets gone', () => {
    const section = {
      version: 1,
      section: 'A',
      label: 'Stalls',
      seats: [seat('A-1-3', 'held'), seat('A-1-4', 'held')],
    };
    const other = { version: 1, section: 'B', label: 'Balcony', seats: [seat('B-1-1', 'sold')] };
    const house = {
      version: 1,
      ticketTypes: [
        { ticketTypeId: 'standing', state: 'gone' as const, free: 0 },
        { ticketTypeId: 'lounge', state: 'gone' as const, free: 0 },
      ],
    };
    const seen = withOwn({ house, sections: { A: section, B: other } }, hold);
    expect(seen.house?.ticketTypes).toEqual([
      { ticketTypeId: 'standing', state: 'low', free: 2 },
      { ticketTypeId: 'lounge', state: 'gone', free: 0 },
    ]);
    expect(seen.sections['A']?.seats.map(({ state }) => state)).toEqual(['free', 'held']);
    expect(seen.sections['B']).toBe(other); // not repainted
    const chosen = selectionOfHold(hold, []);
    expect(withoutTaken(chosen, seen.sections['A']?.seats ?? [])).toBe(chosen);
  });

  it('counts the wheelchair place that the fan holds among those that are left', () => {
    const figures = { key: 'A', label: 'Stalls', state: 'gone', free: 0, accessible: 'gone' } as const;
    const house = {
      version: 1,
      ticketTypes: [{ ticketTypeId: 'seated', state: 'gone' as const, sections: [figures] }],
    };
    const seats = [{ ...seat('A-1-3', 'held'), accessible: true }];
    const known = { house, sections: { A: { version: 1, section: 'A', label: 'Stalls', seats } } };
    expect([...placesOf(known, 'seated')]).toEqual([['A', 'gone']]);
    expect([...placesOf(withOwn(known, hold), 'seated')]).toEqual([['A', 'low']]);
  });
});
