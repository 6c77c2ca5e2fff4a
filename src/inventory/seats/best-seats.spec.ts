import { describe, expect, it } from '@jest/globals';
import type { Claim } from '../holds/claim.rules.js';
import type { HoldStore } from '../holds/hold.store.js';
import { BestSeats } from './best-seats.js';
import { expandSeatMap } from './house.rules.js';
import { type Place, SeatLayout } from './seat-layout.js';

const common = { poolId: 'p', ticketTypeId: 't', withdrawn: false, blocked: false };
const rows = [1, 2].map((row) => ({ label: String(row), seats: 6 }));
const layout = new SeatLayout(
  expandSeatMap({ sections: [{ key: 'A', label: 'A', rows }] }).map((seat) => ({ ...seat, ...common })),
);
const pair: Claim = { t: 't', max: 9, n: 2, ps: [['f', 'p']], blocks: [0] };

/** A house in memory whose readings are answered when the test says so. */
class FakeHouse {
  letters = layout.blocks.map((block) => layout.draw(block, () => 'f'))[0] ?? '';
  readings = 0;
  private answers: (() => void)[] = [];
  isSlow = false;

  readonly best = new (class extends BestSeats {
    override believedMs = 0;
  })({ readBlocks: () => this.read() } as unknown as HoldStore);

  take(seats: Claim['seats']): void {
    for (const [, at] of seats ?? []) this.letters = `${this.letters.slice(0, at)}h${this.letters.slice(at + 1)}`;
  }
  answer(): void {
    for (const answer of this.answers.splice(0)) answer();
  }
  propose = (claims: Claim[] = [pair], own: Place[] = []) => this.best.propose('sale', layout, claims, own);

  private read(): Promise<string[]> {
    this.readings += 1;
    const seen = [this.letters];
    return this.isSlow ? new Promise((resolve) => this.answers.push(() => resolve(seen))) : Promise.resolve(seen);
  }
}
const seatsOf = (claims: readonly Claim[]) => JSON.stringify(claims[0]?.seats);

describe('concurrent requests for best seats on one node', () => {
  it('share one reading and are never offered the same seats', async () => {
    const house = new FakeHouse();
    const proposed = await Promise.all(Array.from({ length: 6 }, () => house.propose()));
    expect(house.readings).toBe(1);
    expect(new Set(proposed.map(({ claims }) => seatsOf(claims))).size).toBe(6);
    expect((await house.propose()).claims[0]?.seats).toBeUndefined();
  });

  it('keep their seats through a reading that overtook their holds', async () => {
    const house = new FakeHouse();
    const first = await house.propose();
    house.isSlow = true;
    const reading = house.propose();
    // the hold is answered after the reading was made
    house.take(first.claims[0]?.seats);
    first.settle('held');
    house.answer();
    expect(seatsOf((await reading).claims)).not.toBe(seatsOf(first.claims));
  });

  it('are offered what a refused request left, and what has come back since', async () => {
    const house = new FakeHouse();
    const refused = await house.propose();
    refused.settle('refused');
    const held = await house.propose();
    expect(seatsOf(held.claims)).toBe(seatsOf(refused.claims));
    held.settle('held');
    // released at once: the next reading shows it free
    expect(seatsOf((await house.propose()).claims)).toBe(seatsOf(held.claims));
  });
});

describe('the seats of a hold that is swapped', () => {
  it('are as good as free for it, and for nobody else', async () => {
    const house = new FakeHouse();
    const held = await house.propose([{ ...pair, n: 2 }]);
    house.take(held.claims[0]?.seats);
    held.settle('held');
    const own = held.claims[0]?.seats ?? [];
    const swap = await house.propose([{ ...pair, n: 4 }], own);
    // the pair in the middle of the first row becomes four
    expect(swap.claims[0]?.seats).toEqual(expect.arrayContaining([...own]));
    swap.settle('refused');
    expect((await house.propose([{ ...pair, n: 6 }])).claims[0]?.seats?.[0]).toEqual([0, 7]);
  });

  it('are given twice to no two wishes of it, whatever channel they are of', async () => {
    const house = new FakeHouse();
    house.letters = `hh${'h'.repeat(house.letters.length - 2)}`;
    const own: Place[] = [
      [0, 0],
      [0, 1],
    ];
    const single: Claim = { ...pair, n: 1, ps: [['A', 'p']] };
    const { claims } = await house.propose([single, single, single], own);
    expect(claims.map(({ seats }) => seats?.[0]).sort()).toEqual([...own, undefined]);
  });
});
