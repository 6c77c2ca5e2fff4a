import { CsvError, parse } from 'csv-parse/sync';
import type { FieldError } from '../../contract/errors.js';
import type { MapSeat, MapSection, SeatMapDocument } from '../../contract/stock/seat-map-shapes.js';
import { MAX_SEATS } from '../inventory.bounds.js';
import type { HouseMap } from '../inventory.types.js';
import { middleOf } from './house-document.rules.js';
import { areKeys, keysOf } from './csv-names.rules.js';
import { seatId, shelve } from './house.rules.js';

const NEEDED = ['section', 'row', 'seat'] as const;
const COLUMNS = [
  ...NEEDED,
  ...(['zone', 'x', 'y', 'accessible', 'companionOf', 'restricted', 'sectionLabel', 'id', 'table'] as const),
] as const;
type Column = (typeof COLUMNS)[number];
type Line = Partial<Record<Column, string>>;

const TRUE = new Set(['true', 'yes', 'y', '1', 'x']);
const FALSE = new Set(['', 'false', 'no', 'n', '0']);
const MAX_ERRORS = 50;
/** Longer than any seat's line with quotes. */
const MAX_LINE_CHARACTERS = 1_000;

export type CsvResult =
  | { kind: 'document'; document: SeatMapDocument; lineOf: ReadonlyMap<string, number> }
  | { kind: 'invalid'; errors: FieldError[] };

/**
 * Reads a map with one seat per line: section, row, seat and optionally zone, x, y and the other columns
 * (docs/seat-map.md). The map as a whole is validated by readSeatMap, whose field paths, such as
 * `sections.3.rows.2.seats.4`, are mapped to lines by `lineOf`.
 */
export function readCsv(text: string): CsvResult {
  const records = recordsOf(text);
  if (!Array.isArray(records)) return { kind: 'invalid', errors: [records] };
  const [head, ...body] = records;
  const columns = (head?.record ?? []).map((name) => COLUMNS.find((known) => plain(known) === plain(name)) ?? name);
  const errors = headErrors(columns, body.length);
  if (errors.length > 0) return { kind: 'invalid', errors };
  const lines = body.map(({ record, info }) => {
    return {
      at: info.lines,
      line: Object.fromEntries(columns.map((name, i) => [name, record[i]?.trim() ?? ''])),
    };
  });
  const wrong = lines.flatMap(({ line, at }) => lineErrors(line, at)).slice(0, MAX_ERRORS);
  return wrong.length > 0 ? { kind: 'invalid', errors: wrong } : documentFrom(lines);
}

interface RecordWithInfo {
  record: string[];
  info: { lines: number };
}

function recordsOf(text: string): RecordWithInfo[] | FieldError {
  try {
    return parse(text, {
      ...{ bom: true, info: true, skip_empty_lines: true, relax_column_count: true },
      delimiter: text.slice(0, text.indexOf('\n') + 1 || undefined).includes(';') ? ';' : ',',
      max_record_size: MAX_LINE_CHARACTERS,
      to: MAX_SEATS + 2,
    }) as unknown as RecordWithInfo[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error.lines);
    return { field: 'line', message: error.message, ...(line > 0 && { line }) };
  }
}

const plain = (name: string): string => name.trim().toLowerCase().replaceAll(/[ _-]/g, '');

function headErrors(columns: readonly string[], seats: number): FieldError[] {
  const wrong = (message: string): FieldError => ({ field: 'header', message, line: 1 });
  const missing = NEEDED.filter((name) => !columns.includes(name));
  const unknown = columns.filter((name) => !COLUMNS.some((known) => known === name));
  return [
    ...missing.map((name) => wrong(`has no column ${name}`)),
    ...unknown.slice(0, MAX_ERRORS).map((name) => wrong(`has an unknown column ${name.slice(0, 60)}`)),
    ...(new Set(columns).size < columns.length ? [wrong('names a column twice')] : []),
    ...(columns.includes('x') === columns.includes('y') ? [] : [wrong('must have both x and y, or neither')]),
    ...(seats === 0 ? [wrong('is followed by no seat')] : []),
    ...(seats > MAX_SEATS ? [wrong(`is followed by more than ${MAX_SEATS} seats`)] : []),
  ];
}

function lineErrors(line: Line, at: number): FieldError[] {
  const errors: FieldError[] = [];
  const wrong = (field: Column, message: string) => errors.push({ field, message, line: at });
  for (const name of NEEDED) if (!line[name]) wrong(name, 'is empty');
  for (const name of ['x', 'y'] as const)
    if (line[name] !== undefined && (line[name] === '' || !Number.isFinite(Number(line[name]))))
      wrong(name, 'must be a number');
  for (const name of ['accessible', 'restricted', 'table'] as const) {
    const value = (line[name] ?? '').toLowerCase();
    if (!TRUE.has(value) && !FALSE.has(value)) wrong(name, 'must be yes or no');
  }
  return errors;
}

const isTrue = (value: string | undefined): boolean => TRUE.has((value ?? '').toLowerCase());

interface CsvRow {
  label: string;
  isTable: boolean;
  seats: MapSeat[];
  lines: number[];
}

function documentFrom(lines: readonly { line: Line; at: number }[]): CsvResult {
  const sections = new Map<string, { label: string; rows: Map<string, CsvRow> }>();
  const sectionKeys = keysOf(lines.map(({ line }) => line.section ?? ''));
  const zoneKeys = keysOf(lines.flatMap(({ line }) => line.zone || []));
  for (const { line, at } of lines) {
    const { section: name = '', row: label = '', sectionLabel } = line;
    const key = sectionKeys.get(name) ?? name;
    const section = sections.get(key) ?? { label: sectionLabel || name, rows: new Map<string, CsvRow>() };
    sections.set(key, section);
    const row = section.rows.get(label) ?? { label, isTable: isTrue(line.table), seats: [], lines: [] };
    section.rows.set(label, row);
    row.seats.push(seatFrom({ ...line, zone: zoneKeys.get(line.zone ?? '') ?? '' }));
    row.lines.push(at);
  }
  if (lines[0]?.line.x === undefined) place([...sections.values()].map(({ rows }) => [...rows.values()]));
  const lineOf = new Map<string, number>();
  const written = [...sections].map(([key, { label, rows }], index): MapSection => {
    const named = (what: string, all: readonly CsvRow[]) => {
      for (const [n, row] of all.entries()) noteLines(lineOf, [`sections.${index}`, what, n].join('.'), row);
      return all.map((row) => ({ label: row.label, seats: row.seats }));
    };
    const all = [...rows.values()];
    const tables = all.filter(({ isTable }) => isTable);
    const plainRows = named(
      'rows',
      all.filter(({ isTable }) => !isTable),
    );
    const atTables = named('tables', tables).map((table) => ({ ...middleOf(table.seats), ...table }));
    return { key, label, rows: plainRows, ...(atTables.length > 0 && { tables: atTables }) };
  });
  const zones = areKeys(zoneKeys) ? {} : { zones: [...zoneKeys].map(([label, key]) => ({ key, label })) };
  return { kind: 'document', document: { ...zones, sections: written }, lineOf };
}

/** Records lines under the path of every seat, and of the row and section that begin with it. */
function noteLines(lineOf: Map<string, number>, path: string, { lines }: CsvRow): void {
  const section = path.split('.').slice(0, 2).join('.');
  for (const [index, line] of lines.entries()) {
    lineOf.set(`${path}.seats.${index}`, line);
    for (const whole of [path, section]) lineOf.set(whole, Math.min(line, lineOf.get(whole) ?? line));
  }
}

/** Assigns coordinates to rows of sections that have none, as for the short form. */
function place(sections: readonly CsvRow[][]): void {
  const sizes = sections.map((rows) => ({
    wide: Math.max(...rows.map(({ seats }) => seats.length)),
    deep: rows.length,
  }));
  const corners = shelve(sizes);
  for (const [index, rows] of sections.entries())
    for (const [rowIndex, row] of rows.entries()) {
      const { x, y } = corners[index] ?? { x: 0, y: 0 };
      const first = x - (row.seats.length - 1) / 2;
      row.seats = row.seats.map((seat, n) => ({ ...seat, x: first + n, y: y + rowIndex }));
    }
}

function seatFrom(line: Line): MapSeat {
  const { seat: label = '', zone, companionOf, id, x = '0', y = '0' } = line;
  return {
    ...(id && { id }),
    label,
    ...{ x: Number(x), y: Number(y) },
    ...(zone && { zone }),
    ...(isTrue(line.accessible) && { accessible: true }),
    ...(companionOf && { companionOf }),
    ...(isTrue(line.restricted) && { restricted: true }),
  };
}

/**
 * Writes one seat per line with every column. Read back, it yields the same house, except for stage, zone names and
 * standing areas.
 */
export function writeCsv({ seats }: HouseMap): string {
  const columns = COLUMNS.filter((name) => name !== 'table' || seats.some(({ atTable }) => atTable));
  const lines = seats.map((seat) => {
    const { section, row, label, zone, x, y, accessible, companionOf, restricted, sectionLabel, id, atTable } = seat;
    const values: Record<Column, string | number> = {
      ...{ section, row, seat: label, zone: zone ?? '', x, y, sectionLabel },
      ...{ accessible: yes(accessible), restricted: yes(restricted), table: yes(atTable) },
      companionOf: companionOf ?? '',
      id: id === seatId(section, row, label) ? '' : id,
    };
    return columns.map((name) => quoted(String(values[name]))).join(',');
  });
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

const yes = (value: boolean): string => (value ? 'yes' : '');

/** Quotes a value and keeps a spreadsheet from treating it as a formula. */
function quoted(value: string): string {
  const safe = /^[=+@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
