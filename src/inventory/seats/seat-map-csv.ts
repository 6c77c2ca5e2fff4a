import type { FieldError } from '../../contract/errors.js';
import type { MapSeat, MapSection, SeatMapDocument } from '../../contract/stock/seat-map-shapes.js';
import type { HouseMap } from '../inventory.types.js';
import { middleOf } from './house-document.rules.js';
import { areKeys, keysOf } from './csv-names.rules.js';
import { seatId, shelve } from './house.rules.js';
import { CSV_COLUMNS, type CsvColumn, type CsvLine, type CsvSeat, isYes, readLines } from './seat-csv-lines.js';

export interface CsvMap {
  /** Of the lines without a fault; null if none can be a seat. */
  document: SeatMapDocument | null;
  /** The lines of the document's paths, such as `sections.3.rows.2.seats.4`. */
  lineOf: ReadonlyMap<string, number>;
  /** The faults of the other lines. */
  errors: FieldError[];
}

/**
 * Reads a map with one seat per line: section, row, seat and optionally zone, x, y and the other columns
 * (docs/seat-map.md). The map as a whole is validated by readSeatMap.
 */
export function readCsv(text: string): CsvMap {
  const { lines, errors } = readLines(text);
  return lines.length === 0 ? { document: null, lineOf: new Map(), errors } : { ...documentFrom(lines), errors };
}

interface CsvRow {
  label: string;
  isTable: boolean;
  seats: MapSeat[];
  lines: number[];
}

function documentFrom(lines: readonly CsvLine[]): Pick<CsvMap, 'lineOf'> & { document: SeatMapDocument } {
  const sections = new Map<string, { label: string; rows: Map<string, CsvRow> }>();
  const sectionKeys = keysOf(lines.map(({ line }) => line.section ?? ''));
  const zoneKeys = keysOf(lines.flatMap(({ line }) => line.zone || []));
  for (const { line, at } of lines) {
    const { section: name = '', row: label = '', sectionLabel } = line;
    const key = sectionKeys.get(name) ?? name;
    const section = sections.get(key) ?? { label: sectionLabel || name, rows: new Map<string, CsvRow>() };
    sections.set(key, section);
    const row = section.rows.get(label) ?? { label, isTable: isYes(line.table), seats: [], lines: [] };
    section.rows.set(label, row);
    row.seats.push(seatFrom({ ...line, zone: zoneKeys.get(line.zone ?? '') ?? '' }));
    row.lines.push(at);
  }
  if (lines[0]?.line.x === undefined || lines[0].line.y === undefined)
    place([...sections.values()].map(({ rows }) => [...rows.values()]));
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
  return { document: { ...zones, sections: written }, lineOf };
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

function seatFrom(line: CsvSeat): MapSeat {
  const { seat: label = '', zone, companionOf, id, x = '0', y = '0' } = line;
  return {
    ...(id && { id }),
    label,
    ...{ x: Number(x), y: Number(y) },
    ...(zone && { zone }),
    ...(isYes(line.accessible) && { accessible: true }),
    ...(companionOf && { companionOf }),
    ...(isYes(line.restricted) && { restricted: true }),
  };
}

/**
 * Writes one seat per line with every column. Read back, it yields the same house, except for stage, zone names and
 * standing areas.
 */
export function writeCsv({ seats }: HouseMap): string {
  const columns = CSV_COLUMNS.filter((name) => name !== 'table' || seats.some(({ atTable }) => atTable));
  const lines = seats.map((seat) => {
    const { section, row, label, zone, x, y, accessible, companionOf, restricted, sectionLabel, id, atTable } = seat;
    const values: Record<CsvColumn, string | number> = {
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
