import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { countsOf } from './house-document.rules.js';
import { readSeatMap } from './seat-map.rules.js';
import { shippedHouses } from './shipped-houses.js';
import { shippedMap } from './shipped-maps.rules.js';

describe('houses that come with the program', () => {
  /** Promoters keep plans and lists of seats by these ids and places. */
  it.each([
    ['map_club', '5bd22cd005a4b2c1'],
    ['map_theatre', 'ceed1d601a717eb4'],
    ['map_arena', '99e593433e987269'],
  ])('%s is drawn as in every version before, seat by seat', (id, digest) => {
    expect(
      createHash('sha256')
        .update(JSON.stringify(shippedMap(id)))
        .digest('hex')
        .slice(0, 16),
    ).toBe(digest);
  });

  it('are no others', () => {
    expect(shippedMap('map_other')).toBeNull();
  });

  it.each(shippedHouses)('$id has what it is said to have', ({ id, seats: wanted, accessible, bowls }) => {
    const read = readSeatMap(shippedMap(id));
    if (read.kind === 'invalid') throw new Error(JSON.stringify(read.errors.slice(0, 3)));
    const { house } = read;
    const counts = countsOf(house);
    expect(counts).toMatchObject({
      ...{ seats: wanted, accessible },
      sections: bowls.reduce((sum, bowl) => sum + bowl.sections, 0),
    });
    expect(accessible).toBeGreaterThanOrEqual(Math.floor(wanted / 200));
    if (wanted >= 60_000) expect(counts.sections).toBeGreaterThanOrEqual(300);
    const closest = house.seats.slice(1).map((seat, i) => {
      const before = house.seats[i] ?? seat;
      return before.rowIndex === seat.rowIndex && before.section === seat.section
        ? Math.hypot(seat.x - before.x, seat.y - before.y)
        : 1;
    });
    expect(Math.min(...closest)).toBeGreaterThan(0.8);
  });
});
