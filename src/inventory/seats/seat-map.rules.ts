import Type from 'typebox';
import { Compile } from 'typebox/schema';
import type { FieldError } from '../../contract/errors.js';
import { houseBounds, MapRow, MapSection, MapTable, SeatMapDocument } from '../../contract/stock/seat-map-shapes.js';
import { MAX_MAP_ERRORS, MAX_SEATS } from '../inventory.bounds.js';
import type { DraftSeat, HouseMap, SeatMapResult } from '../inventory.types.js';
import { layHouse } from './house.rules.js';

const SEAT_ID = /^[A-Za-z0-9_.-]{1,64}$/;

const many = (most: number) => Type.Optional(Type.Array(Type.Unknown(), { maxItems: most }));
const closed = { additionalProperties: false } as const;
const checker = Compile(SeatMapDocument);
const frameChecker = Compile(
  Type.Object(
    { ...SeatMapDocument.properties, sections: Type.Array(Type.Unknown(), { maxItems: houseBounds.sections }) },
    closed,
  ),
);
const sectionChecker = Compile(MapSection);
const { rowsOfASection, tablesOfASection } = houseBounds;
const sectionFrameChecker = Compile(
  Type.Object({ ...MapSection.properties, rows: many(rowsOfASection), tables: many(tablesOfASection) }, closed),
);
const rowChecker = Compile(MapRow);
const tableChecker = Compile(MapTable);

/**
 * Validates a seat map, short or long form (docs/seat-map.md), and assigns coordinates to every seat. A document that
 * was typed by somebody is judged in steps, as one of a wrong shape cannot be looked into.
 * @param field prefix of error fields, such as `seatMap`
 * @param lines the document was made from lines of a file: its types are right, and it is judged at once; `isPart`: other
 *   lines were left out, and what seems to be missing may be there
 */
export function readSeatMap(value: unknown, field = 'seatMap', lines?: { isPart: boolean }): SeatMapResult {
  const shape = shapeErrors(value, field);
  if (shape.length > 0 && !lines) return { kind: 'invalid', errors: shape };
  const map = value as SeatMapDocument;
  const errors = [...shape, ...take(mapErrors(map, field))];
  if (errors.length > 0 && !lines) return { kind: 'invalid', errors };
  const house = layHouse(map);
  const wrong = [...errors, ...take(seatErrors(house, map, field, lines?.isPart ?? false))];
  return wrong.length > 0 ? { kind: 'invalid', errors: wrong.slice(0, MAX_MAP_ERRORS) } : { kind: 'map', house };
}

/** Explains only the invalid rows: explaining is hundreds of times slower than checking. */
function shapeErrors(value: unknown, field: string): FieldError[] {
  if (checker.Check(value)) return [];
  const errors = explained(frameChecker, value, field);
  if (errors.length > 0) return errors;
  for (const [index, section] of (value as { sections: unknown[] }).sections.entries()) {
    if (errors.length >= MAX_MAP_ERRORS || sectionChecker.Check(section)) continue;
    const path = `${field}.sections.${index}`;
    const wrong = explained(sectionFrameChecker, section, path);
    errors.push(
      ...(wrong.length > 0 ? wrong : rowShapeErrors(section as { rows?: unknown[]; tables?: unknown[] }, path)),
    );
  }
  return errors.slice(0, MAX_MAP_ERRORS);
}

function rowShapeErrors(
  { rows = [], tables = [] }: { rows?: unknown[]; tables?: unknown[] },
  path: string,
): FieldError[] {
  return [
    ...rows.map((row, n) => [rowChecker, row, `${path}.rows.${n}`] as const),
    ...tables.map((table, n) => [tableChecker, table, `${path}.tables.${n}`] as const),
  ]
    .filter(([check, row]) => !check.Check(row))
    .slice(0, MAX_MAP_ERRORS)
    .flatMap(([check, row, at]) => explained(check, row, at));
}

function explained(check: Pick<typeof checker, 'Errors'>, value: unknown, field: string): FieldError[] {
  const told = check.Errors(value)[1].filter(({ keyword }) => keyword !== 'boolean' && keyword !== 'anyOf');
  const paths = told.map(({ instancePath }) => instancePath);
  return told
    .filter(({ instancePath, keyword }, index) => {
      // of a value's alternatives, the one that matched deepest was meant
      if (paths.indexOf(instancePath) < index) return false;
      return keyword !== 'type' || !paths.some((path) => path.startsWith(`${instancePath}/`));
    })
    .map(({ instancePath, message }) => ({ field: `${field}${instancePath.replaceAll('/', '.')}`, message }));
}

function* mapErrors({ sections, standing = [], zones = [] }: SeatMapDocument, field: string): Generator<FieldError> {
  if (sections.length + standing.length === 0) yield { field: `${field}.sections`, message: 'must have a section' };
  const keys = new Set<string>();
  for (const [name, areas] of Object.entries({ sections, standing }))
    for (const [index, { key }] of areas.entries()) {
      if (keys.has(key)) yield { field: `${field}.${name}.${index}.key`, message: `${key} is used twice` };
      keys.add(key);
    }
  const zoneKeys = new Set(zones.map(({ key }) => key));
  if (zoneKeys.size !== zones.length) yield { field: `${field}.zones`, message: 'must each have a key of their own' };
  for (const [index, section] of sections.entries()) yield* rowErrors(section, `${field}.sections.${index}`);
  const seats = sections.reduce((sum, section) => sum + seatsOf(section), 0);
  if (seats > MAX_SEATS) yield { field, message: `has ${seats} seats; at most ${MAX_SEATS} are possible` };
}

function* rowErrors({ key, rows = [], tables = [] }: MapSection, field: string): Generator<FieldError> {
  if (rows.length + tables.length === 0) yield { field: `${field}.rows`, message: `section ${key} has no rows` };
  const counted = rows.filter(({ seats }) => typeof seats === 'number');
  if (counted.length > 0 && counted.length < rows.length + tables.length)
    yield { field: `${field}.rows`, message: 'must all have a number of seats, or all list them' };
  const labels = new Set<string>();
  for (const [name, all] of Object.entries({ rows, tables }))
    for (const [index, { label }] of all.entries()) {
      if (labels.has(label))
        yield { field: `${field}.${name}.${index}.label`, message: `row ${label} of section ${key} is there twice` };
      labels.add(label);
    }
}

const seatsOf = ({ rows = [], tables = [] }: MapSection): number =>
  [...rows, ...tables].reduce((sum, { seats }) => sum + (typeof seats === 'number' ? seats : seats.length), 0);

function* seatErrors({ seats }: HouseMap, map: SeatMapDocument, field: string, isPart: boolean): Generator<FieldError> {
  const byId = new Map<string, DraftSeat>();
  const places = new Set<string>();
  const zones = map.zones && new Set(map.zones.map(({ key }) => key));
  const paths = pathsOf(map, field);
  for (const [index, seat] of seats.entries()) {
    const wrong = (message: string): FieldError => ({ field: paths[index] ?? field, message });
    if (!SEAT_ID.test(seat.id)) yield wrong(`needs an id: "${seat.id}" can be none`);
    if (byId.has(seat.id)) yield wrong(`there is another seat ${seat.id}`);
    byId.set(seat.id, seat);
    const place = `${seat.section} ${seat.x} ${seat.y}`;
    if (places.has(place)) yield wrong(`${seat.id} stands on another seat`);
    places.add(place);
    if (seat.zone !== null && zones && !zones.has(seat.zone)) yield wrong(`there is no zone ${seat.zone}`);
  }
  for (const [index, seat] of seats.entries()) {
    if (seat.companionOf === null || (isPart && !byId.has(seat.companionOf))) continue;
    const message = seat.accessible
      ? 'cannot be a wheelchair place and the seat of its companion'
      : byId.get(seat.companionOf)?.accessible !== true
        ? `companionOf: there is no wheelchair place ${seat.companionOf}`
        : null;
    if (message) yield { field: paths[index] ?? field, message };
  }
}

/** Returns each seat's path in the document, in layout order. */
function pathsOf({ sections }: SeatMapDocument, field: string): string[] {
  return sections.flatMap(({ rows = [], tables = [] }, at) =>
    Object.entries({ rows, tables }).flatMap(([name, all]) =>
      all.flatMap(({ seats }, index) => {
        const row = `${field}.sections.${at}.${name}.${index}.seats`;
        return typeof seats === 'number'
          ? Array.from({ length: seats }, () => row)
          : seats.map((_seat, n) => `${row}.${n}`);
      }),
    ),
  );
}

function* take(errors: Generator<FieldError>): Generator<FieldError> {
  let left = MAX_MAP_ERRORS;
  for (const error of errors) {
    if (left === 0) return;
    left -= 1;
    yield error;
  }
}
