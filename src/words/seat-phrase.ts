import { type SeatName, seatOfLabel } from '../contract/stock/seat-label.js';
import type { InsideWords } from './en.inside.js';

/** Says the label of an item or ticket in the reader's language: seats are labelled in English. */
export function itemPhrase(label: string, { shop }: Pick<InsideWords, 'shop'>): string {
  const seat = seatOfLabel(label);
  return seat ? seatPhrase(seat, shop) : label;
}

export const seatPhrase = ({ section, row, seat, atTable }: SeatName, shop: InsideWords['shop']): string =>
  (atTable ? shop.tableFull : shop.seatFull)(section, row, seat);
