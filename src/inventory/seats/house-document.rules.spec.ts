import { describe, expect, it } from '@jest/globals';
import type { MapSeat, SeatMapDocument } from '../../contract/stock/seat-map-shapes.js';
import { countsOf, documentOf, middleOf, planOf } from './house-document.rules.js';
import { layHouse } from './house.rules.js';
import { readSeatMap } from './seat-map.rules.js';

const outline = [
  { x: 0, y: 1 },
  { x: 1, y: 1 },
  { x: 1, y: 2 },
];
const document: SeatMapDocument = {
  name: 'House',
  focalPoint: { x: 1, y: -3 },
  stage: { label: 'Stage', outline },
  zones: [
    { key: 'gold', label: 'Gold' },
    { key: 'tin', label: 'Tin' },
  ],
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
    {
      key: 'B',
      label: 'Mixed',
      rows: [
        {
          label: '1',
          seats: [
            { label: '1', x: 0, y: 30, zone: 'gold' },
            { label: '2', x: 1, y: 30, zone: 'tin' },
            { label: '3', x: 2, y: 30, companionOf: 'A-1-1' },
          ],
        },
      ],
    },
  ],
  standing: [
    { key: 'PIT', label: 'Pit', capacity: 100, outline },
    { key: 'BAR', label: 'Bar', capacity: 20, outline },
  ],
};
const house = layHouse(document);
const [stalls, mixed] = document.sections;

describe('a house as a document', () => {
  it('is the long form, with only what its seats need to be the same', () => {
    const chairs = [
      { label: '1', x: 10, y: 9 },
      { label: '2', x: 11, y: 10 },
      { label: '3', x: 10, y: 11 },
      { label: '4', x: 9, y: 10 },
    ];
    expect(documentOf(house)).toStrictEqual({
      ...document,
      sections: [{ ...stalls, tables: [{ label: 'T1', x: 10, y: 10, seats: chairs }] }, mixed],
    });
    expect(readSeatMap(documentOf(house))).toEqual({ kind: 'map', house });
  });

  it('leaves out a frame that it does not have', () => {
    const bare = layHouse({ sections: [{ key: 'A', label: 'A', rows: [{ label: '1', seats: 1 }] }] });
    expect(documentOf(bare)).toStrictEqual({
      sections: [{ key: 'A', label: 'A', rows: [{ label: '1', seats: [{ label: '1', x: 0, y: 0 }] }] }],
    });
  });
});

describe('a house in figures', () => {
  it('counts seats, sections, standing room and wheelchair places', () => {
    expect(countsOf(house)).toEqual({
      ...{ seats: 11, sections: 2, standing: 120, accessible: 1, zones: document.zones },
    });
  });
  it('has the middle of some points, to a hundredth', () => {
    expect(
      middleOf([
        { x: 0, y: 4 },
        { x: 1, y: -1 },
        { x: 1, y: 0 },
      ]),
    ).toEqual({ x: 0.67, y: 1 });
    expect(middleOf([])).toEqual({ x: 0, y: 0 });
  });
});

describe('a house in outline', () => {
  const sold = (seats: typeof house.seats) =>
    seats.map((seat) => ({ ...seat, ticketTypeId: seat.label === '1' ? 't1' : 't2' }));
  const outlineOf = (...rows: (number | MapSeat[])[]) => {
    const map = { sections: [{ key: 'A', label: 'A', rows: rows.map((seats, n) => ({ label: `${n}`, seats })) }] };
    const plan = planOf(1, house.frame, sold(layHouse(map).seats));
    return plan.sections[0]?.outline.map(({ x, y }) => [x, y]);
  };

  it('has the frame and, of each section, its counts and the types sold there', () => {
    const plan = planOf(3, house.frame, sold(house.seats));
    const { focalPoint, stage, zones, standing } = house.frame;
    expect(plan).toMatchObject({ version: 3, focalPoint, stage, zones, standing });
    expect(plan.sections.map(({ outline: _, ...section }) => section)).toEqual([
      { key: 'A', label: 'Stalls', seats: 8, accessible: 1, restricted: 1, ticketTypeIds: ['t1', 't2'] },
      { key: 'B', label: 'Mixed', seats: 3, accessible: 0, restricted: 0, ticketTypeIds: ['t1', 't2'] },
    ]);
  });

  it('goes along the first row, down the right ends, back along the last row and up the left ends', () => {
    expect(outlineOf(3, 1, 5, 3)).toEqual([
      [-1, 0],
      [0, 0],
      [1, 0],
      [0, 1],
      [2, 2],
      [1, 3],
      [0, 3],
      [-1, 3],
      [-2, 2],
      [0, 1],
    ]);
  });

  it('orders the seats of a row as they stand, and goes there and back along a single row', () => {
    const rows = [2, 0, 1].map((x) => ({ label: String(x), x, y: 0 }));
    const turned = sold(layHouse({ sections: [{ key: 'A', label: 'A', rows: [{ label: '1', seats: rows }] }] }).seats);
    const shuffled = [turned[2], turned[0], turned[1]].flatMap((seat) => seat ?? []);
    const plan = planOf(1, house.frame, shuffled);
    expect(plan.sections[0]?.outline.map(({ x }) => x)).toEqual([2, 0, 1, 1, 0, 2]);
  });

  it('has at most eight points a side, ends included', () => {
    const rowOf = (seats: number) => outlineOf(seats)?.slice(0, -8);
    expect(rowOf(8)).toHaveLength(8);
    expect(rowOf(16)?.map(([x = 0]) => x + 7.5)).toEqual([0, 2, 4, 6, 9, 11, 13, 15]);
    const sides = outlineOf(...Array.from({ length: 12 }, () => 1));
    expect(sides?.map(([, y]) => y)).toEqual([0, 1, 2, 4, 5, 6, 7, 9, 10, 11, 10, 9, 7, 6, 5, 4, 2, 1]);
  });
});
