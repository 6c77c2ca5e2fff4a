import { describe, expect, it } from '@jest/globals';
import type { MapSeat, MapStanding } from '../../contract/stock/seat-map-shapes.js';
import { layHouse } from './house.rules.js';
import { redrawRefusal } from './redraw.rules.js';

const rowOf = (labels: string[], at = -1, change: Partial<MapSeat> = {}): MapSeat[] =>
  labels.map((label, x) => ({ label, x, y: 0, ...(x === at ? change : {}) }));
const houseOf = (seats: MapSeat[], standing: MapStanding[] = [], key = 'A', before: MapSeat[] = []) =>
  layHouse({
    sections: [
      {
        key,
        label: key,
        rows: [...(before.length > 0 ? [{ label: '0', seats: before }] : []), { label: '1', seats }],
      },
    ],
    standing,
  });
const labels = ['1', '2', '3', '4'];
const now = houseOf(rowOf(labels));
const area = (key: string, capacity: number): MapStanding => ({ key, label: key, capacity, outline: [] });

describe('what may change while a sale sells', () => {
  it('is names, places and views, and the order of standing areas', () => {
    const moved = rowOf(labels, 0, { id: 'A-1-1', label: '1a', x: -0.1, y: 0.2, restricted: true });
    expect(redrawRefusal(now, houseOf(moved))).toBeNull();
    const areas = [area('P', 5), area('Q', 6)];
    expect(redrawRefusal(houseOf([], areas), houseOf([], areas.toReversed()))).toBeNull();
  });

  it.each([
    ['a seat that is new', rowOf([...labels, '5']), 'Seat A-1-5 is new.'],
    ['a seat that is there twice', [...rowOf(labels), { label: '1', x: 9, y: 9 }], 'Seat A-1-1 is new.'],
    ['a seat that is missing', rowOf(labels.slice(0, 3)), 'Seat A-1-4 is missing.'],
    ['another neighbour', rowOf(labels, 3, { x: 90 }), 'Seat A-1-4 has another neighbour.'],
    ['a wheelchair place', rowOf(labels, 1, { accessible: true }), 'Seat A-1-2 has another kind of place.'],
    [
      'a companion’s seat',
      rowOf(labels, 1, { companionOf: '1' }),
      'Seat A-1-2 has another wheelchair place beside it.',
    ],
    ['another zone', rowOf(labels, 1, { zone: 'z' }), 'Seat A-1-2 has another zone.'],
  ])('is not %s', (_what, seats, refusal) => {
    expect(redrawRefusal(now, houseOf(seats))).toBe(refusal);
  });

  it('is not the section of a seat, nor the order of rows', () => {
    const seats = rowOf(labels).map((seat) => ({ ...seat, id: `A-1-${seat.label}` }));
    expect(redrawRefusal(now, houseOf(seats, [], 'B'))).toBe('Seat A-1-1 has another section.');
    const [first, ...others] = seats;
    const split = houseOf(others, [], 'A', first ? [first] : []);
    expect(redrawRefusal(now, split)).toBe('Seat A-1-2 has another order of rows.');
  });

  it('is not the key or the room of a standing area', () => {
    const refusal = 'Standing areas have another key or capacity.';
    for (const other of [[], [area('P', 6)], [area('R', 5)], [area('P', 5), area('Q', 6)]])
      expect(redrawRefusal(houseOf([], [area('P', 5)]), houseOf([], other))).toBe(refusal);
  });
});
