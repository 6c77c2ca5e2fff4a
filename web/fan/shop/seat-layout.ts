import type { SeatShape } from '../../../src/contract/shapes.js';

/** Board units from one seat to its neighbour. */
export const pitch = 24;
const margin = 34;
/** Room for the stage above the first row. */
const stageRoom = 44;

export interface PlacedSeat {
  seat: SeatShape;
  x: number;
  y: number;
}

export interface RowMark {
  label: string;
  x: number;
  y: number;
}

export interface SeatBoard {
  width: number;
  height: number;
  seats: PlacedSeat[];
  rows: RowMark[];
}

/** A section as it is drawn: its seats where they stand, the stage above, a row's name at both ends. */
export function layOut(seats: SeatShape[]): SeatBoard {
  if (seats.length === 0) return { width: 0, height: 0, seats: [], rows: [] };
  const left = Math.min(...seats.map((seat) => seat.x));
  const right = Math.max(...seats.map((seat) => seat.x));
  const first = Math.min(...seats.map((seat) => seat.y));
  const last = Math.max(...seats.map((seat) => seat.y));
  const placed = seats.map((seat) => ({
    seat,
    x: margin + (seat.x - left) * pitch,
    y: stageRoom + margin / 2 + (seat.y - first) * pitch,
  }));
  return {
    width: 2 * margin + (right - left) * pitch,
    height: stageRoom + margin + (last - first) * pitch,
    seats: placed,
    rows: rowMarks(placed),
  };
}

function rowMarks(placed: PlacedSeat[]): RowMark[] {
  const marks = new Map<string, RowMark>();
  for (const { seat, x, y } of placed) {
    const mark = marks.get(seat.row);
    if (!mark || x < mark.x + pitch) marks.set(seat.row, { label: seat.row, x: x - pitch, y });
  }
  return [...marks.values()];
}

export interface RowOfSeats {
  row: string;
  seats: SeatShape[];
}

/** The same section as rows from the stage backwards, for the list. */
export function rowsOf(seats: SeatShape[]): RowOfSeats[] {
  const rows = new Map<string, SeatShape[]>();
  for (const seat of [...seats].sort((a, b) => a.y - b.y || a.x - b.x))
    rows.set(seat.row, [...(rows.get(seat.row) ?? []), seat]);
  return [...rows].map(([row, list]) => ({ row, seats: list }));
}

export interface Camera {
  /** Screen pixels for a board unit. */
  scale: number;
  /** Board point in the middle of the view. */
  x: number;
  y: number;
}

interface View {
  width: number;
  height: number;
}

const largestScale = 3;
/** Enough to move about in when a wide section is looked at closely. */
const leastHeight = 300;

/** The whole section in view; a small one is not blown up. */
export function fitted(board: Pick<SeatBoard, 'width' | 'height'>, view: View): Camera {
  const scale = Math.min(view.width / Math.max(1, board.width), view.height / Math.max(1, board.height), 1.6);
  return { scale, x: board.width / 2, y: board.height / 2 };
}

/** How high the picture is for a width: all of the section when it fits, at most so much. */
export function viewHeight(board: Pick<SeatBoard, 'width' | 'height'>, width: number, most: number): number {
  const whole = board.height * fitted(board, { width, height: Number.MAX_SAFE_INTEGER }).scale;
  return Math.round(Math.min(most, Math.max(leastHeight, whole)));
}

/** Keeps the section in sight: never smaller than fitted, and no empty border where there is more to see. */
export function kept(camera: Camera, board: Pick<SeatBoard, 'width' | 'height'>, view: View): Camera {
  const least = fitted(board, view).scale;
  const scale = Math.min(largestScale, Math.max(least, camera.scale));
  const inside = (at: number, size: number, seen: number) => {
    const half = seen / scale / 2;
    return size <= 2 * half ? size / 2 : Math.min(size - half, Math.max(half, at));
  };
  return { scale, x: inside(camera.x, board.width, view.width), y: inside(camera.y, board.height, view.height) };
}

/** Zooms so that the board point under the fingers stays under them. `px`, `py` from the view's middle, in pixels. */
export function zoomedAt(camera: Camera, factor: number, px: number, py: number): Camera {
  const scale = camera.scale * factor;
  return { scale, x: camera.x + px / camera.scale - px / scale, y: camera.y + py / camera.scale - py / scale };
}

/** The free or chosen seat nearest to a board point, within reach; null when there is none. */
export function seatNear(board: SeatBoard, x: number, y: number, reach: number): SeatShape | null {
  let best: { seat: SeatShape; distance: number } | null = null;
  for (const placed of board.seats) {
    const distance = Math.hypot(placed.x - x, placed.y - y);
    if (distance <= reach && (best === null || distance < best.distance)) best = { seat: placed.seat, distance };
  }
  return best?.seat ?? null;
}
