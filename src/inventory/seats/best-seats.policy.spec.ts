import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MapPoint } from '../../contract/stock/seat-map-shapes.js';
import { BestSeatsFinder, evenSizes } from './best-seats.policy.js';
import { type LaidSeat, SeatLayout } from './seat-layout.js';
import { expandSeatMap } from './house.rules.js';
import { searchEverything } from './testing/slow-search.js';

const houseOf = (sections: number[][]): SeatLayout => {
  const map = {
    sections: sections.map((sizes, i) => ({
      key: `S${i}`,
      label: `Section ${i}`,
      rows: sizes.map((seats, row) => ({ label: `${row + 1}`, seats })),
    })),
  };
  return new SeatLayout(expandSeatMap(map).map((seat) => ({ ...seat, ...common })));
};
const everywhere = (layout: SeatLayout) => new Set(layout.blocks.map(({ index }) => index));
const readsOf = (layout: SeatLayout, isFree: (seat: LaidSeat) => boolean) =>
  layout.blocks.map((block) => layout.draw(block, (seat) => (isFree(seat) ? 'f' : 'h')));
const find = (layout: SeatLayout, taken: string[], size: number) => {
  const found = new BestSeatsFinder(layout).find(
    readsOf(layout, ({ id }) => !taken.includes(id)),
    everywhere(layout),
    size,
  );
  return found && { ids: found.seats.map(({ id }) => id), relaxed: found.relaxed };
};

const common = { poolId: 'p', ticketTypeId: 't', withdrawn: false, blocked: false };
/** Rows of seats a step apart, each a section of its own: its first seat's place, and how many there are. */
const placed = (rows: readonly (readonly [x: number, y: number, seats: number])[], focalPoint?: MapPoint): SeatLayout =>
  new SeatLayout(
    expandSeatMap({
      sections: rows.map(([x, y, seats], index) => ({
        key: `S${index}`,
        label: 'S',
        rows: [{ label: '1', seats: Array.from({ length: seats }, (_, n) => ({ label: `${n + 1}`, x: x + n, y })) }],
      })),
    }).map((seat) => ({ ...seat, ...common })),
    focalPoint,
  );

describe('the best seats', () => {
  it('leave nobody alone: of rows of three and two, a pair gets the two', () => {
    expect(find(houseOf([[3, 2]]), [], 2)).toEqual({ ids: ['S0-2-1', 'S0-2-2'], relaxed: null });
  });
  it('are nearest the middle of the front', () => {
    expect(find(houseOf([[7, 7]]), [], 3)).toEqual({ ids: ['S0-1-3', 'S0-1-4', 'S0-1-5'], relaxed: null });
  });
  it('are nearest the point that the house names, wherever it is and whatever its order', () => {
    // the second row is so far away that a search in the order of the house would end there
    const rows = [
      [100, 5, 2],
      [130, 6, 2],
      [100, 9, 2],
    ] as const;
    expect(find(placed(rows, { x: 100, y: 10 }), [], 2)?.ids).toEqual(['S2-1-1', 'S2-1-2']);
    // without one, in front of the middle of the house
    const wide = placed([
      [100, 0, 2],
      [112, 0, 2],
      [130, 0, 2],
    ]);
    expect(find(wide, [], 2)?.ids).toEqual(['S1-1-1', 'S1-1-2']);
  });
  it('are the first of those that are equally good', () => {
    expect(find(houseOf([[4]]), [], 2)?.ids).toEqual(['S0-1-1', 'S0-1-2']);
    const mirrored = placed([
      [-3, 0, 2],
      [2, 0, 2],
    ]);
    expect(find(mirrored, [], 2)?.ids).toEqual(['S0-1-1', 'S0-1-2']);
  });
  it('are in the blocks that are asked for, and nowhere else', () => {
    const layout = houseOf([[4], [4], [4]]);
    const reads = readsOf(layout, () => true);
    const finder = new BestSeatsFinder(layout);
    expect(finder.find(reads, new Set([1]), 2)?.seats.map(({ id }) => id)).toEqual(['S1-1-1', 'S1-1-2']);
    expect(finder.find(reads, new Set([1, 2]), 9)).toBeNull();
    expect(finder.find(reads, new Set([1, 2]), 8)?.seats).toHaveLength(8);
  });
  it('leave a single seat before they split a group, and say so', () => {
    expect(find(houseOf([[3]]), [], 2)).toEqual({ ids: ['S0-1-1', 'S0-1-2'], relaxed: 'orphan' });
  });
  it('are as few and as even pieces as there can be, near each other', () => {
    const layout = houseOf([[2, 2, 2, 2]]);
    expect(find(layout, [], 4)).toEqual({ ids: ['S0-1-1', 'S0-1-2', 'S0-2-1', 'S0-2-2'], relaxed: 'split' });
  });
  it('are pieces near the first one, though others are nearer the stage', () => {
    const layout = placed(
      [
        [22, 10, 2],
        [16, 10, 2],
        [22, 13, 3],
      ],
      { x: 20, y: 10 },
    );
    expect(find(layout, [], 4)?.ids).toEqual(['S0-1-1', 'S0-1-2', 'S2-1-1', 'S2-1-2']);
  });
  it('are pieces that leave nobody alone where they need not', () => {
    const ids = ['S0-1-1', 'S0-1-2', 'S0-1-3', 'S0-1-4', 'S0-2-1', 'S0-2-2'];
    const found = find(houseOf([[4, 2, 2]]), [], 6);
    expect({ ...found, ids: found?.ids.sort() }).toEqual({ ids, relaxed: 'split' });
  });
  it('are none when too few are free', () => {
    expect(find(houseOf([[3]]), ['S0-1-1'], 3)).toBeNull();
  });

  it('are those that a search of everything finds, and are found whenever enough are free', () => {
    const sections = fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(sections, fc.infiniteStream(fc.boolean()), fc.integer({ min: 1, max: 6 }), (sizes, chances, size) => {
        const layout = houseOf(sizes);
        const finder = new BestSeatsFinder(layout);
        const free = new Set<string>();
        const all = layout.blocks.flatMap(({ seats }) => seats);
        for (const { id } of all) if (chances.next().value) free.add(id);
        const isFree = ({ id }: LaidSeat): boolean => free.has(id);
        // consecutive searches, so that the finder's cache is tested too
        for (let round = 0; round < 4; round += 1) {
          const found = finder.find(readsOf(layout, isFree), everywhere(layout), size);
          if (free.size < size) return void expect(found).toBeNull();
          if (!found) throw new Error('enough are free');
          const { tidy, any, costOf } = searchEverything(layout, isFree, size);
          expect(new Set(found.seats.filter(isFree)).size).toBe(size);
          if (found.relaxed === null) expect(costOf(found.seats)).toBeCloseTo(tidy);
          else expect(tidy).toBe(Infinity);
          if (found.relaxed === 'orphan') expect(costOf(found.seats)).toBeCloseTo(any);
          if (found.relaxed === 'split') expect(any).toBe(Infinity);
          for (const { id } of found.seats) free.delete(id);
        }
      }),
    );
  });
});

/** Returns the free seats side by side of this size whose middle is nearest to that of `first`, by trying them all. */
function leastDistance(
  layout: SeatLayout,
  isFree: (seat: LaidSeat) => boolean,
  size: number,
  first: LaidSeat[],
): number {
  const middle = (seats: readonly LaidSeat[]) => ({
    x: seats.reduce((sum, { x }) => sum + x, 0) / seats.length,
    y: seats.reduce((sum, { y }) => sum + y, 0) / seats.length,
  });
  const centre = middle(first);
  const all = layout.blocks.flatMap(({ seats }) => seats);
  const windows = all.map(({ block, offset }) =>
    Array.from({ length: size }, (_, i) => layout.seatAt(block, offset + i)),
  );
  const distances = windows.flatMap((window) => {
    const seats = window.filter((seat) => seat !== undefined && isFree(seat)) as LaidSeat[];
    const at = middle(seats);
    return seats.length < size ? [] : [Math.hypot(at.x - centre.x, at.y - centre.y)];
  });
  return Math.min(Infinity, ...distances);
}

describe('the pieces of a group', () => {
  it('are each the nearest to the first that a search of everything finds', () => {
    const row = fc.tuple(
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 1, max: 4 }),
    );
    const houses = fc.uniqueArray(row, { minLength: 4, maxLength: 9, selector: ([, y]) => y });
    fc.assert(
      fc.property(houses, (rows) => {
        const layout = placed(rows);
        const [size, pieces] = [6, 3];
        // no run of three, so that the group is split into three pairs or not at all
        const [pair, isFree] = [evenSizes(size, pieces), ({ offset }: LaidSeat): boolean => offset % 3 !== 2];
        const found = new BestSeatsFinder(layout).find(readsOf(layout, isFree), everywhere(layout), size);
        const cut = pair.map((_, piece) => (found?.seats ?? []).slice(2 * piece, 2 * piece + 2));
        if (cut.some(([a, b]) => !a || a.block !== b?.block || a.offset + 1 !== b.offset)) return;
        const [first = [], ...others] = cut;
        const taken = new Set<LaidSeat>(first);
        for (const piece of others) {
          const least = leastDistance(layout, (seat) => isFree(seat) && !taken.has(seat), 2, first);
          const [at, from] = [piece, first].map((seats) => ({
            x: seats.reduce((sum, { x }) => sum + x, 0) / 2,
            y: seats.reduce((sum, { y }) => sum + y, 0) / 2,
          }));
          expect(Math.hypot((at?.x ?? 0) - (from?.x ?? 0), (at?.y ?? 0) - (from?.y ?? 0))).toBeCloseTo(least);
          for (const seat of piece) taken.add(seat);
        }
      }),
      { seed: 11, numRuns: 400 },
    );
  });
});

describe('wheelchair places', () => {
  it('are free, and in the blocks that are asked for', () => {
    const seats = [1, 2, 3].map((x) => ({ label: String(x), x, y: 0, accessible: true }));
    const section = (key: string) => ({ key, label: key, rows: [{ label: '1', seats }] });
    const layout = new SeatLayout(
      expandSeatMap({ sections: [section('A'), section('B')] }).map((seat) => ({ ...seat, ...common })),
    );
    const reads = readsOf(layout, ({ id }) => id !== 'B-1-2');
    const [wish, finder] = [{ wheelchairs: 1, companions: 0 }, new BestSeatsFinder(layout)];
    const ids = (blocks: number[]) =>
      finder.findAccessible(reads, new Set(blocks), wish)?.seats.map(({ id }) => id) ?? null;
    expect([ids([0, 1]), ids([1]), ids([])]).toEqual([['A-1-2'], ['B-1-1'], null]);
    expect(finder.findAccessible([], new Set([0, 1]), wish)).toBeNull();
  });
});

describe('evenSizes', () => {
  it('adds up, differs by one at most and begins with the largest', () => {
    expect([evenSizes(7, 3), evenSizes(4, 2), evenSizes(3, 3)]).toEqual([
      [3, 2, 2],
      [2, 2],
      [1, 1, 1],
    ]);
  });
});

describe('companions of a wheelchair user', () => {
  const rows = ['1', '2'].map((label) => ({ label, seats: 9 }));
  /** The first seat of each row is a place, the second its companion's. */
  const layout = new SeatLayout(
    expandSeatMap({ sections: [{ key: 'A', label: 'A', rows }] }).map((seat) => ({
      ...{ ...seat, ...common, accessible: seat.label === '1' },
      companionOf: seat.label === '2' ? `A-${seat.row}-1` : null,
    })),
  );
  const party = (companions: number, isFree: (seat: LaidSeat) => boolean, blocks = everywhere(layout)) => {
    const wish = { wheelchairs: 1, companions };
    const found = new BestSeatsFinder(layout).findAccessible(readsOf(layout, isFree), blocks, wish);
    return found && [found.seats.map(({ id }) => id).join(' '), found.relaxed];
  };
  const only =
    (...ids: string[]) =>
    ({ id }: LaidSeat) =>
      ids.includes(id);

  it('sit beside the place, then as near as can be, on no seat of other wheelchair users', () => {
    expect(party(3, () => true)).toEqual(['A-1-1 A-1-2 A-1-3 A-1-4', null]);
    expect(party(4, ({ id }) => id !== 'A-1-4')).toEqual(['A-1-1 A-1-2 A-2-3 A-2-4 A-2-5', 'split']);
    expect(party(1, only('A-1-1', 'A-2-1', 'A-2-2'))).toEqual(['A-2-1 A-2-2', null]);
    expect(party(2, only('A-1-1', 'A-1-2', 'A-2-1', 'A-2-2'))).toBeNull();
  });

  it('sit in few and even pieces where not side by side, each on a seat of their own', () => {
    const few = only('A-1-1', 'A-1-2', 'A-1-9', 'A-2-9');
    expect(party(3, few)).toEqual(['A-1-1 A-1-2 A-1-9 A-2-9', 'split']);
    expect(party(4, few)).toBeNull();
    const pairs = only('A-1-1', 'A-1-2', 'A-1-4', 'A-1-6', 'A-1-7', 'A-2-8', 'A-2-9');
    expect(party(5, pairs)).toEqual(['A-1-1 A-1-2 A-1-6 A-1-7 A-2-8 A-2-9', 'split']);
  });

  it('sit in the blocks that are asked for', () => {
    expect(party(1, () => true, new Set())).toBeNull();
  });
});
