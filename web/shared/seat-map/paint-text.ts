import type { Context } from './paint.js';

export const TEXT = '600 12px system-ui, sans-serif';
export const SMALL_TITLE = '600 11px system-ui, sans-serif';
export const SMALL_TEXT = '11px system-ui, sans-serif';

/** Writes around a point; a text wider than `most` is left out. */
export function text(
  context: Context,
  words: string,
  x: number,
  y: number,
  { font, fill, most }: { font: string; fill: string; most: number },
): void {
  context.font = font;
  if (context.measureText(words).width > most) return;
  context.fillStyle = fill;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(words, x, y);
}
