import type { SeatShape } from '../../../src/contract/stock/availability-shapes.js';

export interface RowOfSeats {
  row: string;
  isTable: boolean;
  seats: SeatShape[];
}

/** Groups a section's seats into rows, from the stage backwards and from left to right. */
export function rowsOf(seats: readonly SeatShape[]): RowOfSeats[] {
  const rows = new Map<string, SeatShape[]>();
  for (const seat of seats) rows.set(seat.row, [...(rows.get(seat.row) ?? []), seat]);
  return [...rows].map(([row, list]) => ({
    ...{ row, isTable: list[0]?.table ?? false },
    seats: list.sort((a, b) => a.x - b.x || a.y - b.y),
  }));
}

/**
 * Returns the seat an arrow key leads to: along the row, or to the same index in the row before or behind. Null at the
 * edge of the list.
 */
export function stepFrom(
  rows: readonly { seats: readonly { id: string }[] }[],
  id: string,
  key: string,
): string | null {
  const rowIndex = rows.findIndex(({ seats }) => seats.some((seat) => seat.id === id));
  const row = rows[rowIndex]?.seats ?? [];
  const at = row.findIndex((seat) => seat.id === id);
  const next = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
  if (!next || at === -1) return null;
  const [rowStep = 0, seatStep = 0] = next;
  const target = rows[rowIndex + rowStep]?.seats;
  const index = seatStep === 0 ? Math.min(at, (target?.length ?? 0) - 1) : at + seatStep;
  return target?.[index]?.id ?? null;
}
