import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { figuresOf } from './inventory-figures.js';
import type { SeatMapDocument } from '../../src/contract/stock/seat-map-shapes.js';
import type { CommittedUnits, SeatRow } from '../../src/inventory/inventory.types.js';
import { imageOf } from '../../src/inventory/rebuild/rebuild.rules.js';
import { SeatLayout } from '../../src/inventory/seats/seat-layout.js';
import { expandSeatMap, layHouse } from '../../src/inventory/seats/house.rules.js';
import { stockErrors } from '../../src/inventory/seats/stock-errors.rules.js';

const maps: fc.Arbitrary<SeatMapDocument> = fc
  .array(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 })
  .map((sections) => ({
    sections: sections.map((sizes, i) => ({
      key: `S${i}`,
      label: `Section ${i}`,
      rows: sizes.map((seats, row) => ({ label: `${row + 1}`, seats })),
    })),
  }));

/** Sections alternate between two pools; some seats are withdrawn, and a few are missing from the rows (aisles). */
const houses: fc.Arbitrary<SeatRow[]> = fc.tuple(maps, fc.infiniteStream(fc.nat(9))).map(([map, chances]) =>
  expandSeatMap(map).flatMap((seat) => {
    const chance = chances.next().value ?? 0;
    const pool = Number(seat.section.slice(1)) % 2;
    return chance === 0
      ? []
      : [{ ...seat, poolId: `pool_${pool}`, ticketTypeId: `tt_${pool}`, withdrawn: chance === 1, blocked: false }];
  }),
);

describe('a seat map', () => {
  it('expands to as many seats as its rows say, each with an id and a spot of its own', () => {
    fc.assert(
      fc.property(maps, (map) => {
        const seats = expandSeatMap(map);
        expect(seats).toHaveLength(
          map.sections.flatMap(({ rows = [] }) => rows).reduce((sum, { seats: n }) => sum + Number(n), 0),
        );
        expect(new Set(seats.map(({ id }) => id)).size).toBe(seats.length);
        expect(new Set(seats.map(({ x, y }) => `${x} ${y}`)).size).toBe(seats.length);
        const type = { id: 'tt', admission: 'reserved' as const, sections: map.sections.map(({ key }) => key) };
        expect(stockErrors([type], layHouse(map))).toEqual([]);
      }),
    );
  });
});

describe('a layout', () => {
  it('puts neighbours, and only neighbours, side by side', () => {
    fc.assert(
      fc.property(houses, (rows) => {
        const layout = new SeatLayout(rows);
        const laid = rows.map(({ id }) => layout.seat(id)).flatMap((seat) => seat ?? []);
        expect(laid).toHaveLength(rows.length);
        for (const seat of laid) {
          expect(layout.seatAt(seat.block, seat.offset)).toBe(seat);
          const right = layout.seatAt(seat.block, seat.offset + 1);
          const neighbour = rows.find(
            (other) =>
              other.section === seat.section &&
              other.rowIndex === seat.rowIndex &&
              other.seatIndex === seat.seatIndex + 1,
          );
          expect(right?.id).toBe(neighbour?.id);
        }
      }),
    );
  });

  it('is the same whatever the order in which the rows come', () => {
    fc.assert(
      fc.property(
        houses.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        ([rows, shuffled]) => {
          const [one, other] = [new SeatLayout(rows), new SeatLayout(shuffled)];
          expect(other.fingerprint).toBe(one.fingerprint);
          expect(other.blocks.map((block) => other.draw(block, () => 'f'))).toEqual(
            one.blocks.map((block) => one.draw(block, () => 'f')),
          );
        },
      ),
    );
  });

  it('is another when a seat is added', () => {
    fc.assert(
      fc.property(houses, (rows) => {
        const [first] = rows;
        fc.pre(first !== undefined);
        expect(new SeatLayout(rows.slice(1)).fingerprint).not.toBe(new SeatLayout(rows).fingerprint);
      }),
    );
  });
});

describe('a rebuild', () => {
  const orders = fc.array(
    fc.record({ order: fc.nat(5), seat: fc.nat(80), standing: fc.integer({ min: 1, max: 4 }), seated: fc.boolean() }),
    { maxLength: 40 },
  );

  it('conserves every pool, gives each seat one owner and keeps the first of a conflict', () => {
    fc.assert(
      fc.property(houses, orders, (rows, wishes) => {
        const layout = new SeatLayout(rows);
        const seated = ['pool_0', 'pool_1'].map((poolId, i) => ({
          poolId,
          ticketTypeId: `tt_${i}`,
          channel: 'public',
          sold: 0,
          withdrawn: 0,
          letter: 'f',
          capacity: rows.filter((row) => row.poolId === poolId).length,
        }));
        const pools = [
          ...seated.filter(({ capacity }) => capacity > 0),
          {
            poolId: 'pool_g',
            ticketTypeId: 'tt_g',
            channel: 'public',
            sold: 0,
            capacity: 20,
            withdrawn: 3,
            letter: 'f',
          },
        ];
        const committed = wishes.map(({ order, seat, standing, seated: bySeat }): CommittedUnits => {
          const row = bySeat ? rows[seat] : undefined;
          const common = { orderId: `ord_${order}`, fanKey: `fan_${order}` };
          return row
            ? { ...common, poolId: row.poolId, seatId: row.id, quantity: 1 }
            : { ...common, poolId: 'pool_g', seatId: null, quantity: standing };
        });
        const image = imageOf(pools, layout, committed);
        const { conserved, letters, counts } = figuresOf(image, pools, layout);
        expect(conserved).toBe(true);
        expect(letters.committed).toBe(image.owners.length);
        expect(image.units).toBe(counts.committed);
        expect(image.units + image.conflicts.reduce((sum, unit) => sum + unit.quantity, 0)).toBe(
          committed.reduce((sum, unit) => sum + unit.quantity, 0),
        );
        const firsts = new Map<string, string>();
        for (const { seatId, orderId } of committed)
          if (seatId !== null && !firsts.has(seatId)) firsts.set(seatId, orderId);
        for (const [place, orderId] of image.owners) {
          const [block = -1, offset = -1] = place.split(':').map(Number);
          expect(firsts.get(layout.seatAt(block, offset)?.id ?? '')).toBe(orderId);
        }
        expect(image.fans.reduce((sum, [, n]) => sum + Number(n), 0)).toBe(image.units);
      }),
    );
  });
});
