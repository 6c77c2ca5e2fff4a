import { describe, expect, it } from '@jest/globals';
import { FreeHouse } from './free-house.rules.js';
import { layHouse } from './house.rules.js';
import { SeatLayout } from './seat-layout.js';
import { shippedMap } from './shipped-maps.rules.js';

/** Realistic groups: mostly pairs, some of three and four, which accept a pair before being split. */
const GROUPS = [2, 2, 4, 3, 2, 2, 4];

function houseOf(id: string): FreeHouse {
  const map = shippedMap(id);
  if (!map) throw new Error(`there is no house ${id}`);
  const common = { poolId: 'p', ticketTypeId: 't', withdrawn: false, blocked: false };
  const { seats, frame } = layHouse(map);
  const rows = seats.map((seat) => ({ ...seat, ...common }));
  return new FreeHouse(new SeatLayout(rows, frame.focalPoint));
}

/** Sells a group seats side by side, or else wherever they are. Returns false if it had to be split or refused. */
function sell(house: FreeHouse, size: number, mayBeSplit: boolean): boolean {
  if (house.free < size) return false;
  const taken = house.take(size, 0);
  if (!taken) return false;
  if (taken.relaxed === 'split' && !mayBeSplit) house.giveBack(taken);
  return taken.relaxed !== 'split';
}

describe.each(['map_theatre', 'map_arena'])('%s sold out to groups', (id) => {
  it('strands at most two of a hundred seats, and none once a group may be split', () => {
    const house = houseOf(id);
    const all = house.free;
    for (let turn = 0, isSold = true; isSold; turn += 1)
      isSold = sell(house, GROUPS[turn % GROUPS.length] ?? 2, false) || sell(house, 2, false);
    expect(house.free / all).toBeLessThanOrEqual(0.02);
    while (house.free > 0) sell(house, Math.min(4, house.free), true);
    expect(house.free).toBe(0);
  });
});
