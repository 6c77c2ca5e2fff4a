import { describe, expect, it } from '@jest/globals';
import type { MapSeat, SeatMapDocument } from '../../contract/stock/seat-map-shapes.js';
import { expandSeatMap, layHouse, shelve } from './house.rules.js';

const map = (...sections: [key: string, ...rows: [label: string, seats: number | MapSeat[]][]][]) => ({
  sections: sections.map(([key, ...rows]) => ({
    key,
    label: `Section ${key}`,
    rows: rows.map(([label, seats]) => ({ label, seats })),
  })),
});

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
    expect(laid[0]).toEqual({
      ...{ id: 'A-1-1', section: 'A', sectionLabel: 'Section A', row: '1', label: '1', blockRank: 0, zone: null },
      ...{ rowIndex: 0, seatIndex: 0, x: -1, y: 0 },
      ...{ accessible: false, companionOf: null, restricted: false, atTable: false },
    });
  });

  it('puts many sections side by side', () => {
    const many = Array.from({ length: 16 }, (_, n): [string, [string, number]] => [`S${n}`, ['1', 4]]);
    const laid = expandSeatMap(map(...many));
    expect(new Set(laid.map(({ x, y }) => `${x} ${y}`)).size).toBe(64);
    expect(Math.max(...laid.map(({ y }) => y))).toBeLessThan(20);
  });

  it('leaves room for the widest row of each section', () => {
    const nine = Array.from({ length: 9 }, (_, n): [string, ...[string, number][]] => [`S${n}`, ['1', 2], ['2', 6]]);
    const firsts = expandSeatMap(map(...nine)).filter(({ label }) => label === '1');
    expect(firsts.slice(0, 6).map(({ x, y }) => [x, y])).toEqual([
      [-4.5, 0],
      [-6.5, 1],
      [3.5, 0],
      [1.5, 1],
      [-4.5, 4],
      [-6.5, 5],
    ]);
  });
});

describe('sections without places of their own', () => {
  const cornersOf = (sizes: { wide: number; deep: number }[]) => shelve(sizes).map(({ x, y }) => [x, y]);
  const size = { wide: 2, deep: 2 };

  it('stand one behind the other up to eight, two rows apart', () => {
    expect(cornersOf([size, { wide: 9, deep: 5 }, size])).toEqual([
      [0, 0],
      [0, 4],
      [0, 11],
    ]);
    expect(cornersOf(Array.from({ length: 8 }, () => size)).every(([x]) => x === 0)).toBe(true);
  });

  it('are put side by side from nine on, a little wider than deep', () => {
    expect(cornersOf(Array.from({ length: 9 }, () => size))).toEqual([
      [-4, 0],
      [0, 0],
      [4, 0],
      [-4, 4],
      [0, 4],
      [4, 4],
      [-4, 8],
      [0, 8],
      [4, 8],
    ]);
  });

  it('leave the depth of the deepest before the next shelf', () => {
    const sizes = Array.from({ length: 9 }, (_, n) => (n === 1 ? { wide: 2, deep: 6 } : size));
    expect(cornersOf(sizes)).toEqual([
      [-6, 0],
      [-2, 0],
      [2, 0],
      [6, 0],
      [-6, 8],
      [-2, 8],
      [2, 8],
      [6, 8],
      [0, 12],
    ]);
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
              { label: '3', x: 4, y: 0, restricted: true, zone: 'tin' },
              { label: '3', x: 5, y: 0, id: 'A-1-3bis', companionOf: 'B-9-9' },
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
    const { seats, frame } = layHouse(document);
    expect(frame).toEqual({
      ...{ name: 'House', focalPoint: { x: 1, y: -3 }, stage: null, zones: document.zones },
      standing: document.standing,
    });
    expect(seats.slice(0, 4)).toMatchObject([
      { id: 'A-1-1', seatIndex: 0, accessible: true, zone: 'gold', companionOf: null, atTable: false },
      { id: 'A-1-2', seatIndex: 1, companionOf: 'A-1-1', accessible: false },
      { id: 'A-1-3', seatIndex: 3, restricted: true, zone: 'tin' },
      { id: 'A-1-3bis', seatIndex: 4, companionOf: 'B-9-9', restricted: false },
    ]);
    expect(seats.slice(4).map(({ id, atTable, rowIndex, x, y }) => [id, atTable, rowIndex, x, y])).toEqual([
      ['A-T1-1', true, 1, 10, 9],
      ['A-T1-2', true, 1, 11, 10],
      ['A-T1-3', true, 1, 10, 11],
      ['A-T1-4', true, 1, 9, 10],
    ]);
  });

  it('names the zones by their keys where it does not list them', () => {
    const { zones: _, ...rest } = document;
    expect(layHouse(rest).frame.zones).toEqual([
      { key: 'gold', label: 'gold' },
      { key: 'tin', label: 'tin' },
    ]);
    expect(layHouse(map(['A', ['1', 2]])).frame).toEqual({
      ...{ name: null, focalPoint: null, stage: null, zones: [], standing: [] },
    });
  });

  it('moves the chairs of a large table away from its middle, and keeps those that have places', () => {
    const table = { label: 'T', x: 10, y: 10 };
    const at = (seats: number | MapSeat[]) =>
      layHouse({ sections: [{ key: 'A', label: 'A', tables: [{ ...table, seats }] }] }).seats;
    expect(
      at(10)
        .slice(0, 2)
        .map(({ x, y }) => [x, y]),
    ).toEqual([
      [10, 8.41],
      [10.94, 8.71],
    ]);
    expect(at([{ label: 'x', x: 1, y: 2 }])).toMatchObject([{ id: 'A-T-x', x: 1, y: 2, atTable: true }]);
  });
});

describe('an aisle', () => {
  const indexesOf = (...places: [x: number, y: number][]) => {
    const seats = places.map(([x, y], index) => ({ label: String(index), x, y }));
    return layHouse(map(['A', ['1', seats]])).seats.map(({ seatIndex }) => seatIndex);
  };
  it('is where seats are much further apart than usual in their row', () => {
    expect(indexesOf([0, 0], [1, 0], [6, 0], [7, 0])).toEqual([0, 1, 3, 4]);
    expect(indexesOf([0, 0], [2, 0], [4, 0], [7, 0])).toEqual([0, 1, 2, 3]);
    expect(indexesOf([0, 0], [0, 1], [0, 4], [0, 5])).toEqual([0, 1, 3, 4]);
    expect(indexesOf([0, 5], [3, 1], [6, -3], [12, -11])).toEqual([0, 1, 2, 4]);
  });
  it('is not in a row of one seat, nor between seats on one spot', () => {
    expect(indexesOf([0, 0])).toEqual([0]);
    expect(indexesOf([0, 0], [0, 0], [0, 0.005])).toEqual([0, 1, 2]);
  });
});
