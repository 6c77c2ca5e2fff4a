import { describe, expect, it } from '@jest/globals';
import { BestSeatsFinder } from './best-seats.policy.js';
import { layHouse } from './house.rules.js';
import { type LaidSeat, SeatLayout } from './seat-layout.js';
import { shippedMap } from './shipped-maps.rules.js';

/** Realistic groups: mostly pairs, some of three and four, which accept a pair before being split. */
const GROUPS = [2, 2, 4, 3, 2, 2, 4];

class SellingHouse {
  private readonly layout: SeatLayout;
  private readonly finder: BestSeatsFinder;
  private readonly reads: string[];
  free: number;

  constructor(id: string) {
    const map = shippedMap(id);
    if (!map) throw new Error(`there is no house ${id}`);
    const common = { poolId: 'p', ticketTypeId: 't', withdrawn: false, blocked: false };
    const { seats, frame } = layHouse(map);
    this.layout = new SeatLayout(
      seats.map((seat) => ({ ...seat, ...common })),
      frame.focalPoint,
    );
    this.finder = new BestSeatsFinder(this.layout);
    this.reads = this.layout.blocks.map((block) => this.layout.draw(block, () => 'f'));
    this.free = seats.length;
  }

  /** Sells a group seats side by side, or else wherever they are. Returns false if it had to be split or refused. */
  sell(size: number, mayBeSplit: boolean): boolean {
    const found = this.finder.find(this.reads, new Set(this.layout.blocks.map(({ index }) => index)), size);
    if (!found || (found.relaxed === 'split' && !mayBeSplit)) return false;
    this.take(found.seats);
    return found.relaxed !== 'split';
  }

  private take(seats: readonly LaidSeat[]): void {
    for (const { block, offset } of seats) {
      const read = this.reads[block] ?? '';
      this.reads[block] = `${read.slice(0, offset)}h${read.slice(offset + 1)}`;
    }
    this.free -= seats.length;
  }
}

describe.each(['map_theatre', 'map_arena'])('%s sold out to groups', (id) => {
  it('strands at most two of a hundred seats, and none once a group may be split', () => {
    const house = new SellingHouse(id);
    const all = house.free;
    for (let turn = 0, isSold = true; isSold; turn += 1)
      isSold = house.sell(GROUPS[turn % GROUPS.length] ?? 2, false) || house.sell(2, false);
    expect(house.free / all).toBeLessThanOrEqual(0.02);
    while (house.free > 0) house.sell(Math.min(4, house.free), true);
    expect(house.free).toBe(0);
  });
});
