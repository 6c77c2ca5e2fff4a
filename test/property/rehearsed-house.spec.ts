import { describe, expect, it } from '@jest/globals';
import { FreeHouse } from '../../src/inventory/seats/free-house.rules.js';
import { SeatLayout } from '../../src/inventory/seats/seat-layout.js';
import { rehearsed, terms } from '../../src/rehearsal/testing/night.js';

describe('a rehearsal of a house of named seats', () => {
  it('sells named seats by the search of the shop, and each seat once', () => {
    const row = (section: string, y: number, x: number) => ({
      ...{ id: `${section}-${y}-${x}`, section, sectionLabel: section, row: String(y), label: String(x) },
      ...{ rowIndex: y, seatIndex: x, x, y, blockRank: 0, zone: null, accessible: false, companionOf: null },
      ...{ restricted: false, atTable: false, withdrawn: y === 9, blocked: false, poolId: 'p', ticketTypeId: section },
    });
    const seats = ['A', 'B'].flatMap((section) =>
      Array.from({ length: 10 * 21 }, (_, n) => row(section, Math.floor(n / 21), n % 21)),
    );
    const house = new FreeHouse(new SeatLayout(seats));
    expect(house.free).toBe(2 * 9 * 21);
    const result = rehearsed(terms({ decline: 0.3, basket: 2.5 }, { capacity: 1_000, house }));
    expect(result).toMatchObject({ sold: 1_000, conserved: true });
    expect(house.free).toBe(0);
    const { groups, together, leftSingle, split } = result.seats ?? {};
    expect(groups).toBeGreaterThan(100);
    expect((together ?? 0) + (leftSingle ?? 0) + (split ?? 0)).toBeCloseTo(1);
    expect(split).toBeGreaterThan(0); // rows of 21 do not divide into groups of two and three for ever
    expect(together).toBeGreaterThan(0.8);
    expect(rehearsed(terms()).seats).toBeNull();
  });
});
