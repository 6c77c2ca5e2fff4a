import { describe, expect, it } from '@jest/globals';
import { layHouse } from './house.rules.js';
import { readCsv, writeCsv } from './seat-map-csv.js';
import { fileErrors, readFile } from './seat-map-file.js';
import { readSeatMap } from './seat-map.rules.js';

/** Returns the lines and fields of a file's errors; empty for a valid one. */
function wrongIn(text: string, format: 'json' | 'csv'): string[] {
  const file = readFile(text, format);
  if (file.kind === 'invalid') return file.errors.map(({ field, line }) => `${line ?? '-'} ${field}`);
  const result = readSeatMap(file.document, file.field);
  if (result.kind === 'map') return [];
  return fileErrors(result.errors, file).map(({ field, line }) => `${line ?? '-'} ${field}`);
}

describe('a CSV of seats', () => {
  it('needs section, row and seat, and places the rest by itself', () => {
    const result = readCsv('Section;Row;Seat;Zone\nA;1;1;gold\nA;1;2;gold\nA;2;1;\n');
    if (result.kind === 'invalid') throw new Error(JSON.stringify(result.errors));
    const { seats } = layHouse(result.document);
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
    const result = readCsv(file);
    if (result.kind === 'invalid') throw new Error(JSON.stringify(result.errors));
    expect(result.document.sections.map(({ key, label }) => [key, label])).toEqual([
      ['Block12', 'Block 12'],
      ['Block122', 'Block-12'],
      ['Parkettuberunsli', 'Parkett über uns links'],
      ['S', '桟敷'],
    ]);
    expect(result.document.zones).toEqual([
      { key: 'Lowertier', label: 'Lower tier' },
      { key: 'B', label: 'B' },
    ]);
    expect(layHouse(result.document).seats.map(({ id, zone }) => [id, zone])).toContainEqual([
      'Block12-1-1',
      'Lowertier',
    ]);
  });

  it('says the line of every mistake', () => {
    expect(wrongIn('section,row\nA,1\n', 'csv')).toEqual(['1 header']);
    expect(wrongIn('section,row,seat,colour\nA,1,1,red\n', 'csv')).toEqual(['1 header']);
    expect(wrongIn('section,row,seat\n', 'csv')).toEqual(['1 header']);
    expect(wrongIn('section,row,seat,x,y\nA,1,1,0,0\nA,1,2,left,0\nA,,3,2,0\n', 'csv')).toEqual(['3 x', '4 row']);
    expect(wrongIn('section,row,seat\nA,1,1\nA,1,1\n', 'csv')).toEqual(['3 seatMap.sections.0.rows.0.seats.1']);
    expect(wrongIn(`section,row,seat\nA,1,1\n${'B'.repeat(61)},1,1\n`, 'csv')).toEqual(['3 seatMap.sections.1.label']);
    expect(wrongIn('section,row,seat\nA,1,"1\n', 'csv')[0]).toMatch(/ line$/);
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
    const again = readCsv(csv);
    if (again.kind === 'invalid') throw new Error(JSON.stringify(again.errors));
    expect(layHouse(again.document).seats).toEqual(house.seats);
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
    expect(readFile(JSON.stringify({ name: 'Hall', seatMap: good }), 'json')).toMatchObject({ name: 'Hall' });
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
