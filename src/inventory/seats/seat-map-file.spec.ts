import { describe, expect, it } from '@jest/globals';
import type { SeatMapDocument } from '../../contract/stock/seat-map-shapes.js';
import { layHouse } from './house.rules.js';
import { readCsv, writeCsv } from './seat-map-csv.js';
import { readFile } from './seat-map-file.js';

/** Returns the lines and fields of a file's errors; empty for a valid one. */
function wrongIn(text: string, format: 'json' | 'csv'): string[] {
  const file = readFile(text, format);
  return file.kind === 'map' ? [] : file.errors.map(({ field, line }) => `${line ?? '-'} ${field}`);
}

function documentIn(csv: string): SeatMapDocument {
  const { document, errors } = readCsv(csv);
  if (!document || errors.length > 0) throw new Error(JSON.stringify(errors));
  return document;
}

describe('a CSV of seats', () => {
  it('needs section, row and seat, and places the rest by itself', () => {
    const document = documentIn('Section;Row;Seat;Zone\nA;1;1;gold\nA;1;2;gold\nA;2;1;\n');
    const { seats } = layHouse(document);
    expect(seats.map(({ id, zone, x, y }) => [id, zone, x, y])).toEqual([
      ['A-1-1', 'gold', -0.5, 0],
      ['A-1-2', 'gold', 0.5, 0],
      ['A-2-1', null, 0, 1],
    ]);
  });

  it('takes sections and zones by the names that the house has for them', () => {
    const file =
      'section,row,seat,zone\nBlock 12,1,1,Lower tier\nBlock-12,1,1,Lower tier\nParkett über uns links,1,1,B\n桟敷,1,1,B\n';
    expect(wrongIn(file, 'csv')).toEqual([]);
    const document = documentIn(file);
    expect(document.sections.map(({ key, label }) => [key, label])).toEqual([
      ['Block12', 'Block 12'],
      ['Block122', 'Block-12'],
      ['Parkettuberunsli', 'Parkett über uns links'],
      ['S', '桟敷'],
    ]);
    expect(document.zones).toEqual([
      { key: 'Lowertier', label: 'Lower tier' },
      { key: 'B', label: 'B' },
    ]);
    expect(layHouse(document).seats.map(({ id, zone }) => [id, zone])).toContainEqual(['Block12-1-1', 'Lowertier']);
  });

  it('says the line of every mistake', () => {
    expect(wrongIn('section,row\nA,1\n', 'csv')).toEqual(['1 header']);
    expect(wrongIn('section,row,seat,colour\nA,1,1,red\n', 'csv')).toEqual(['1 header']);
    expect(wrongIn('section,row,seat\n', 'csv')).toEqual(['1 header']);
    expect(wrongIn('section,row,seat,x,y\nA,1,1,0,0\nA,1,2,left,0\nA,,3,2,0\n', 'csv')).toEqual(['3 x', '4 row']);
    expect(wrongIn('section,row,seat\nA,1,1\nA,1,1\n', 'csv')).toEqual(['3 seatMap.sections.0.rows.0.seats.1']);
    expect(wrongIn(`section,row,seat\nA,1,1\n${'B'.repeat(61)},1,1\n`, 'csv')).toEqual(['3 section']);
    expect(wrongIn('section,row,seat\nA,1,1,zone\nA,1,2,\n', 'csv')).toEqual(['2 line']);
  });

  it('tells mistakes of all kinds at once, by line, and none that only follows from another', () => {
    const csv = [
      'section,row,seat,x,y,accessible,companionOf,colour',
      'A,1,1,0,0,maybe,,red', // may be the place of the companion below
      'A,1,2,1,0,,A-1-1,red',
      'A,,3,2,0,,,',
      'A,1,4,3,0,,,',
      'A,1,4,4,0,,,', // the label of another seat
      'A,1,6,3,0,,,', // the place of another seat
      `A,1,${'7'.repeat(17)},left,0,,,`,
      'A,1,8,7,0,,,',
      'A,1,"9,8,0,,,', // its quotation mark has no other
      'A,1,10,9,0,,,',
    ];
    expect(wrongIn(csv.join('\n'), 'csv')).toEqual([
      '1 header',
      '2 accessible',
      '4 row',
      '6 seatMap.sections.0.rows.0.seats.2',
      '7 seatMap.sections.0.rows.0.seats.3',
      '8 seat',
      '8 x',
      '10 line',
    ]);
    expect(wrongIn('section,seat,x\nA,1,left\n,2,0\n', 'csv')).toEqual(['1 header', '1 header', '2 x', '3 section']);
    const rows = Array.from({ length: 501 }, (_, row) => `A,${row},1,`);
    expect(wrongIn(['section,row,seat,companionOf', ...rows, 'A,1,2,A-9-9', 'B,1,,'].join('\n'), 'csv')).toEqual([
      '2 seatMap.sections.0.rows',
      '504 seat',
    ]);
    const broken = Array.from({ length: 80 }, (_, n) => `A,1,${n},${n % 2 ? 'left' : 0},0`);
    const told = wrongIn(['section,row,seat,x,y', ...broken].join('\n'), 'csv');
    expect([told.length, ...told.slice(0, 4)]).toEqual([
      50,
      '3 x',
      '4 seatMap.sections.0.rows.0.seats.1',
      '5 x',
      expect.any(String),
    ]);
  });

  it('tells where its lines end to be lines', () => {
    expect(wrongIn('section,row,seat\nA,1,"1\nA,1,2\n', 'csv')).toEqual(['2 line']);
    expect(wrongIn(`section,row,seat\nA,1,1\nA,1,"2\n${'A,1,1\n'.repeat(400)}`, 'csv')).toEqual(['3 line']);
    expect(wrongIn('"section,row,seat\nA,1,1\n', 'csv')).toEqual(['1 line']);
  });

  it('written and read again is the same house', () => {
    const seats = [
      { label: '1', x: 0.5, y: 2, accessible: true },
      { label: '2', x: 1.5, y: 2, companionOf: '1' },
      { label: '3', x: 9, y: 2, id: 'own', restricted: true, zone: 'gold' },
    ];
    const house = layHouse({
      sections: [
        {
          key: 'A',
          label: 'Stalls, "left"',
          rows: [{ label: '1', seats }],
          tables: [{ label: 'T', x: 5, y: 9, seats: 4 }],
        },
      ],
    });
    const csv = writeCsv(house);
    const again = documentIn(csv);
    expect(layHouse(again).seats).toEqual(house.seats);
  });

  it('lets no cell be a formula', () => {
    const house = layHouse({ sections: [{ key: 'A', label: '=1+1', rows: [{ label: '1', seats: 1 }] }] });
    expect(writeCsv(house)).toContain("'=1+1");
  });
});

describe('a JSON file', () => {
  const good = { sections: [{ key: 'A', label: 'A', rows: [{ label: '1', seats: 2 }] }] };

  it('is the map itself, or the map under a name', () => {
    expect(wrongIn(JSON.stringify(good), 'json')).toEqual([]);
    expect(readFile(JSON.stringify({ name: 'Hall', seatMap: good }), 'json')).toMatchObject({
      kind: 'map',
      name: 'Hall',
    });
    expect(wrongIn(JSON.stringify({ name: 'Hall', csv: 'section,row,seat\nA,1,1\n' }), 'json')).toEqual([]);
  });

  it('says the line of every mistake', () => {
    const text =
      '{\n "sections": [\n  { "key": "A", "label": "A",\n    "rows": [{ "label": "1",\n      "seats": 0 }] }\n ]\n}';
    expect(wrongIn(text, 'json')).toEqual(['5 seatMap.sections.0.rows.0.seats']);
    expect(wrongIn('{\n "sections": [\n oops', 'json')).toEqual(['3 seatMap']);
    expect(wrongIn('[]', 'json')).toEqual(['1 seatMap']);
    expect(wrongIn('{"csv": "section,row\\nA,1"}', 'json')).toEqual(['1 header']);
  });
});
