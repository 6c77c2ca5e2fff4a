import { describe, expect, it } from '@jest/globals';
import type { HousePlan, MapPoint } from '../../../src/contract/stock/seat-map-shapes.js';
import type { SeatShape } from '../../../src/contract/stock/availability-shapes.js';
import { aimedAtSeats, labelRoom, placeHouse, type PlacedSection, rowMarks, rowsOf } from './map-model.js';

function houseOf(...outlines: MapPoint[][]): { sections: PlacedSection[] } {
  const sections = outlines.map((outline, index) => ({
    ...{ key: String(index), label: `Section ${index}`, seats: 9, accessible: 0, restricted: 0, ticketTypeIds: [] },
    outline,
  }));
  const plan: HousePlan = { version: 1, focalPoint: null, stage: null, zones: [], standing: [], sections };
  return placeHouse(plan);
}
const box = (left: number, top: number, wide: number, deep: number): MapPoint[] => [
  { x: left, y: top },
  { x: left + wide, y: top },
  { x: left + wide, y: top + deep },
  { x: left, y: top + deep },
];
const only = (outline: MapPoint[]): PlacedSection => houseOf(outline).sections[0] as PlacedSection;

describe('a section’s label', () => {
  it('stands in the centre of gravity, however its corners are spread', () => {
    const crowded = [...box(0, 0, 10, 4).slice(0, 2), ...[10, 9, 8, 7].map((x) => ({ x, y: 4 })), { x: 0, y: 4 }];
    expect(only(crowded).middle).toEqual({ x: 5, y: 2 });
    expect(
      only([
        { x: 2, y: 1 },
        { x: 6, y: 1 },
      ]).middle,
    ).toEqual({ x: 4, y: 1 });
  });

  it('has the room that its outline leaves at its height', () => {
    expect(labelRoom(only(box(0, 0, 10, 4)), 2)).toBe(10);
    expect(labelRoom(only(box(0, 0, 10, 4)), 5)).toBe(0);
    // a thin wedge at 45 degrees: much area, little room
    const wedge = only([
      { x: 0, y: 2 },
      { x: 2, y: 0 },
      { x: 22, y: 20 },
      { x: 20, y: 22 },
    ]);
    expect(labelRoom(wedge, 0)).toBeCloseTo(4);
    expect(labelRoom(wedge, 2)).toBeCloseTo(2);
    expect(labelRoom(wedge, 5)).toBe(0);
  });
});

describe('a section’s rows', () => {
  const seat = (row: string, x: number, y: number, table = false): SeatShape => ({
    ...{ id: `${row}-${x}`, row, label: String(x), ticketTypeId: 'tt', state: 'free' as const, x, y },
    ...(table && { table }),
  });
  const seats = [seat('A', 1, 0), seat('A', 2, 0), seat('B', 1, 1), seat('T1', 9, 9, true)];

  it('have their seats in order, and are named before the first; a table is no row', () => {
    expect([...rowsOf(seats)]).toEqual([
      ['A', [seats[0], seats[1]]],
      ['B', [seats[2]]],
    ]);
    expect(rowMarks(seats).map(({ label, x, y }) => [label, Math.round(x * 10), y])).toEqual([
      ['A', -1, 0],
      ['B', -1, 1],
    ]);
  });
});

describe('zooming into a house', () => {
  const view = { width: 400, height: 400 };
  const around = houseOf(box(-50, -50, 100, 10), box(-50, 40, 100, 10), box(60, -5, 10, 10));

  it('leads to the nearest section where its middle is the stage, and stays where seats are', () => {
    expect(aimedAtSeats({ scale: 10, x: 0, y: 1 }, around, view)).toEqual({ scale: 10, x: 0, y: 45 });
    const there = { scale: 10, x: 5, y: 35 };
    expect(aimedAtSeats(there, around, view)).toBe(there);
    expect(aimedAtSeats(there, { sections: [] }, view)).toBe(there);
  });
});
