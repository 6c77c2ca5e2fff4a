import type { MapPoint, MapRow, MapSeat } from '../../../../src/contract/stock/seat-map-shapes.js';

/** How the rows of a section are laid out; seats can be changed one by one afterwards. */
export interface BlockShape {
  rows: number;
  /** Seats of the row nearest the stage. */
  seats: number;
  /** Seats that each row has more than the one before it. */
  grow: number;
  /** Degrees by which the first row bends around the stage; 0 is straight. */
  curve: number;
  rowNames: 'numbers' | 'letters';
  /** Where the first row is: nearest the stage, or farthest from it. */
  firstRow: 'front' | 'back';
  numbering: Numbering;
  /** Number of the first seat. */
  startAt: number;
  /** Seats, counted from the left of the first row, after which there is an aisle. */
  aisles: readonly number[];
}
type Numbering = 'left' | 'right' | 'odd-even';

export const shapeBounds = { rows: 100, seats: 200, grow: 10, curve: 180, startAt: 900 } as const;

export const USUAL_SHAPE: BlockShape = {
  ...{ rows: 8, seats: 12, grow: 0, curve: 0 },
  ...{ rowNames: 'numbers', firstRow: 'front', numbering: 'left', startAt: 1, aisles: [] },
};

/** Distance of two rows, and the width of an aisle, in widths of a seat. */
const ROW_DEPTH = 1.2;
const AISLE = 2;
const LETTERS = 26;

/** Returns a section's rows; `at` is the middle of its front row. */
export function layRows(shape: BlockShape, at: MapPoint): MapRow[] {
  const bend = (shape.curve * Math.PI) / 180;
  const radius = bend === 0 ? 0 : Math.max(1, widthOf(shape, shape.seats)) / bend;
  return Array.from({ length: shape.rows }, (_, index) => {
    const seats = shape.seats + index * shape.grow;
    const nth = shape.firstRow === 'front' ? index : shape.rows - 1 - index;
    const depth = index * ROW_DEPTH;
    const half = widthOf(shape, seats) / 2;
    const labels = seatLabels(seats, shape.numbering, shape.startAt);
    return {
      label: shape.rowNames === 'letters' ? letters(nth) : String(nth + 1),
      seats: labels.map(
        (label, seat): MapSeat => ({ label, ...place(at, placeInRow(shape, seat) - half, depth, radius) }),
      ),
    };
  });
}

/** Returns a seat's distance from the left end of its row. */
const placeInRow = ({ aisles }: BlockShape, seat: number): number =>
  seat + (AISLE - 1) * aisles.filter((after) => after <= seat).length;

const widthOf = (shape: BlockShape, seats: number): number => placeInRow(shape, Math.max(0, seats - 1));

/** Rows bend around a centre in front of them, so that their ends are nearer the stage than their middle. */
function place(at: MapPoint, along: number, depth: number, radius: number): MapPoint {
  if (radius === 0) return rounded({ x: at.x + along, y: at.y + depth });
  const from = radius + depth;
  const angle = along / from;
  return rounded({ x: at.x + from * Math.sin(angle), y: at.y - radius + from * Math.cos(angle) });
}

export const rounded = ({ x, y }: MapPoint): MapPoint => ({ x: hundredth(x), y: hundredth(y) });
const hundredth = (value: number): number => Math.round(value * 100) / 100 + 0;

/** Returns seat labels from left to right; odd-even counts outwards from the middle, odd numbers on the left. */
export function seatLabels(count: number, numbering: Numbering, startAt: number): string[] {
  const numbers = Array.from({ length: count }, (_, index) => startAt + index);
  if (numbering === 'left') return numbers.map(String);
  if (numbering === 'right') return numbers.reverse().map(String);
  const odd = numbers.filter((number) => number % 2 === 1).reverse();
  return [...odd, ...numbers.filter((number) => number % 2 === 0)].map(String);
}

/** A, B, … Z, AA, AB, … */
export function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % LETTERS));
  return index < LETTERS ? last : letters(Math.floor(index / LETTERS) - 1) + last;
}
