import type { Range } from '../contract/sale/sale-shapes.js';
import type { Words } from './en.js';

const halfHours = (seconds: number, up: boolean) => (up ? Math.ceil(seconds / 1800) : Math.floor(seconds / 1800)) / 2;

/**
 * Formats a wait in seconds: minutes below ninety of them, then half-hours, never implying more precision than there
 * is.
 */
export function waitPhrase(wait: Range | null, words: Words): string {
  if (!wait) return words.line.waitUnknown;
  if (wait.to < 60) return words.line.waitUnder;
  if (wait.to <= 90 * 60)
    return words.line.waitMinutes(Math.max(1, Math.floor(wait.from / 60)), Math.ceil(wait.to / 60));
  const hours = (n: number) => new Intl.NumberFormat(words.locale, { maximumFractionDigits: 1 }).format(n);
  return words.line.waitHours(hours(Math.max(0.5, halfHours(wait.from, false))), hours(halfHours(wait.to, true)));
}

/** Returns a chance as a word and as a range in steps of 5 %: the low end rounded down, the high end up, never 100. */
export function chancePhrase(chance: Range | null, words: Words): { word: string; range: string } | null {
  if (!chance) return null;
  const middle = (chance.from + chance.to) / 2;
  const { sure, likely, even, unlikely, slim } = words.line.chanceWords;
  const word =
    chance.from >= 0.95 ? sure : middle >= 0.65 ? likely : middle >= 0.4 ? even : middle >= 0.12 ? unlikely : slim;
  const from = Math.max(0, Math.floor(chance.from * 20) * 5);
  const to = Math.min(99, Math.ceil(chance.to * 20) * 5);
  return { word, range: words.line.percent(Math.min(from, to), to) };
}
