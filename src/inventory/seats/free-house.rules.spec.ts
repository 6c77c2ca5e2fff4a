import { describe, expect, it } from '@jest/globals';
import { FreeHouse, type TakenSeats } from './free-house.rules.js';
import { expandSeatMap } from './house.rules.js';
import { SeatLayout } from './seat-layout.js';

/** Two rows of four for `near`, one row of three for `far`. */
function houseOf(withdrawn: readonly string[] = [], blocked: readonly string[] = []): FreeHouse {
  const rows = [
    { label: '1', seats: 4 },
    { label: '2', seats: 4 },
  ];
  const sections = [
    { key: 'A', label: 'A', rows },
    { key: 'B', label: 'B', rows: [{ label: '1', seats: 3 }] },
  ];
  const seats = expandSeatMap({ sections }).map((seat) => ({
    ...seat,
    ...{ poolId: `p_${seat.section}`, ticketTypeId: seat.section === 'A' ? 'near' : 'far' },
    ...{ withdrawn: withdrawn.includes(seat.id), blocked: blocked.includes(seat.id) },
  }));
  return new FreeHouse(new SeatLayout(seats));
}
const idsOf = (taken: TakenSeats | null): string[] => (taken?.seats ?? []).map(({ id }) => id).sort();

describe('a house that is sold in memory', () => {
  it('is as free as its seats on sale', () => {
    expect(houseOf().free).toBe(11);
    expect(houseOf(['A-1-1', 'B-1-3'], ['A-2-2']).free).toBe(8);
  });

  it('picks the ticket type in proportion to what is free of each', () => {
    const typeAt = (where: number) => houseOf().take(1, where)?.ticketType;
    expect([0, 0.5, 0.72, 0.73, 0.99].map(typeAt)).toEqual([0, 0, 0, 1, 1]);
    // exactly at the border begins the next type
    expect(typeAt(8 / 11)).toBe(1);
    expect(houseOf(['B-1-1', 'B-1-2', 'B-1-3']).take(1, 0.99)?.ticketType).toBe(0);
  });

  it('gives the best seats, each once, and never those off sale', () => {
    const house = houseOf(['A-1-1'], ['A-1-2']);
    expect(idsOf(house.take(2, 0))).toEqual(['A-1-3', 'A-1-4']);
    expect(house.free).toBe(7);
    expect(idsOf(house.take(4, 0))).toEqual(['A-2-1', 'A-2-2', 'A-2-3', 'A-2-4']);
    expect(idsOf(house.take(3, 0))).toEqual(['B-1-1', 'B-1-2', 'B-1-3']);
    expect([house.free, house.take(1, 0)]).toEqual([0, null]);
  });

  it('gives fewer where a type has no more, and says how it relaxed', () => {
    const house = houseOf();
    const all = house.take(9, 0);
    expect([all?.seats.length, all?.relaxed, house.free]).toEqual([8, 'split', 3]);
    expect(house.take(3, 0)?.relaxed).toBeNull();
  });

  it('sells again what was given back', () => {
    const house = houseOf();
    const [first, other] = [house.take(4, 0), house.take(3, 0.99)];
    if (!first || !other) throw new Error('none');
    house.giveBack(first);
    expect(house.free).toBe(8);
    expect(idsOf(house.take(4, 0))).toEqual(idsOf(first));
    house.giveBack(other);
    expect(idsOf(house.take(3, 0.99))).toEqual(['B-1-1', 'B-1-2', 'B-1-3']);
  });
});
