import type { LaidSeat, SeatLayout } from '../seat-layout.js';

/** What every window of adjacent free seats costs at least; Infinity where there is none. */
export interface LeastCosts {
  /** Among windows that leave no single seat. */
  tidy: number;
  any: number;
  costOf: (seats: readonly LaidSeat[]) => number;
}

/** Brute-force reference for best seats of a house without a focal point of its own: looks at every window. */
export function searchEverything(layout: SeatLayout, free: (seat: LaidSeat) => boolean, size: number): LeastCosts {
  const all = layout.blocks.flatMap(({ seats }) => seats);
  const [left, right] = [Math.min(...all.map(({ x }) => x)), Math.max(...all.map(({ x }) => x))];
  const stage = { x: (left + right) / 2, y: Math.min(...all.map(({ y }) => y)) - 1 };
  const isFree = (block: number, offset: number): boolean => {
    const seat = layout.seatAt(block, offset);
    return seat !== undefined && free(seat);
  };
  const costOf = (seats: readonly LaidSeat[]): number =>
    seats.reduce((sum, { x, y }) => sum + Math.hypot(x - stage.x, y - stage.y), 0);
  let [tidy, any] = [Infinity, Infinity];
  for (const { block, offset } of all) {
    const seats = Array.from({ length: size }, (_, i) => layout.seatAt(block, offset + i)).filter(
      (seat): seat is LaidSeat => seat !== undefined && free(seat),
    );
    if (seats.length < size) continue;
    const cost = costOf(seats);
    any = Math.min(any, cost);
    const leaves = (beside: number, beyond: number): boolean => isFree(block, beside) && !isFree(block, beyond);
    if (!leaves(offset - 1, offset - 2) && !leaves(offset + size, offset + size + 1)) tidy = Math.min(tidy, cost);
  }
  return { tidy, any, costOf };
}
