import { describe, expect, it } from '@jest/globals';
import type { MapSeat, SeatMapDocument } from '../../contract/stock/seat-map-shapes.js';
import { layHouse } from './house.rules.js';
import { readSeatMap } from './seat-map.rules.js';

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

const table = (label: string, seatsOfIt: number | MapSeat[]) => ({ label, x: 9, y: 9, seats: seatsOfIt });
const withTables = (rows: [label: string, seats: number | MapSeat[]][], ...tables: ReturnType<typeof table>[]) => {
  const [section] = map(['A', ...rows]).sections;
  return { sections: [{ ...section, tables }] };
};
const outline = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
];
const pit = (key: string) => ({ key, label: 'Pit', capacity: 5, outline });
const zone = (key: string) => ({ key, label: key });
const ROW = 'seatMap.sections.0.rows.0.seats';

describe('a map', () => {
  it.each<[string, object]>([
    ['rows alone', map(['A', ['1', 2], ['2', 3]])],
    ['tables alone', withTables([], table('T1', 4), table('T2', seats('1')))],
    ['listed rows and tables', withTables([['1', seats('1', '2')]], table('T1', 4))],
    ['standing areas alone', { sections: [], standing: [pit('P')] }],
    ['a zone that it lists', { zones: [zone('x'), zone('y')], sections: withSeat(2, { zone: 'x' }) }],
    ['a zone where it lists none', { sections: withSeat(2, { zone: 'x' }) }],
    ['the same place in two sections', map(['A', ['1', seats('1')]], ['B', ['1', seats('1')]])],
  ])('may have %s', (_what, document) => {
    expect(readSeatMap(document)).toEqual({ kind: 'map', house: layHouse(document as SeatMapDocument) });
  });

  it('may have a companion beside a wheelchair place', () => {
    const row = seats('1', '2').map((seat, n) => ({
      ...seat,
      ...(n === 0 ? { accessible: true } : { companionOf: '1' }),
    }));
    expect(errorsOf(map(['A', ['1', row]]))).toEqual([]);
  });

  const bad: [string, unknown, string[]][] = [
    ['no document', 7, ['seatMap']],
    ['an unknown field', { ...map(['A', ['1', 2]]), colour: 'red' }, ['seatMap']],
    ['nothing in it', { sections: [] }, ['seatMap.sections']],
    ['a row of no seats', map(['A', ['1', 0]]), [ROW]],
    ['a seat without a place', map(['A', ['1', [{ label: '1', y: 0 } as MapSeat]]]), [`${ROW}.0`]],
    ['a place far away', { sections: withSeat(1, { x: 1e9 }) }, [`${ROW}.1.x`]],
    ['a section without rows', map(['A']), ['seatMap.sections.0.rows']],
    ['a section without a name', { sections: [{ key: 'A', rows: [] }] }, ['seatMap.sections.0']],
    ['two sections of one key', map(['A', ['1', 2]], ['A', ['1', 2]]), ['seatMap.sections.1.key']],
    [
      'a standing area of a section’s key',
      { ...map(['A', ['1', 2]]), standing: [pit('A')] },
      ['seatMap.standing.0.key'],
    ],
    ['two zones of one key', { ...map(['A', ['1', 2]]), zones: [zone('x'), zone('x')] }, ['seatMap.zones']],
    ['two rows of one label', map(['A', ['1', 2], ['1', 2]]), ['seatMap.sections.0.rows.1.label']],
    ['a table of a row’s label', withTables([['1', seats('1')]], table('1', 4)), ['seatMap.sections.0.tables.0.label']],
    ['rows that are counted and listed', map(['A', ['1', 2], ['2', seats('1')]]), ['seatMap.sections.0.rows']],
    ['tables beside rows that are counted', withTables([['1', 2]], table('T1', 4)), ['seatMap.sections.0.rows']],
    [
      'a table without a place',
      withTables([], { label: 'T1', x: 1, seats: 4 } as never),
      ['seatMap.sections.0.tables.0'],
    ],
    ['two seats of one id', { sections: withSeat(1, { label: '1' }) }, [`${ROW}.1`]],
    ['a label that no id can be made of', { sections: withSeat(1, { label: 'é' }) }, [`${ROW}.1`]],
    ['a row whose label no id can be made of', map(['A', ['é', 2]]), [ROW, ROW]],
    ['two seats in one place', { sections: withSeat(1, { x: 0 }) }, [`${ROW}.1`]],
    [
      'two chairs in one place',
      withTables([], table('T1', 4), table('T2', [...seats('1'), { label: '2', x: 0, y: 0 }])),
      ['seatMap.sections.0.tables.1.seats.1'],
    ],
    ['a companion of nobody', { sections: withSeat(1, { companionOf: '1' }) }, [`${ROW}.1`]],
    ['a companion of itself', { sections: withSeat(1, { accessible: true, companionOf: '2' }) }, [`${ROW}.1`]],
    ['an unknown zone', { zones: [], sections: withSeat(2, { zone: 'x' }) }, [`${ROW}.2`]],
    [
      'too many seats',
      map(['A', ...Array.from({ length: 101 }, (_, n): [string, number] => [`${n}`, 1_000])]),
      ['seatMap'],
    ],
    [
      'mistakes in several sections',
      map(['A', ['1', 0], ['2', 0]], ['B', ['1', 2]], ['C', ['', 1]]),
      [ROW, 'seatMap.sections.0.rows.1.seats', 'seatMap.sections.2.rows.0.label'],
    ],
  ];
  it.each(bad)('is refused with %s', (_what, value, fields) => {
    expect(errorsOf(value)).toEqual(fields);
  });

  it('names at most fifty mistakes', () => {
    const crowd = map(['A', ['1', Array.from({ length: 900 }, () => ({ label: '1', x: 0, y: 0 }))]]);
    expect(errorsOf(crowd)).toHaveLength(50);
    const rowsOf = (key: string): [string, ...[string, number][]] => [
      key,
      ...Array.from({ length: 60 }, (_, n): [string, number] => [`${n}`, 0]),
    ];
    expect(errorsOf(map(rowsOf('A')))).toHaveLength(50);
    expect(errorsOf(map(rowsOf('A'), rowsOf('B')))).toHaveLength(50);
    expect(errorsOf({ sections: Array.from({ length: 60 }, () => ({ key: 'A' })) })).toHaveLength(50);
    expect(errorsOf({ sections: Array.from({ length: 60 }, () => map(['A']).sections[0]) })).toHaveLength(50);
  });

  it('is named as its caller says', () => {
    const result = readSeatMap({ sections: [] }, 'house');
    expect(result).toMatchObject({ errors: [{ field: 'house.sections' }] });
  });
});
