import { CsvError, parse } from 'csv-parse/sync';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/schema';
import type { FieldError } from '../../contract/errors.js';
import { houseBounds, MapRow, MapSeat, MapSection, MapZone } from '../../contract/stock/seat-map-shapes.js';
import { MAX_MAP_ERRORS, MAX_SEATS } from '../inventory.bounds.js';

const NEEDED = ['section', 'row', 'seat'] as const;
export const CSV_COLUMNS = [
  ...NEEDED,
  ...(['zone', 'x', 'y', 'accessible', 'companionOf', 'restricted', 'sectionLabel', 'id', 'table'] as const),
] as const;
export type CsvColumn = (typeof CSV_COLUMNS)[number];
/** One seat as it was written. */
export type CsvSeat = Partial<Record<CsvColumn, string>>;
export interface CsvLine {
  line: CsvSeat;
  /** Its number in the file. */
  at: number;
}

export interface CsvLines {
  /** The lines without a fault of their own. */
  lines: CsvLine[];
  /** Everything else, by line, as far as it is told. */
  errors: FieldError[];
}

const TRUE = new Set(['true', 'yes', 'y', '1', 'x']);
const FALSE = new Set(['', 'false', 'no', 'n', '0']);
export const isYes = (value: string | undefined): boolean => TRUE.has((value ?? '').toLowerCase());
/** Longer than any seat's line with quotes. */
const MAX_LINE_CHARACTERS = 1_000;

const whether = (schema: TSchema, message: string, read: (text: string) => unknown = (text) => text) => {
  const check = Compile(schema);
  return (text: string): string | null => (check.Check(read(text)) ? null : message);
};
const label = 'must be 1 to 16 letters, digits, blanks or . / - and begin with a letter or digit';
const name = 'must be 1 to 60 characters';
const id = 'must be 1 to 64 letters A to Z, digits or _ . -';
const most = houseBounds.coordinate;
const coordinate = `must be a number from -${most} to ${most}`;
/** The same bounds that the map's shape has, in words of a column. */
const checks: Partial<Record<CsvColumn, (text: string) => string | null>> = {
  row: whether(MapRow.properties.label, label),
  seat: whether(MapSeat.properties.label, label),
  zone: whether(MapZone.properties.label, name),
  sectionLabel: whether(MapSection.properties.label, name),
  companionOf: whether(MapSeat.properties.companionOf, id),
  id: whether(MapSeat.properties.id, id),
  x: whether(MapSeat.properties.x, coordinate, Number),
  y: whether(MapSeat.properties.y, coordinate, Number),
};
/** A section is told by its name unless it has another label. */
const sectionName = whether(MapSection.properties.label, name);

/** Reads a CSV line by line, and goes on after a fault wherever what follows can still be judged. */
export function readLines(text: string): CsvLines {
  const { records, broken } = recordsOf(text);
  const [head, ...body] = records;
  const columns = (head?.cells ?? []).map((cell) => CSV_COLUMNS.find((known) => plain(known) === plain(cell)) ?? cell);
  const errors = head || !broken ? headErrors(columns, body.length, broken !== null) : [];
  const isMapped = NEEDED.every((column) => columns.includes(column)) && body.length <= MAX_SEATS;
  const lines: CsvLine[] = [];
  for (const { cells, at } of body) {
    const line: CsvSeat = Object.fromEntries(columns.map((column, i) => [column, cells[i]?.trim() ?? '']));
    const wrong = [...(cells.slice(columns.length).some(Boolean) ? [tooMany(at)] : []), ...lineErrors(line, at)];
    if (wrong.length === 0 && isMapped) lines.push({ line, at });
    if (errors.length < MAX_MAP_ERRORS) errors.push(...wrong);
  }
  return { lines, errors: [...errors.slice(0, MAX_MAP_ERRORS), ...(broken ? [broken] : [])] };
}

const tooMany = (at: number): FieldError => ({ field: 'line', message: 'has more cells than the header', line: at });

interface Records {
  records: { cells: string[]; at: number }[];
  /** Where it is no CSV any more; the records are those before. */
  broken: FieldError | null;
}

function recordsOf(text: string): Records {
  const records: Records['records'] = [];
  try {
    parse(text, {
      ...{ bom: true, skip_empty_lines: true, relax_column_count: true },
      delimiter: text.slice(0, text.indexOf('\n') + 1 || undefined).includes(';') ? ';' : ',',
      max_record_size: MAX_LINE_CHARACTERS,
      to: MAX_SEATS + 2,
      on_record: (cells: string[], { lines }) => {
        records.push({ cells, at: lines });
        return null;
      },
    });
    return { records, broken: null };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // it is noticed as late as at the end of the file
    const line = (records.at(-1)?.at ?? 0) + 1;
    return { records, broken: { field: 'line', message: brokenWords(error), line } };
  }
}

function brokenWords({ code, message }: CsvError): string {
  const words = /QUOTE|MAX_RECORD_SIZE/.test(code) ? 'has a quotation mark without its other, or is too long' : message;
  return `${words}; what follows is not read`;
}

const plain = (cell: string): string => cell.trim().toLowerCase().replaceAll(/[ _-]/g, '');

function headErrors(columns: readonly string[], seats: number, isBroken: boolean): FieldError[] {
  const wrong = (message: string): FieldError => ({ field: 'header', message, line: 1 });
  const missing = NEEDED.filter((column) => !columns.includes(column));
  const unknown = columns.filter((column) => !CSV_COLUMNS.some((known) => known === column));
  return [
    ...missing.map((column) => wrong(`has no column ${column}`)),
    ...unknown.slice(0, MAX_MAP_ERRORS).map((column) => wrong(`has an unknown column ${column.slice(0, 60)}`)),
    ...(new Set(columns).size < columns.length ? [wrong('names a column twice')] : []),
    ...(columns.includes('x') === columns.includes('y') ? [] : [wrong('must have both x and y, or neither')]),
    ...(seats === 0 && !isBroken ? [wrong('is followed by no seat')] : []),
    ...(seats > MAX_SEATS ? [wrong(`is followed by more than ${MAX_SEATS} seats`)] : []),
  ];
}

function lineErrors(line: CsvSeat, at: number): FieldError[] {
  const errors: FieldError[] = [];
  const wrong = (field: CsvColumn, message: string | null | undefined): void => {
    if (message) errors.push({ field, message, line: at });
  };
  for (const column of NEEDED) if (line[column] === '') wrong(column, 'is empty');
  if (line.section && !line.sectionLabel) wrong('section', sectionName(line.section));
  for (const column of ['x', 'y'] as const) if (line[column] === '') wrong(column, coordinate);
  for (const [column, check] of Object.entries(checks) as [CsvColumn, (text: string) => string | null][])
    if (line[column]) wrong(column, check(line[column]));
  for (const column of ['accessible', 'restricted', 'table'] as const) {
    const value = (line[column] ?? '').toLowerCase();
    if (!TRUE.has(value) && !FALSE.has(value)) wrong(column, 'must be yes or no');
  }
  return errors;
}
