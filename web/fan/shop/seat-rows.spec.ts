import { describe, expect, it } from '@jest/globals';
import type { SeatShape } from '../../../src/contract/stock/availability-shapes.js';
import { rowsOf, stepFrom } from './seat-rows.js';

const seat = (row: string, label: string, x: number, y: number): SeatShape => ({
  ...{ id: `A-${row}-${label}`, row, label, ticketTypeId: 'tt', state: 'free', x, y },
});
const rows = rowsOf([
  seat('1', '1', -0.5, 5),
  seat('1', '2', 0.5, 5),
  seat('2', '2', 0, 6),
  seat('2', '1', -1, 6),
  seat('2', '3', 1, 6),
]);

describe('the list of seats', () => {
  it('has rows in the order of the house and seats from left to right', () => {
    expect(rows.map(({ row, seats }) => [row, ...seats.map(({ label }) => label)])).toEqual([
      ['1', '1', '2'],
      ['2', '1', '2', '3'],
    ]);
  });
  it('is walked by arrow keys', () => {
    expect(stepFrom(rows, 'A-1-1', 'ArrowRight')).toBe('A-1-2');
    expect(stepFrom(rows, 'A-1-1', 'ArrowLeft')).toBeNull();
    expect(stepFrom(rows, 'A-2-3', 'ArrowUp')).toBe('A-1-2');
    expect(stepFrom(rows, 'A-1-2', 'ArrowDown')).toBe('A-2-2');
    expect(stepFrom(rows, 'A-2-3', 'ArrowDown')).toBeNull();
    expect(stepFrom(rows, 'A-2-3', 'Tab')).toBeNull();
  });
});
