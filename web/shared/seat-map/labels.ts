import type { SeatShape } from '../../../src/contract/stock/availability-shapes.js';
import { type Box, meets, type View } from './camera.js';
import { ROW_MARK_AT, type RowMark, rowMarks, rowsOf } from './map-model.js';
import type { Context, Palette, Placing } from './painting.types.js';

export const TEXT = '600 12px system-ui, sans-serif';
export const SMALL_TITLE = '600 11px system-ui, sans-serif';
export const SMALL_TEXT = '11px system-ui, sans-serif';
/** Height of a line of a label. */
export const LINE_PX = 14;
/** Height of a row's label. */
const ROW_HEIGHT = 12;
/** What is cleared of a seat that is painted anew, in seats. */
export const SEAT_SIDE = 0.82;
/** How far a label stays away from the edge of the view. */
const EDGE_PX = 12;

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

/** Breaks words into lines of at most this width. */
function linesOf(context: Context, words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = [lines.at(-1), word].filter((part) => part !== undefined).join(' ');
    if (lines.length > 0 && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Writes a label into a room: in lines, else smaller, else its first word alone. */
export function textWithin(
  context: Context,
  label: string,
  [x, y]: readonly [number, number],
  room: { width: number; height: number },
  fill: string,
): void {
  const words = label.split(' ');
  const ways = [
    { font: TEXT, words },
    { font: SMALL_TEXT, words },
    { font: SMALL_TEXT, words: words.slice(0, 1) },
  ];
  for (const { font, words: some } of ways) {
    context.font = font;
    const lines = linesOf(context, some, room.width);
    const isLow = lines.length === 1 || lines.length * LINE_PX <= room.height;
    if (!isLow || lines.some((line) => context.measureText(line).width > room.width)) continue;
    for (const [index, line] of lines.entries())
      text(context, line, x, y + (index - (lines.length - 1) / 2) * LINE_PX, { font, fill, most: room.width });
    return;
  }
}

/** Writes on a ground of its own, because seats are behind it; if told so, only where one of them was painted anew. */
function tag(
  context: Context,
  words: string,
  [x, y]: [number, number],
  palette: Palette,
  anew: readonly Box[] | null,
): void {
  const font = SMALL_TEXT;
  context.font = font;
  const width = context.measureText(words).width + 10;
  const ground = { left: x - width / 2, right: x + width / 2, top: y - 9, bottom: y + 9 };
  if (anew && !anew.some((seat) => meets(seat, ground))) return;
  context.beginPath();
  context.roundRect(x - width / 2, y - 9, width, 18, 6);
  context.fillStyle = palette.card;
  context.fill();
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.stroke();
  text(context, words, x, y + 0.5, { font, fill: palette.ink, most: width });
}

/** How much further out than a short label's a label this wide has its middle, so that it ends before the first seat. */
export function pushedOut({ away }: Pick<RowMark, 'away'>, width: number, scale: number): number {
  const [across, along] = [Math.abs(away.x), Math.abs(away.y)];
  const seat = (SEAT_SIDE / 2) * scale * (across + along);
  const label = (across * width + along * ROW_HEIGHT) / 2;
  return Math.max(0, seat + label + 2 - ROW_MARK_AT * scale);
}

/** Labels each row before its first seat. */
export function paintRows(
  context: Context,
  seats: readonly SeatShape[],
  at: Placing,
  scale: number,
  palette: Palette,
): void {
  context.font = SMALL_TEXT;
  for (const mark of rowMarks(seats)) {
    const [x, y] = at(mark);
    const out = pushedOut(mark, context.measureText(mark.label).width, scale);
    const style = { font: SMALL_TEXT, fill: palette.muted, most: 60 };
    text(context, mark.label, x + out * mark.away.x, y + out * mark.away.y, style);
  }
}

/**
 * Labels the rows whose first seat is out of view at the edge at which they come in.
 * @param anew the seats that were painted anew, in pixels: painted twice over itself, a label would grow bolder
 */
export function tagRows(
  context: Context,
  seats: readonly SeatShape[],
  at: Placing,
  view: View,
  palette: Palette,
  anew: readonly Box[] | null,
): void {
  const isIn = (seat: SeatShape): boolean => {
    const [x, y] = at(seat);
    return x > EDGE_PX && y > EDGE_PX && x < view.width - EDGE_PX && y < view.height - EDGE_PX;
  };
  for (const [label, row] of rowsOf(seats)) {
    const before = row[row.findIndex(isIn) - 1];
    if (!before) continue;
    const [x, y] = at(before);
    const inside = (value: number, size: number): number => Math.min(size - EDGE_PX, Math.max(EDGE_PX, value));
    tag(context, label, [inside(x, view.width), inside(y, view.height)], palette, anew);
  }
}
