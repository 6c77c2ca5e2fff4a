import type { MapPoint, SeatMapDocument } from '../../../../src/contract/stock/seat-map-shapes.js';
import { allSeats, type DrawnSeat, seatsOfSection } from './drawing.js';

export interface Selection {
  /** Section or standing area whose settings are shown. */
  key: string | null;
  seats: ReadonlySet<string>;
  /** The seat that the keyboard is on. */
  cursor: string | null;
}
export type Direction = 'left' | 'right' | 'up' | 'down';

export const NOTHING_SELECTED: Selection = { key: null, seats: new Set(), cursor: null };

/** Seats less than this far away count as beside the cursor, not above or below it. */
const SAME_LINE = 0.5;
/** A sideways step to another row costs this many times more than one ahead. */
const SIDEWAYS = 2;

export const seatOf = (map: SeatMapDocument, id: string | null): DrawnSeat | null =>
  id === null ? null : (allSeats(map).find((seat) => seat.id === id) ?? null);

/** Returns the seat one step from the cursor: the neighbour in its row, or the nearest one above or below. */
export function stepped(map: SeatMapDocument, cursor: string | null, direction: Direction): DrawnSeat | null {
  const from = seatOf(map, cursor);
  if (!from) return allSeats(map)[0] ?? null;
  if (direction === 'left' || direction === 'right') {
    const [row, at] = from.at;
    const next = at + (direction === 'left' ? -1 : 1);
    return seatsOfSection(from.section).find((seat) => seat.at[0] === row && seat.at[1] === next) ?? null;
  }
  const sign = direction === 'up' ? -1 : 1;
  let [best, least]: [DrawnSeat | null, number] = [null, Infinity];
  for (const seat of allSeats(map)) {
    const ahead = (seat.seat.y - from.seat.y) * sign;
    if (ahead < SAME_LINE) continue;
    const cost = ahead + SIDEWAYS * Math.abs(seat.seat.x - from.seat.x);
    if (cost < least) [best, least] = [seat, cost];
  }
  return best;
}

/** Returns the seats inside a rectangle given by two opposite corners. */
export function seatsWithin(map: SeatMapDocument, a: MapPoint, b: MapPoint): DrawnSeat[] {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
  return allSeats(map).filter(({ seat: { x, y } }) => x >= left && x <= right && y >= top && y <= bottom);
}

/** Returns the seat nearest to a point, within reach. */
export function seatNear(map: SeatMapDocument, point: MapPoint, reach: number): DrawnSeat | null {
  let [best, least]: [DrawnSeat | null, number] = [null, reach];
  for (const seat of allSeats(map)) {
    const distance = Math.hypot(seat.seat.x - point.x, seat.seat.y - point.y);
    if (distance <= least) [best, least] = [seat, distance];
  }
  return best;
}

/** Selects seats, replacing or adding to the others; the last becomes the cursor. Adding a selected seat removes it. */
export function picked(selection: Selection, seats: readonly DrawnSeat[], isAdded: boolean): Selection {
  const last = seats.at(-1);
  const ids = new Set(isAdded ? selection.seats : []);
  const [only] = seats;
  if (isAdded && seats.length === 1 && only && ids.has(only.id)) ids.delete(only.id);
  else for (const { id } of seats) ids.add(id);
  return { key: last?.section.key ?? selection.key, seats: ids, cursor: last?.id ?? selection.cursor };
}

/** Drops what the map no longer has, such as after an undo. */
export function keptSelection(map: SeatMapDocument, selection: Selection): Selection {
  const ids = new Set(allSeats(map).map(({ id }) => id));
  const keys = new Set([...map.sections, ...(map.standing ?? [])].map(({ key }) => key));
  const { key, seats, cursor } = selection;
  return {
    key: key !== null && keys.has(key) ? key : null,
    seats: [...seats].every((id) => ids.has(id)) ? seats : new Set([...seats].filter((id) => ids.has(id))),
    cursor: cursor !== null && ids.has(cursor) ? cursor : null,
  };
}

/** Describes a seat for people who do not see the drawing. */
export function described({ section, row, seat }: DrawnSeat, isSelected: boolean): string {
  const marks = [
    seat.accessible ? 'wheelchair place' : '',
    seat.companionOf === undefined ? '' : 'companion seat',
    seat.restricted ? 'restricted view' : '',
    isSelected ? 'selected' : '',
  ].filter(Boolean);
  return [`${section.label}, row ${row}, seat ${seat.label}`, ...marks].join(', ');
}
