import { wholeOf } from '../../sales/setup/sale-draft.js';

/** Returns a whole number within bounds as typed, or null. */
export const wholeNumber = (text: string, least: number, most: number): number | null => wholeOf(text, most, least);

/** Returns distinct positive numbers typed with commas or spaces in ascending order, or null. */
export function numberList(text: string, most: number): number[] | null {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  const numbers = parts.map((part) => wholeNumber(part, 1, most));
  if (numbers.some((number) => number === null)) return null;
  return [...new Set(numbers as number[])].sort((a, b) => a - b);
}
