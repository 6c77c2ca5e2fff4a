import type { SeatShape } from '../../../src/contract/shapes.js';
import type { Camera, View } from './camera.js';
import { type MapModel, placeHouse, rowMarks, rowsOf, sectionAt } from './map-model.js';
import type { Palette } from './paint.js';

export const TEXT = '600 12px system-ui, sans-serif';
export const SMALL_TEXT = '11px system-ui, sans-serif';
/** Height of a line of a label. */
export const LINE_PX = 14;
/** How far a label stays away from the edge of the view. */
const EDGE_PX = 12;

type Context = CanvasRenderingContext2D;
type Placing = (point: { x: number; y: number }) => [number, number];

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

/** Writes a label into a room: in one line, else with a word in each, else smaller, rather than not at all. */
export function textWithin(
  context: Context,
  label: string,
  [x, y]: readonly [number, number],
  room: { width: number; height: number },
  fill: string,
): void {
  const ways = [TEXT, SMALL_TEXT].flatMap((font) => [[label], label.split(' ')].map((lines) => ({ font, lines })));
  const fits = ({ font, lines }: { font: string; lines: string[] }): boolean => {
    context.font = font;
    const widest = Math.max(...lines.map((line) => context.measureText(line).width));
    return widest <= room.width && lines.length * LINE_PX <= room.height;
  };
  const way = ways.find(fits);
  for (const [index, line] of (way?.lines ?? []).entries())
    text(context, line, x, y + (index - ((way?.lines.length ?? 1) - 1) / 2) * LINE_PX, {
      ...{ font: way?.font ?? TEXT, fill, most: room.width },
    });
}

/** Writes on a ground of its own, because seats are behind it. */
function tag(context: Context, words: string, [x, y]: [number, number], palette: Palette, font: string): void {
  context.font = font;
  const width = context.measureText(words).width + 10;
  context.beginPath();
  context.roundRect(x - width / 2, y - 9, width, 18, 6);
  context.fillStyle = palette.card;
  context.fill();
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.stroke();
  text(context, words, x, y + 0.5, { font, fill: palette.ink, most: width });
}

/** Labels each row before its first seat or, where that is out of view, at the edge at which the row comes in. */
export function paintRows(
  context: Context,
  seats: readonly SeatShape[],
  at: Placing,
  view: View,
  palette: Palette,
): void {
  for (const mark of rowMarks(seats)) {
    const [x, y] = at(mark);
    text(context, mark.label, x, y, { font: SMALL_TEXT, fill: palette.muted, most: 60 });
  }
  const isIn = (seat: SeatShape): boolean => {
    const [x, y] = at(seat);
    return x > EDGE_PX && y > EDGE_PX && x < view.width - EDGE_PX && y < view.height - EDGE_PX;
  };
  for (const [label, row] of rowsOf(seats)) {
    const before = row[row.findIndex(isIn) - 1];
    if (!before) continue;
    const [x, y] = at(before);
    const inside = (value: number, size: number): number => Math.min(size - EDGE_PX, Math.max(EDGE_PX, value));
    tag(context, label, [inside(x, view.width), inside(y, view.height)], palette, SMALL_TEXT);
  }
}

/** Names the section in the middle of the view, whose own name is hidden by its seats. */
export function paintWhere(context: Context, model: MapModel, camera: Camera, view: View, palette: Palette): void {
  const { sections } = placeHouse(model.plan);
  const found = sections.length > 1 ? sectionAt(model.plan, camera.x, camera.y, 1) : null;
  if (!found) return;
  context.font = TEXT;
  const half = context.measureText(found.section.label).width / 2 + 5;
  tag(context, found.section.label, [Math.min(view.width / 2, half + EDGE_PX), EDGE_PX + 9], palette, TEXT);
}
