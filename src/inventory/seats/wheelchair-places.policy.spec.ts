import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BestSeatsFinder } from './best-seats.policy.js';
import { expandSeatMap } from './house.rules.js';
import { type LaidSeat, SeatLayout } from './seat-layout.js';
import { bestPlaces, type WheelchairPlace, wheelchairPlaces } from './wheelchair-places.policy.js';

const seatAt = (id: string, x: number, y = 0, part: Partial<LaidSeat> = {}): LaidSeat =>
  ({ id, x, y, block: 0, rowIndex: 0, accessible: false, companionOf: null, ...part }) as LaidSeat;
/** A place at a distance from the focal point at 0, with companion seats beside it. */
const placeAt = (x: number, companions: number[] = [], part: Partial<LaidSeat> = {}): WheelchairPlace => ({
  place: seatAt(`p${x}`, x, 0, part),
  companions: companions.map((at) => seatAt(`c${at}`, at, 0, part)),
  cost: x,
});
const best = (
  places: WheelchairPlace[],
  wheelchairs: number,
  companions = 0,
  taken: string[] = [],
  near: Parameters<typeof bestPlaces>[3] = () => null,
) => {
  const found = bestPlaces(places, ({ id }) => !taken.includes(id), { wheelchairs, companions }, near);
  return found && { ids: found.seats.map(({ id }) => id).join(' '), relaxed: found.relaxed };
};

describe('the wheelchair places of a house', () => {
  it('are nearest the focal point first, each with its companions, the nearest first', () => {
    const marks: [number, Partial<LaidSeat>][] = [
      [5, { accessible: true }],
      [1, {}],
      [7, { companionOf: 's0' }],
      [4, { companionOf: 's0' }],
      [3, { accessible: true }],
      [-3, { accessible: true }],
    ];
    const seats = marks.map(([x, part], index) => seatAt(`s${index}`, x, 4, part));
    const layout = { blocks: [{ seats: seats.slice(0, 2) }, { seats: seats.slice(2) }] } as unknown as SeatLayout;
    const places = wheelchairPlaces(layout, { x: 0, y: 0 });
    expect(places.map(({ place, cost, companions }) => [place.id, cost, companions.map(({ id }) => id)])).toEqual([
      ['s4', 5, []],
      ['s5', 5, []],
      ['s0', Math.hypot(5, 4), ['s3', 's2']],
    ]);
  });
});

describe('the places of a group', () => {
  it('are the nearest one with companions enough, and say when not all are in one row', () => {
    const places = [placeAt(1), placeAt(4, [5, 6]), placeAt(9, [10])];
    expect(best(places, 1)).toEqual({ ids: 'p1', relaxed: null });
    expect(best(places, 1, 1)).toEqual({ ids: 'p4 c5', relaxed: null });
    expect(best(places, 1, 1, ['c5'])).toEqual({ ids: 'p4 c6', relaxed: null });
    expect(best(places, 1, 1, ['c5', 'c6'])).toEqual({ ids: 'p9 c10', relaxed: null });
    expect(best(places, 1, 1, ['p4'])).toEqual({ ids: 'p9 c10', relaxed: null });
    expect(best(places, 1, 3)).toBeNull();
    expect(best([placeAt(1), placeAt(2, [], { rowIndex: 1 })], 2)).toEqual({ ids: 'p1 p2', relaxed: 'split' });
    expect(best([placeAt(1), placeAt(2, [], { block: 1 })], 2)).toEqual({ ids: 'p1 p2', relaxed: 'split' });
  });

  it('are near each other as well as near the focal point', () => {
    expect(best([placeAt(1), placeAt(11), placeAt(12), placeAt(40)], 2)).toEqual({ ids: 'p1 p11', relaxed: null });
    const scattered = [placeAt(1), { ...placeAt(30), cost: 10 }, { ...placeAt(31), cost: 11 }];
    expect(best(scattered, 2)).toEqual({ ids: 'p30 p31', relaxed: null });
    expect(best(scattered, 2, 0, ['p31'])).toEqual({ ids: 'p1 p30', relaxed: null });
    expect(best(scattered, 4)).toBeNull();
  });

  it('have companions beside them, taking places further apart only where it needs that', () => {
    const places = [placeAt(1, [2]), placeAt(3), placeAt(9, [10, 11])];
    expect(best(places, 2, 1)).toEqual({ ids: 'p1 p3 c2', relaxed: null });
    expect(best(places, 2, 3)).toEqual({ ids: 'p1 p9 c2 c10 c11', relaxed: null });
    expect(best(places, 2, 2)).toEqual({ ids: 'p1 p9 c2 c10', relaxed: null });
    expect(best(places, 2, 4)).toBeNull();
  });

  it('have other seats nearby for companions beyond the seats set aside, and say when they are apart', () => {
    const asked: unknown[] = [];
    const near = (at: (n: number) => Partial<LaidSeat>) => (place: LaidSeat, n: number) => {
      asked.push(place.id, n);
      return Array.from({ length: n }, (_, i) => seatAt(`n${i}`, 0, 0, at(i)));
    };
    const row = (offset: number): Partial<LaidSeat> => ({ offset });
    const places = [
      placeAt(1),
      { ...placeAt(4), place: seatAt('p4', 4, 0, row(0)), companions: [seatAt('c5', 5, 0, row(1))] },
    ];
    // the place that has a companion seat, though another one is nearer to the stage
    const beside = near((i) => ({ offset: i + 2 }));
    expect(best(places, 1, 3, [], beside)).toEqual({ ids: 'p4 c5 n0 n1', relaxed: null });
    expect(
      best(
        places,
        1,
        3,
        [],
        near((i) => ({ offset: i + 3 })),
      )?.relaxed,
    ).toBe('split');
    expect(
      best(
        places,
        1,
        2,
        [],
        near((i) => ({ offset: i + 2, rowIndex: 1 })),
      )?.relaxed,
    ).toBe('split');
    expect(best(places, 1, 1, ['c5'], beside)?.ids).toBe('p1 n0');
    expect(asked).toEqual(['p4', 2, 'p4', 2, 'p4', 1, 'p1', 1]);
    expect(best(places, 3, 4, [], beside)).toBeNull();
  });

  it('share the companions: one for each before a second for any', () => {
    expect(best([placeAt(1, [2, 3]), placeAt(4, [5, 6])], 2, 3)).toEqual({ ids: 'p1 p4 c2 c5 c3', relaxed: null });
  });
});

/** Builds a house with scattered wheelchair places and companion seats. */
const withPlaces = (rows: number, marks: readonly (0 | 1 | 2)[]): SeatLayout => {
  const common = { poolId: 'p', ticketTypeId: 't', withdrawn: false, blocked: false };
  const map = {
    sections: [{ key: 'A', label: 'A', rows: Array.from({ length: rows }, (_, n) => ({ label: `${n}`, seats: 9 })) }],
  };
  const drafts = expandSeatMap(map).map((seat, index, all) => {
    const of = (at: number) => all[at]?.row === seat.row && seat.seatIndex >= index - at && marks[at % marks.length];
    if (marks[index % marks.length]) return { ...seat, accessible: true };
    // a place is followed by its companion seat, or by two where the mark says so
    const place = of(index - 1) ? all[index - 1] : of(index - 2) === 2 ? all[index - 2] : undefined;
    return place ? { ...seat, companionOf: place.id } : seat;
  });
  return new SeatLayout(drafts.map((seat) => ({ ...seat, ...common })));
};

describe('wheelchair places', () => {
  const marks = fc.array(fc.constantFrom<0 | 1 | 2>(0, 0, 0, 0, 1, 2), { minLength: 3, maxLength: 20 });
  const wish = fc.record({ wheelchairs: fc.integer({ min: 1, max: 3 }), companions: fc.integer({ min: 0, max: 4 }) });
  const draws = fc.tuple(fc.integer({ min: 1, max: 4 }), marks, fc.infiniteStream(fc.boolean()), wish);

  it('are found whenever they and seats for the companions are free, and one alone is the nearest', () => {
    fc.assert(
      fc.property(draws, ([rows, marked, chances, asked]) => {
        const layout = withPlaces(rows, marked);
        const all = layout.blocks.flatMap(({ seats }) => seats);
        const free = new Set(all.filter(() => chances.next().value).map(({ id }) => id));
        const isFree = ({ id }: LaidSeat): boolean => free.has(id);
        const reads = layout.blocks.map((block) => layout.draw(block, (seat) => (isFree(seat) ? 'f' : 'h')));
        const everywhere = new Set(layout.blocks.map(({ index }) => index));
        const found = new BestSeatsFinder(layout).findAccessible(reads, everywhere, asked);
        const places = all.filter((seat) => seat.accessible && isFree(seat));
        const besideOf = ({ id }: LaidSeat) => all.filter((seat) => seat.companionOf === id && isFree(seat)).length;
        const most = places
          .map(besideOf)
          .sort((a, b) => b - a)
          .slice(0, asked.wheelchairs);
        const beside = Math.min(
          asked.companions,
          most.reduce((sum, n) => sum + n, 0),
        );
        const isOrdinary = ({ accessible, companionOf }: LaidSeat): boolean => !accessible && companionOf === null;
        const others = all.filter((seat) => isFree(seat) && isOrdinary(seat)).length;
        expect(found !== null).toBe(most.length === asked.wheelchairs && others >= asked.companions - beside);
        if (!found) return;
        const taken = found.seats.filter(({ accessible }) => accessible);
        const companions = found.seats.filter(({ companionOf }) => companionOf);
        expect([taken.length, companions.length]).toEqual([asked.wheelchairs, beside]);
        expect(found.seats.filter(isOrdinary)).toHaveLength(asked.companions - beside);
        expect(found.seats.every(isFree) && new Set(found.seats).size === found.seats.length).toBe(true);
        for (const { companionOf } of companions) expect(taken.map(({ id }) => id)).toContain(companionOf);
        if (asked.wheelchairs > 1) return;
        const front = { x: 0, y: -1 };
        const costOf = ({ x, y }: LaidSeat) => Math.hypot(x - front.x, y - front.y);
        const able = places.filter((place) => besideOf(place) >= beside);
        expect(taken.map(costOf)).toEqual([expect.closeTo(Math.min(...able.map(costOf)))]);
      }),
    );
  });

  it('have the others as near as can be, on no seat of other wheelchair users, in few pieces', () => {
    const layout = withPlaces(2, [1, 0, 0, 0, 0, 0, 0, 0, 0]);
    const finder = new BestSeatsFinder(layout);
    const taken = (free: (seat: LaidSeat) => boolean, companions: number) => {
      const reads = layout.blocks.map((block) => layout.draw(block, (seat) => (free(seat) ? 'f' : 'h')));
      const found = finder.findAccessible(reads, new Set([0]), { wheelchairs: 1, companions });
      return found && [found.seats.map(({ id }) => id).join(' '), found.relaxed];
    };
    expect(taken(() => true, 3)).toEqual(['A-0-1 A-0-2 A-0-3 A-0-4', null]);
    const gap = ({ id }: LaidSeat): boolean => id !== 'A-0-4';
    expect(taken(gap, 4)).toEqual(['A-0-1 A-0-2 A-1-3 A-1-4 A-1-5', 'split']);
    const few = ({ id }: LaidSeat): boolean => ['A-0-1', 'A-0-2', 'A-1-1', 'A-1-2', 'A-0-9', 'A-1-9'].includes(id);
    expect(taken(few, 3)).toEqual(['A-0-1 A-0-2 A-0-9 A-1-9', 'split']);
    expect(taken(few, 4)).toBeNull();
  });

  it('are searched only where asked', () => {
    const layout = withPlaces(1, [1, 0, 0]);
    const reads = layout.blocks.map((block) => layout.draw(block, () => 'f'));
    const wishOne = { wheelchairs: 1, companions: 1 };
    const finder = new BestSeatsFinder(layout);
    expect(finder.findAccessible(reads, new Set([0]), wishOne)?.seats.map(({ label }) => label)).toEqual(['4', '5']);
    expect(finder.findAccessible(reads, new Set(), wishOne)).toBeNull();
  });
});
