import { describe, expect, it } from '@jest/globals';
import type { MapSeat, SeatMapDocument } from '../../contract/seat-map-shapes.js';
import type { StockTicketType } from '../inventory.types.js';
import { countsOf, documentOf, planOf } from './house-document.rules.js';
import { expandSeatMap, layHouse } from './house.rules.js';
import { redrawRefusal } from './redraw.rules.js';
import { readSeatMap } from './seat-map.rules.js';
import { shippedHouses } from './shipped-houses.js';
import { shippedMap } from './shipped-maps.rules.js';
import { stockErrors } from './stock-errors.rules.js';

type Sections = SeatMapDocument['sections'];
const map = (...sections: [key: string, ...rows: [label: string, seats: number | MapSeat[]][]][]) => ({
  sections: sections.map(([key, ...rows]) => ({
    key,
    label: `Section ${key}`,
    rows: rows.map(([label, seats]) => ({ label, seats })),
  })),
});
const seats = (...labels: string[]): MapSeat[] => labels.map((label, x) => ({ label, x, y: 0 }));
const withSeat = (index: number, change: Partial<MapSeat>): Sections => {
  const row = seats('1', '2', '3', '4').map((seat, n) => (n === index ? { ...seat, ...change } : seat));
  return map(['A', ['1', row]]).sections;
};
const errorsOf = (value: unknown): string[] => {
  const result = readSeatMap(value);
  return result.kind === 'invalid' ? result.errors.map(({ field }) => field) : [];
};

describe('the short form', () => {
  it('numbers the seats of each row and centres the rows, sections one behind the other', () => {
    const laid = expandSeatMap(map(['A', ['1', 3], ['2', 2]], ['B', ['1', 1]]));
    expect(laid.map(({ id, rowIndex, seatIndex, x, y }) => [id, rowIndex, seatIndex, x, y])).toEqual([
      ['A-1-1', 0, 0, -1, 0],
      ['A-1-2', 0, 1, 0, 0],
      ['A-1-3', 0, 2, 1, 0],
      ['A-2-1', 1, 0, -0.5, 1],
      ['A-2-2', 1, 1, 0.5, 1],
      ['B-1-1', 0, 0, 0, 4],
    ]);
    expect(laid[0]).toMatchObject({ section: 'A', sectionLabel: 'Section A', row: '1', label: '1', zone: null });
  });

  it('puts many sections side by side', () => {
    const many = Array.from({ length: 16 }, (_, n): [string, [string, number]] => [`S${n}`, ['1', 4]]);
    const laid = expandSeatMap(map(...many));
    expect(new Set(laid.map(({ x, y }) => `${x} ${y}`)).size).toBe(64);
    expect(Math.max(...laid.map(({ y }) => y))).toBeLessThan(20);
  });
});

describe('the long form', () => {
  const document: SeatMapDocument = {
    name: 'House',
    focalPoint: { x: 1, y: -3 },
    zones: [{ key: 'gold', label: 'Gold' }],
    sections: [
      {
        key: 'A',
        label: 'Stalls',
        zone: 'gold',
        rows: [
          {
            label: '1',
            seats: [
              { label: '1', x: 0, y: 0, accessible: true },
              { label: '2', x: 1, y: 0, companionOf: '1' },
              { label: '3', x: 4, y: 0, restricted: true },
              { label: '3', x: 5, y: 0, id: 'A-1-3bis' },
            ],
          },
        ],
        tables: [{ label: 'T1', x: 10, y: 10, seats: 4 }],
      },
    ],
    standing: [
      {
        key: 'PIT',
        label: 'Pit',
        capacity: 100,
        outline: [
          { x: 0, y: 1 },
          { x: 1, y: 1 },
          { x: 1, y: 2 },
        ],
      },
    ],
  };

  it('keeps places, marks, ids of its own and aisles, and seats people around tables', () => {
    const { seats: laid, frame } = layHouse(document);
    expect(frame).toMatchObject({ name: 'House', focalPoint: { x: 1, y: -3 }, standing: [{ key: 'PIT' }] });
    expect(laid.slice(0, 4)).toMatchObject([
      { id: 'A-1-1', seatIndex: 0, accessible: true, zone: 'gold', companionOf: null },
      { id: 'A-1-2', seatIndex: 1, companionOf: 'A-1-1' },
      { id: 'A-1-3', seatIndex: 3, restricted: true },
      { id: 'A-1-3bis', seatIndex: 4 },
    ]);
    expect(laid.slice(4).map(({ id, atTable, x, y }) => [id, atTable, x, y])).toEqual([
      ['A-T1-1', true, 10, 9],
      ['A-T1-2', true, 11, 10],
      ['A-T1-3', true, 10, 11],
      ['A-T1-4', true, 9, 10],
    ]);
  });

  it('comes back as it was given, and is counted and outlined', () => {
    const house = layHouse(document);
    const again = readSeatMap(documentOf(house));
    expect(again).toEqual({ kind: 'map', house });
    expect(countsOf(house)).toMatchObject({ seats: 8, sections: 1, standing: 100, accessible: 1 });
    const plan = planOf(
      3,
      house.frame,
      house.seats.map((seat) => ({ ...seat, ticketTypeId: 't' })),
    );
    expect(plan.sections).toMatchObject([{ key: 'A', label: 'Stalls', seats: 8, ticketTypeIds: ['t'] }]);
  });

  const bad: [string, unknown, string][] = [
    ['no document', 7, 'seatMap'],
    ['an unknown field', { ...map(['A', ['1', 2]]), colour: 'red' }, 'seatMap'],
    ['nothing in it', { sections: [] }, 'seatMap.sections'],
    ['a row of no seats', map(['A', ['1', 0]]), 'seatMap.sections.0.rows.0.seats'],
    [
      'a seat without a place',
      map(['A', ['1', [{ label: '1', y: 0 } as MapSeat]]]),
      'seatMap.sections.0.rows.0.seats.0',
    ],
    ['a place far away', { sections: withSeat(1, { x: 1e9 }) }, 'seatMap.sections.0.rows.0.seats.1.x'],
    ['a section without rows', map(['A']), 'seatMap.sections.0.rows'],
    ['two sections of one key', map(['A', ['1', 2]], ['A', ['1', 2]]), 'seatMap.sections.1.key'],
    ['two rows of one label', map(['A', ['1', 2], ['1', 2]]), 'seatMap.sections.0.rows.1.label'],
    ['rows that are counted and listed', map(['A', ['1', 2], ['2', seats('1')]]), 'seatMap.sections.0.rows'],
    ['two seats of one id', { sections: withSeat(1, { label: '1' }) }, 'seatMap.sections.0.rows.0.seats.1'],
    [
      'a label that no id can be made of',
      { sections: withSeat(1, { label: 'é' }) },
      'seatMap.sections.0.rows.0.seats.1',
    ],
    ['two seats in one place', { sections: withSeat(1, { x: 0 }) }, 'seatMap.sections.0.rows.0.seats.1'],
    ['a companion of nobody', { sections: withSeat(1, { companionOf: '1' }) }, 'seatMap.sections.0.rows.0.seats.1'],
    ['an unknown zone', { zones: [], sections: withSeat(2, { zone: 'x' }) }, 'seatMap.sections.0.rows.0.seats.2'],
    [
      'too many seats',
      map(['A', ...Array.from({ length: 101 }, (_, n): [string, number] => [`${n}`, 1_000])]),
      'seatMap',
    ],
  ];
  it.each(bad)('is refused with %s', (_what, value, field) => {
    expect(errorsOf(value)).toContain(field);
  });

  it('names at most fifty mistakes', () => {
    const crowd = map(['A', ['1', Array.from({ length: 900 }, () => ({ label: '1', x: 0, y: 0 }))]]);
    expect(errorsOf(crowd)).toHaveLength(50);
  });
});

describe('what may change while a sale sells', () => {
  const house = (sections: Sections) => layHouse({ sections });
  const now = house(withSeat(0, {}));

  it('is names, places and views', () => {
    const moved = withSeat(0, { id: 'A-1-1', label: '1a', x: -0.1, y: 0.2, restricted: true });
    expect(redrawRefusal(now, house(moved))).toBeNull();
  });
  it.each([
    ['a seat that is new', map(['A', ['1', seats('1', '2', '3', '4', '5')]]).sections],
    ['a seat that is missing', map(['A', ['1', seats('1', '2', '3')]]).sections],
    ['another neighbour', withSeat(3, { x: 90 })],
    ['a wheelchair place', withSeat(1, { accessible: true })],
    ['another zone', withSeat(1, { zone: 'z' })],
  ])('is not %s', (_what, sections) => {
    expect(redrawRefusal(now, house(sections))).toMatch(/^Seat A-1-/);
  });
});

describe('ticket types and a house', () => {
  const general = (capacity?: number, sections: string[] = []): StockTicketType => {
    return { id: 'tt_g', admission: 'general', capacity, sections };
  };
  const reserved = (sections: string[], zones: string[] = []): StockTicketType => {
    return { id: 'tt_r', admission: 'reserved', sections, zones };
  };
  const square = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
  ];
  const house = layHouse({
    sections: [
      { key: 'A', label: 'A', zone: 'gold', rows: [{ label: '1', seats: 3 }] },
      ...map(['B', ['1', 4]]).sections,
    ],
    standing: [{ key: 'PIT', label: 'Pit', capacity: 50, outline: square }],
  });
  const fields = (types: StockTicketType[]) => stockErrors(types, house).map(({ field }) => field);

  it('go together when every seat is sold by one', () => {
    expect(fields([reserved(['A', 'B']), general(undefined, ['PIT'])])).toEqual([]);
    expect(fields([reserved([], ['gold']), reserved(['B'])])).toEqual([]);
    expect(stockErrors([general(1)], null)).toEqual([]);
  });

  it.each([
    ['no capacity', [general(), reserved(['A', 'B'])], 'ticketTypes.0.capacity'],
    ['a capacity of part of a ticket', [general(1.5), reserved(['A', 'B'])], 'ticketTypes.0.capacity'],
    ['more than its area holds', [general(51, ['PIT']), reserved(['A', 'B'])], 'ticketTypes.0.capacity'],
    ['an area that is not there', [general(5, ['A']), reserved(['A', 'B'])], 'ticketTypes.0.sections'],
    ['no section', [reserved(['A', 'B']), reserved([])], 'ticketTypes.1.sections'],
    ['a section that is not there', [reserved(['A', 'B', 'Z'])], 'ticketTypes.0.sections'],
    ['a zone that is not there', [reserved(['A', 'B']), reserved([], ['tin'])], 'ticketTypes.1.zones'],
    ['a section sold twice', [reserved(['A', 'B']), reserved(['A'])], 'ticketTypes.1.sections'],
    ['a zone sold twice', [reserved(['A', 'B']), reserved([], ['gold'])], 'ticketTypes.1.zones'],
    ['a section that nobody sells', [reserved(['A'])], 'seatMap.sections'],
  ] satisfies [string, StockTicketType[], string][])('are refused with %s', (_what, types, field) => {
    expect(fields(types)).toContain(field);
  });
});

describe('houses that come with the program', () => {
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
