import type { SeatState, StockState } from '../contract/shapes.js';

/** At or below this share of what can be sold, stock is `low`. */
const LOW_SHARE = 0.1;

/** What the public is told instead of a number. Both are counts of units; `sellable` is capacity without what is withdrawn. */
export function stockState(free: number, sellable: number): StockState {
  if (free <= 0) return 'gone';
  return free <= sellable * LOW_SHARE ? 'low' : 'plenty';
}

/**
 * A seat's letter in words. Committed reads as sold: only the end of its order can free it. Returning reads as held,
 * because nobody can take it yet. Null for what is no seat.
 */
export function seatState(letter: string): SeatState | null {
  switch (letter) {
    case 'f':
      return 'free';
    case 'h':
    case 'r':
      return 'held';
    case 'c':
      return 'sold';
    case 'w':
      return 'withdrawn';
    default:
      return null;
  }
}
