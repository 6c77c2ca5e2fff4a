import type {
  MapPoint,
  MapSeat,
  MapSection,
  MapTable,
  SeatMapDocument,
} from '../../../../src/contract/stock/seat-map-shapes.js';
import { rounded } from './block-shape.js';

/** A seat with its address, by which a selection names it. */
export interface DrawnSeat {
  id: string;
  section: MapSection;
  row: string;
  /** Position of the row in its section, and of the seat in the row. */
  at: readonly [row: number, seat: number];
  seat: MapSeat;
}

const cache = new WeakMap<MapSection, readonly DrawnSeat[]>();

/** Returns a section's seats in rows; chairs of tables move with their section but are not changed one by one. */
export function seatsOfSection(section: MapSection): readonly DrawnSeat[] {
  const known = cache.get(section);
  if (known) return known;
  const seats = (section.rows ?? []).flatMap(({ label: row, seats: own }, r) =>
    typeof own === 'number'
      ? []
      : own.map((seat, s) => ({ id: idOf(section.key, row, seat), section, row, at: [r, s] as const, seat })),
  );
  cache.set(section, seats);
  return seats;
}

export const idOf = (section: string, row: string, seat: MapSeat): string =>
  seat.id ?? `${section}-${row}-${seat.label}`;

export const allSeats = ({ sections }: SeatMapDocument): DrawnSeat[] =>
  sections.flatMap((each) => seatsOfSection(each));

export const chairsOf = ({ tables = [] }: MapSection): MapSeat[] =>
  tables.flatMap(({ seats }) => (typeof seats === 'number' ? [] : seats));

/** Returns every point that the map covers. */
export function pointsOf({ sections, standing = [], stage, focalPoint }: SeatMapDocument): MapPoint[] {
  return [
    ...sections.flatMap((section) => [...seatsOfSection(section).map(({ seat }) => seat), ...chairsOf(section)]),
    ...standing.flatMap(({ outline }) => outline),
    ...(stage?.outline ?? []),
    ...(focalPoint ? [focalPoint] : []),
  ];
}

/** Moves a section with its tables. */
export function movedSection(section: MapSection, dx: number, dy: number): MapSection {
  const moved = <P extends MapPoint>(point: P): P => ({ ...point, ...rounded({ x: point.x + dx, y: point.y + dy }) });
  const seatsMoved = (seats: number | MapSeat[]) => (typeof seats === 'number' ? seats : seats.map(moved));
  return {
    ...section,
    ...(section.rows && { rows: section.rows.map((row) => ({ ...row, seats: seatsMoved(row.seats) })) }),
    ...(section.tables && {
      tables: section.tables.map((table): MapTable => ({ ...moved(table), seats: seatsMoved(table.seats) })),
    }),
  };
}

/** Returns the corners of a rectangle around its middle. */
export function rectangle(middle: MapPoint, width: number, depth: number): MapPoint[] {
  const corner = (x: number, y: number) => rounded({ x: middle.x + (x * width) / 2, y: middle.y + (y * depth) / 2 });
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

/** Returns the middle of the row nearest the stage. */
export function frontOf(section: MapSection): MapPoint {
  const first = section.rows?.[0]?.seats;
  const seats = typeof first === 'object' ? first : [];
  const [left, right] = [seats[0], seats.at(-1)];
  if (!left || !right) return { x: 0, y: 0 };
  // of a bent row the middle lies farther from the stage than its ends
  return rounded({ x: (left.x + right.x) / 2, y: seats[Math.floor(seats.length / 2)]?.y ?? left.y });
}

/** Returns the first unused key: A, B, … or PIT1, PIT2, … */
export function freeKey({ sections, standing = [] }: SeatMapDocument, candidates: (n: number) => string): string {
  const used = new Set([...sections, ...standing].map(({ key }) => key));
  for (let n = 0; ; n += 1) if (!used.has(candidates(n))) return candidates(n);
}
