import { describe, expect, it } from '@jest/globals';
import type { SeatShape } from '../../../src/contract/shapes.js';
import { fitted, kept, layOut, pitch, rowsOf, seatNear, viewHeight, zoomedAt } from './seat-layout.js';

const seat = (row: string, label: string, x: number, y: number): SeatShape => ({
  id: `A-${row}-${label}`,
  row,
  label,
  ticketTypeId: 'tt',
  state: 'free',
  x,
  y,
});
const seats = [
  seat('2', '1', -1, 6),
  seat('1', '1', -0.5, 5),
  seat('1', '2', 0.5, 5),
  seat('2', '2', 0, 6),
  seat('2', '3', 1, 6),
];
const board = layOut(seats);

describe('layOut', () => {
  it('keeps distances and starts at its own corner', () => {
    const at = (id: string) => board.seats.find((placed) => placed.seat.id === id);
    expect((at('A-1-2')?.x ?? 0) - (at('A-1-1')?.x ?? 0)).toBe(pitch);
    expect((at('A-2-1')?.y ?? 0) - (at('A-1-1')?.y ?? 0)).toBe(pitch);
    expect(board.seats.every(({ x, y }) => x > 0 && x < board.width && y > 0 && y < board.height)).toBe(true);
  });

  it('names every row once, left of its first seat', () => {
    const first = board.seats.find((placed) => placed.seat.id === 'A-2-1');
    expect(board.rows.map((row) => row.label).sort()).toEqual(['1', '2']);
    expect(board.rows.find((row) => row.label === '2')?.x).toBe((first?.x ?? 0) - pitch);
  });

  it('takes an empty section', () => {
    expect(layOut([])).toEqual({ width: 0, height: 0, seats: [], rows: [] });
  });
});

describe('rowsOf', () => {
  it('lists rows from the stage backwards and seats from left to right', () => {
    expect(rowsOf(seats).map(({ row, seats: list }) => [row, ...list.map((one) => one.label)])).toEqual([
      ['1', '1', '2'],
      ['2', '1', '2', '3'],
    ]);
  });
});

describe('the camera', () => {
  const big = { width: 1000, height: 400 };
  const view = { width: 500, height: 500 };

  it('shows the whole section at first and never less', () => {
    expect(fitted(big, view)).toEqual({ scale: 0.5, x: 500, y: 200 });
    expect(kept({ scale: 0.01, x: 0, y: 0 }, big, view).scale).toBe(0.5);
  });

  it('is as high as the section, within bounds', () => {
    expect(viewHeight({ width: 1000, height: 800 }, 500, 600)).toBe(400);
    expect(viewHeight({ width: 1000, height: 4000 }, 500, 600)).toBe(600);
    expect(viewHeight({ width: 1000, height: 100 }, 500, 600)).toBe(300);
  });

  it('does not leave the section', () => {
    expect(kept({ scale: 1, x: -300, y: 200 }, big, view)).toEqual({ scale: 1, x: 250, y: 200 });
    expect(kept({ scale: 1, x: 9_000, y: 200 }, big, view).x).toBe(750);
  });

  it('keeps the point under the fingers while zooming', () => {
    const before = { scale: 0.5, x: 500, y: 200 };
    const after = zoomedAt(before, 2, 100, -40);
    const pointAt = (camera: typeof before) => [camera.x + 100 / camera.scale, camera.y - 40 / camera.scale];
    expect(pointAt(after)).toEqual(pointAt(before));
  });
});

describe('seatNear', () => {
  it('finds the nearest seat within reach', () => {
    const target = board.seats[0];
    expect(seatNear(board, (target?.x ?? 0) + 3, target?.y ?? 0, 12)?.id).toBe(target?.seat.id);
    expect(seatNear(board, -100, -100, 12)).toBeNull();
  });
});
