import { describe, expect, it } from '@jest/globals';
import type { StockTicketType } from '../inventory.types.js';
import { layHouse } from './house.rules.js';
import { roomOf, sellersOf, stockErrors } from './stock-errors.rules.js';

const general = (capacity?: number, sections: string[] = [], zones?: string[]): StockTicketType => {
  return { id: 'tt_g', admission: 'general', capacity, sections, ...(zones && { zones }) };
};
const reserved = (sections: string[], zones: string[] = [], capacity?: number): StockTicketType => {
  return { id: 'tt_r', admission: 'reserved', sections, zones, ...(capacity !== undefined && { capacity }) };
};
const outline = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
];
const area = (key: string, capacity: number) => ({ key, label: key, capacity, outline });
const mixed = ['gold', 'tin'].map((zone, x) => ({ label: zone, x, y: 50, zone }));
/** A is gold, B of no zone, C has one seat of gold and one of tin. */
const house = layHouse({
  sections: [
    { key: 'A', label: 'A', zone: 'gold', rows: [{ label: '1', seats: 3 }] },
    { key: 'B', label: 'B', rows: [{ label: '1', seats: 4 }] },
    { key: 'C', label: 'C', rows: [{ label: '1', seats: mixed }] },
  ],
  standing: [area('PIT', 50), area('BAR', 10)],
});
const all = reserved(['A', 'B', 'C']);
const fields = (...types: StockTicketType[]) => stockErrors(types, house).map(({ field }) => field);

describe('ticket types and a house', () => {
  it('go together when every seat is sold by one', () => {
    expect(fields(all, general(undefined, ['PIT']))).toEqual([]);
    expect(fields(reserved([], ['gold']), reserved(['B']), reserved(['C'], ['tin']))).toEqual([]);
    expect(fields(reserved([], ['gold', 'tin']), reserved(['B']))).toEqual([]);
    expect(fields(all, general(60, ['PIT', 'BAR']), general(7))).toEqual([]);
    expect(stockErrors([general(1)], null)).toEqual([]);
    expect(stockErrors([general(10_000_000)], null)).toEqual([]);
  });

  it.each<[string, StockTicketType[], string[]]>([
    ['no capacity', [general(), all], ['ticketTypes.0.capacity']],
    ['a capacity of nothing', [general(0), all], ['ticketTypes.0.capacity']],
    ['a capacity of part of a ticket', [general(1.5), all], ['ticketTypes.0.capacity']],
    ['more than a sale may have', [general(10_000_001), all], ['ticketTypes.0.capacity']],
    ['more than its areas hold', [general(61, ['PIT', 'BAR']), all], ['ticketTypes.0.capacity']],
    ['an area that is not there', [general(5, ['PIT', 'A']), all], ['ticketTypes.0.sections']],
    ['zones of general admission', [general(5, ['PIT'], ['gold']), all], ['ticketTypes.0.zones']],
    ['no section', [all, reserved([])], ['ticketTypes.1.sections']],
    ['a section that is not there', [reserved(['A', 'B', 'C', 'Z'])], ['ticketTypes.0.sections']],
    ['a zone that is not there', [all, reserved([], ['lead'])], ['ticketTypes.1.zones', 'ticketTypes.1.zones']],
    ['a zone that is not in its sections', [all, reserved(['B'], ['gold'])], ['ticketTypes.1.zones']],
    ['a number of seats', [reserved(['A', 'B', 'C'], [], 9)], ['ticketTypes.0.capacity']],
    ['a section sold twice', [all, reserved(['A'])], ['ticketTypes.1.sections']],
    ['a zone sold twice', [all, reserved([], ['gold'])], ['ticketTypes.1.zones']],
    ['a section that nobody sells', [reserved(['A'])], ['seatMap.sections']],
    ['part of a section that nobody sells', [reserved(['A', 'B']), reserved([], ['tin'])], ['seatMap.sections']],
  ])('are refused with %s', (_what, types, expected) => {
    expect(fields(...types)).toEqual(expected);
  });

  it('name five sections that nobody sells', () => {
    const many = layHouse({
      sections: [1, 2, 3, 4, 5, 6].map((n) => ({ key: `S${n}`, label: 'S', rows: [{ label: '1', seats: 2 }] })),
    });
    expect(stockErrors([], many)).toEqual([
      { field: 'seatMap.sections', message: 'no ticket type sells S1, S2, S3, S4, S5' },
    ]);
  });

  it('need a house for reserved seats', () => {
    expect(stockErrors([reserved(['A'], ['gold'])], null).map(({ field }) => field)).toEqual([
      'ticketTypes.0.sections',
      'ticketTypes.0.zones',
    ]);
  });
});

describe('who sells a seat', () => {
  const sellers = (...types: StockTicketType[]) =>
    sellersOf(types, house.seats).filter((_, index) => [0, 3, 7, 8].includes(index));

  it('is the first type that names its section, its zone, or both where it gives both', () => {
    expect(sellers(general(5), reserved(['B']), reserved([], ['gold']))).toEqual([2, 1, 2, -1]);
    expect(sellers(reserved(['C'], ['tin']), all)).toEqual([1, 1, 1, 0]);
    expect(sellers(reserved([]), general(1, ['A']))).toEqual([-1, -1, -1, -1]);
  });
});

describe('the room of standing areas', () => {
  it('is that of those named, together', () => {
    expect([[], ['BAR'], ['PIT', 'BAR', 'Z']].map((sections) => roomOf(sections, house))).toEqual([0, 10, 60]);
    expect(roomOf(['PIT'], null)).toBe(0);
  });
});
