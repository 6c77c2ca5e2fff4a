import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../platform/clock/clock.js';
import type { InventoryRepository } from '../inventory.repository.js';
import type { SeatRow } from '../inventory.types.js';
import { expandSeatMap } from './house.rules.js';
import { SeatLayouts } from './seat-layouts.js';

const row = { poolId: 'p', ticketTypeId: 't', withdrawn: false, blocked: false };
const seatsOf = (rows: number, seats = 3): SeatRow[] =>
  expandSeatMap({
    sections: [
      { key: 'A', label: 'A', rows: Array.from({ length: rows }, (_, n) => ({ label: String(n + 1), seats })) },
    ],
  }).map((seat) => ({ ...seat, ...row }));

class SmallMemory extends SeatLayouts {
  protected override readonly seatsMax = 50;
}

/** Postgres in memory, which counts how often the seats of a sale are read. */
class Houses {
  readonly reads = new Map<string, number>();
  house: SeatRow[] = seatsOf(1);
  readonly layouts: SeatLayouts = new SmallMemory(
    {
      frame: () => Promise.resolve(null),
      seats: (saleId: string) => {
        this.reads.set(saleId, (this.reads.get(saleId) ?? 0) + 1);
        return Promise.resolve(this.house);
      },
    } as unknown as InventoryRepository,
    new SystemClock(),
  );

  async readOf(...saleIds: string[]): Promise<number> {
    const before = this.total();
    for (const saleId of saleIds) await this.layouts.of(saleId);
    return this.total() - before;
  }
  private total(): number {
    return [...this.reads.values()].reduce((sum, n) => sum + n, 0);
  }
}

describe('the layouts that a node keeps', () => {
  it('are those of hundreds of sales without seats', async () => {
    const houses = new Houses();
    houses.house = [];
    const sales = Array.from({ length: 300 }, (_, n) => `sale_${n}`);
    expect(await houses.readOf(...sales)).toBe(300);
    expect(await houses.readOf(...sales)).toBe(0);
  });

  it('have a bounded number of seats together, the latest kept', async () => {
    const houses = new Houses();
    houses.house = seatsOf(4, 4);
    await houses.readOf('a', 'b', 'c', 'd', 'e');
    expect(await houses.readOf('e', 'd', 'c')).toBe(0);
    expect(await houses.readOf('a', 'b')).toBe(2);
    houses.house = seatsOf(9, 9);
    await houses.readOf('larger than all memory');
    expect(await houses.readOf('larger than all memory')).toBe(0);
  });
});

describe('the layout that Redis has', () => {
  it('is read again where this node remembers another, and is none where Postgres has another', async () => {
    const houses = new Houses();
    const known = await houses.layouts.of('sale');
    expect(await houses.layouts.matching('sale', known.fingerprint)).toBe(known);
    houses.house = seatsOf(2);
    const other = new Houses();
    other.house = houses.house;
    const { fingerprint } = await other.layouts.of('sale');
    expect((await houses.layouts.matching('sale', fingerprint))?.size).toBe(6);
    expect(await houses.layouts.matching('sale', known.fingerprint)).toBeNull();
    expect(houses.reads.get('sale')).toBe(3);
  });
});
