import type { MapPoint } from '../../../src/contract/stock/seat-map-shapes.js';
import type { SeatShape } from '../../../src/contract/stock/availability-shapes.js';
import { type Box, type Camera, meets, seen, type View } from './camera.js';
import { paintLandmarks } from './landmarks.js';
import { LINE_PX, paintRows, SEAT_SIDE, SMALL_TEXT, tagRows, TEXT, text, textWithin } from './labels.js';
import { labelRoom, type MapModel, placeHouse, type PlacedSection, sectionAt } from './map-model.js';
import { paintTitles } from './paint-titles.js';
import type { Context, Palette, Placing } from './painting.types.js';

/** Pixels between adjacent seats: below the first, sections are drawn; from the second on, seats show their numbers. */
export const SEATS_FROM_PX = 6;
export const NUMBERS_FROM_PX = 21;
/** From here on, rows are far enough apart for their labels. */
const ROWS_FROM_PX = 14;

/** Paints what the camera sees. The context's unit is a CSS pixel. */
export function paint(context: Context, model: MapModel, camera: Camera, view: View, palette: Palette): void {
  const { sections } = placeHouse(model.plan);
  const window = seen(camera, view, 2);
  const shown = sections.filter(({ box }) => meets(box, window));
  const at = placing(camera, view);
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, view.width, view.height);
  paintStage(context, model, at, palette);
  const isClose = camera.scale >= SEATS_FROM_PX;
  for (const placed of shown) paintSection(context, model, placed, at, camera.scale, palette, isClose);
  if (isClose) {
    for (const { section } of shown) {
      const seats = model.seats.get(section.key) ?? [];
      paintSeats(context, model, seats, at, camera.scale, window, palette);
    }
    if (camera.scale >= ROWS_FROM_PX)
      for (const { section } of shown)
        paintRows(context, model.seats.get(section.key) ?? [], at, camera.scale, palette);
    paintAbove(context, model, shown, camera, view, palette, null);
    return;
  }
  for (const placed of shown) paintName(context, model, placed, at, camera.scale, palette);
  const hasName = (placed: PlacedSection): boolean => linesThatFit(context, placed, [], camera.scale) !== null;
  paintLandmarks(context, model.plan, at, camera.scale, palette, hasName);
}

/** Repaints single seats in a picture taken by this camera, which is far cheaper than a full repaint. */
export function repaintSeats(
  context: Context,
  model: MapModel,
  seats: readonly SeatShape[],
  camera: Camera,
  view: View,
  palette: Palette,
): void {
  const window = seen(camera, view, 2);
  const at = placing(camera, view);
  const side = camera.scale * SEAT_SIDE;
  const anew = seats.map((seat) => {
    const [x, y] = at(seat);
    return { left: x - side / 2, right: x + side / 2, top: y - side / 2, bottom: y + side / 2 };
  });
  context.fillStyle = palette.card;
  for (const { left, top } of anew) context.fillRect(left, top, side, side);
  paintSeats(context, model, seats, at, camera.scale, window, palette);
  const { sections } = placeHouse(model.plan);
  const shown = sections.filter(({ box }) => meets(box, window));
  paintAbove(context, model, shown, camera, view, palette, anew);
}

/**
 * Labels that lie above seats: rows that come in at an edge, and the sections' names.
 * @param anew the seats that were painted anew, if not all
 */
function paintAbove(
  context: Context,
  model: MapModel,
  shown: readonly PlacedSection[],
  camera: Camera,
  view: View,
  palette: Palette,
  anew: readonly Box[] | null,
): void {
  const at = placing(camera, view);
  const middle = camera.scale >= ROWS_FROM_PX ? sectionAt(model.plan, camera.x, camera.y, 1) : null;
  if (middle) tagRows(context, model.seats.get(middle.section.key) ?? [], at, view, palette, anew);
  paintTitles(context, model, shown, at, camera.scale, view, palette, anew);
}

function placing(camera: Camera, view: View): Placing {
  return ({ x, y }) => [
    (x - camera.x) * camera.scale + view.width / 2,
    (y - camera.y) * camera.scale + view.height / 2,
  ];
}

function trace(context: Context, outline: readonly MapPoint[], at: (point: MapPoint) => [number, number]): void {
  context.beginPath();
  for (const [index, point] of outline.entries()) {
    const [x, y] = at(point);
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.closePath();
}

function paintStage(context: Context, model: MapModel, at: Placing, palette: Palette): void {
  const { stage, standing } = model.plan;
  const outlineOfStage = placeHouse(model.plan).stage;
  const areas = [
    ...(outlineOfStage
      ? [{ label: stage?.label ?? model.words.stage, outline: outlineOfStage, fill: palette.stage }]
      : []),
    ...standing.map(({ label, outline }) => ({ label, outline, fill: palette.card })),
  ];
  for (const { label, outline, fill } of areas) {
    trace(context, outline, at);
    context.fillStyle = fill;
    context.strokeStyle = palette.line;
    context.lineWidth = 1.5;
    context.fill();
    context.stroke();
    const points = outline.map(at);
    const [left, right] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))];
    const [top, bottom] = [Math.min(...points.map(([, y]) => y)), Math.max(...points.map(([, y]) => y))];
    const room = { width: right - left - 8, height: bottom - top };
    textWithin(context, label, [(left + right) / 2, (top + bottom) / 2], room, palette.ink);
  }
}

function paintSection(
  context: Context,
  model: MapModel,
  { section }: PlacedSection,
  at: Placing,
  scale: number,
  palette: Palette,
  isClose: boolean,
): void {
  const level = model.levels.get(section.key) ?? 'plenty';
  const tier = model.tiers.get(section.ticketTypeIds[0] ?? '');
  const colour = palette.tiers[(tier?.rank ?? 0) % palette.tiers.length] ?? palette.accent;
  trace(context, section.outline, at);
  // a stroke about as wide as a seat rounds the corners and covers the outermost seats
  context.lineJoin = 'round';
  context.lineWidth = Math.max(1, scale * 0.9);
  const isGround = isClose || level === 'gone';
  context.fillStyle = isGround ? palette.card : colour;
  context.strokeStyle = context.fillStyle;
  context.stroke();
  context.fill();
  if (isGround && !isClose) {
    context.lineWidth = 1;
    context.strokeStyle = palette.line;
    context.setLineDash([3, 3]);
    context.stroke();
    context.setLineDash([]);
  }
}

/** Paints section and price as far as they fit into the outline, and availability only if it is low. */
function paintName(
  context: Context,
  model: MapModel,
  placed: PlacedSection,
  at: Placing,
  scale: number,
  palette: Palette,
): void {
  const { section, middle } = placed;
  const [x, y] = at(middle);
  const level = model.levels.get(section.key) ?? 'plenty';
  const fill = level === 'gone' ? palette.muted : palette.onTier;
  const price =
    level === 'gone' ? model.words.levels.gone : (model.tiers.get(section.ticketTypeIds[0] ?? '')?.price ?? '');
  const signs = [
    ...(level === 'low' ? [model.words.levels.low] : []),
    ...(model.places?.has(section.key) ? ['♿\uFE0E'] : []),
  ];
  const below = [price, ...(signs.length > 0 ? [signs.join(' · ')] : [])];
  const lines = linesThatFit(context, placed, below, scale) ?? [];
  for (const [index, line] of lines.entries()) {
    const style = { font: fontOf(index), fill, most: Infinity };
    text(context, line, x, y + (index - (lines.length - 1) / 2) * LINE_PX, style);
  }
}

/** Returns the section's name and as many of the lines below it as fit its outline; null if not even the name does. */
function linesThatFit(
  context: Context,
  placed: PlacedSection,
  below: readonly string[],
  scale: number,
): string[] | null {
  for (let count = below.length + 1; count > 0; count -= 1) {
    // the section's stroke is about a seat wide, half of it outside
    const most = (labelRoom(placed, (count * LINE_PX) / scale) + 0.9) * scale - 4;
    const shown = [nameThatFits(context, placed.section, most), ...below.slice(0, count - 1)];
    if (!shown.some((line, index) => widthOf(context, line, index) > most)) return shown;
  }
  return null;
}

const fontOf = (index: number): string => (index === 0 ? TEXT : SMALL_TEXT);

function widthOf(context: Context, line: string, index: number): number {
  context.font = fontOf(index);
  return context.measureText(line).width;
}

const nameThatFits = (context: Context, { label, key }: PlacedSection['section'], most: number): string =>
  widthOf(context, label, 0) > most ? key : label;

interface Look {
  fill: string;
  stroke: string | null;
  seats: SeatShape[];
}

/** Draws all seats that look alike as one path, which keeps thousands of them within a few milliseconds. */
function paintSeats(
  context: Context,
  model: MapModel,
  seats: readonly SeatShape[],
  at: Placing,
  scale: number,
  window: Box,
  palette: Palette,
): void {
  const looks = new Map<string, Look>();
  const add = (name: string, seat: SeatShape, fill: string, stroke: string | null) => {
    const look = looks.get(name) ?? { fill, stroke, seats: [] };
    look.seats.push(seat);
    looks.set(name, look);
  };
  const marked: SeatShape[] = [];
  for (const seat of seats) {
    if (seat.x < window.left || seat.x > window.right || seat.y < window.top || seat.y > window.bottom) continue;
    const rank = (model.tiers.get(seat.ticketTypeId)?.rank ?? 0) % palette.tiers.length;
    const colour = palette.tiers[rank] ?? palette.accent;
    if (model.chosen.has(seat.id)) add('chosen', seat, palette.accent, null);
    else if (seat.state !== 'free') add('taken', seat, palette.line, null);
    else if (seat.restricted) add(`half${rank}`, seat, palette.card, colour);
    else add(`free${rank}`, seat, colour, null);
    if (scale >= NUMBERS_FROM_PX || model.chosen.has(seat.id) || seat.accessible || seat.companionOf) marked.push(seat);
  }
  for (const [name, look] of looks) {
    // taken seats are smaller, so that colour is not the only cue
    const half = scale * (name === 'taken' ? 0.2 : 0.39);
    context.beginPath();
    for (const seat of look.seats) {
      const [x, y] = at(seat);
      if (scale >= NUMBERS_FROM_PX) context.roundRect(x - half, y - half, 2 * half, 2 * half, half * 0.45);
      else context.rect(x - half, y - half, 2 * half, 2 * half);
    }
    context.fillStyle = look.fill;
    context.fill();
    if (look.stroke === null) continue;
    context.strokeStyle = look.stroke;
    context.lineWidth = Math.max(1.2, scale * 0.1);
    context.stroke();
  }
  for (const seat of marked) paintMark(context, model, seat, at(seat), scale, palette);
}

/** Marks a seat: a tick if chosen, the symbol of a wheelchair place or companion, a number if available. */
function paintMark(
  context: Context,
  model: MapModel,
  seat: SeatShape,
  [x, y]: [number, number],
  scale: number,
  palette: Palette,
): void {
  if (model.chosen.has(seat.id)) {
    context.beginPath();
    context.moveTo(x - scale * 0.2, y);
    context.lineTo(x - scale * 0.05, y + scale * 0.16);
    context.lineTo(x + scale * 0.22, y - scale * 0.16);
    context.strokeStyle = palette.onChosen;
    context.lineWidth = Math.max(1.5, scale * 0.1);
    context.stroke();
    return;
  }
  if (seat.state !== 'free') return;
  const fill = seat.restricted ? palette.ink : palette.onTier;
  const size = Math.round(Math.min(13, scale * 0.45));
  const sign = seat.accessible ? '♿\uFE0E' : seat.companionOf ? '\u200E+1' : seat.label;
  if (scale >= 12)
    text(context, sign, x, y + 0.5, { font: `600 ${size}px system-ui, sans-serif`, fill, most: scale * 0.78 });
}
