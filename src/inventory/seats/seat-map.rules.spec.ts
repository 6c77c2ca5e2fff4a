import { describe, expect, it } from '@jest/globals';
import { MAX_SEATS } from '../inventory.bounds.js';
import type { SeatMapDraft, StockTicketType } from '../inventory.types.js';
import { expandSeatMap, stockErrors } from './seat-map.rules.js';

const map = (...sections: [key: string, ...rows: [label: string, seats: number][]][]): SeatMapDraft => ({
  sections: sections.map(([key, ...rows]) => ({
    key,
    label: `Section ${key}`,
    rows: rows.map(([label, seats]) => ({ label, seats })),
  })),
});
const general = (capacity?: number, sections: string[] = []): StockTicketType => ({
  id: 'tt_g',
  admission: 'general',
  capacity,
  sections,
});
const reserved = (sections: string[], capacity?: number): StockTicketType => ({
  id: 'tt_r',
  admission: 'reserved',
  capacity,
  sections,
});
const fields = (types: StockTicketType[], seatMap: SeatMapDraft | null) =>
  stockErrors(types, seatMap).map(({ field }) => field);

describe('expandSeatMap', () => {
  it('numbers the seats of each row and centres the rows, sections one behind the other', () => {
    const seats = expandSeatMap(map(['A', ['1', 3], ['2', 2]], ['B', ['1', 1]]));
    expect(seats.map(({ id, rowIndex, seatIndex, x, y }) => [id, rowIndex, seatIndex, x, y])).toEqual([
      ['A-1-1', 0, 0, -1, 0],
      ['A-1-2', 0, 1, 0, 0],
      ['A-1-3', 0, 2, 1, 0],
      ['A-2-1', 1, 0, -0.5, 1],
      ['A-2-2', 1, 1, 0.5, 1],
      ['B-1-1', 0, 0, 0, 4],
    ]);
    expect(seats[0]).toMatchObject({ section: 'A', sectionLabel: 'Section A', row: '1', label: '1' });
  });
});

describe('stockErrors', () => {
  it('finds nothing wrong with a plain sale', () => {
    expect(stockErrors([general(500), reserved(['A', 'B'])], map(['A', ['1', 3]], ['B', ['1', 4]]))).toEqual([]);
    expect(stockErrors([general(1)], null)).toEqual([]);
    expect(stockErrors([reserved(['A'], 3)], map(['A', ['1', 3]]))).toEqual([]);
  });

  it('names the ticket type that cannot be sold', () => {
    for (const capacity of [undefined, 0, 1.5, -1, 10_000_001]) {
      expect(fields([general(capacity)], null)).toEqual(['ticketTypes[0].capacity']);
    }
    expect(fields([general(5, ['A']), reserved(['A'])], map(['A', ['1', 3]]))).toEqual(['ticketTypes[0].sections']);
    expect(fields([general(5), reserved([])], null)).toEqual(['ticketTypes[1].sections']);
    expect(fields([reserved(['Z'])], null)).toEqual(['ticketTypes[0].sections']);
    expect(fields([reserved(['A'], 4)], map(['A', ['1', 3]]))).toEqual(['ticketTypes[0].capacity']);
    expect(fields([reserved(['A']), reserved(['A'])], map(['A', ['1', 3]]))).toEqual(['ticketTypes[1].sections']);
  });

  it('names what is wrong with the map', () => {
    const types = [reserved(['A', 'B'])];
    expect(fields(types, map(['A', ['1', 3]], ['A', ['1', 3]]))).toContain('seatMap.sections');
    expect(fields(types, map(['A', ['1', 0]]))).toEqual(['seatMap.sections']);
    expect(fields(types, map(['A', ['1', MAX_SEATS + 1]]))).toEqual(['seatMap.sections']);
    expect(fields(types, map(['A']))).toEqual(['seatMap.sections[0].rows']);
    expect(fields(types, map(['A', ['1', 2], ['1', 2]]))).toEqual(['seatMap.sections[0].rows']);
    expect(fields([reserved(['A'])], map(['A', ['1', 2]], ['B', ['1', 2]]))).toEqual(['seatMap.sections[1]']);
  });

  it('refuses two rows whose seats would have the same ids', () => {
    expect(fields([reserved(['A', 'A-1'])], map(['A', ['1-2', 2]], ['A-1', ['2', 2]]))).toEqual(['seatMap.sections']);
  });
});
