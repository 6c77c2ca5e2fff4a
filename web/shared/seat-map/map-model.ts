import type { HousePlan, HousePlanSection, MapPoint } from '../../../src/contract/stock/seat-map-shapes.js';
import type { SeatShape } from '../../../src/contract/stock/availability-shapes.js';
import { type Box, boxOf, type Camera, meets, seen, type View } from './camera.js';

export type Level = 'plenty' | 'low' | 'gone';

/** How a ticket type appears on the map: colour by rank, price as text. */
export interface Tier {
  rank: number;
  price: string;
}

/** The map's current content. Parts that change get a new identity; unchanged parts keep theirs. */
export interface MapModel {
  plan: HousePlan;
  /** Seats of the sections loaded so far. */
  seats: ReadonlyMap<string, readonly SeatShape[]>;
  chosen: ReadonlySet<string>;
  tiers: ReadonlyMap<string, Tier>;
  levels: ReadonlyMap<string, Level>;
  /** Sections with free wheelchair places, which their level leaves out. */
  places?: ReadonlySet<string>;
  words: { stage: string; row: (label: string) => string; levels: Record<Level, string> };
}

export interface PlacedSection {
  section: HousePlanSection;
  box: Box;
  middle: MapPoint;
}

/** A row's label, placed at its first seat. */
export interface RowMark extends MapPoint {
  label: string;
  /** The direction in which the row would go on before its first seat, one unit long. */
  away: MapPoint;
}

interface PlacedHouse {
  sections: PlacedSection[];
  /** The plan's stage, or one drawn above the seats; null where neither is known. */
  stage: readonly MapPoint[] | null;
  box: Box;
}

const placed = new WeakMap<HousePlan, PlacedHouse>();
const marked = new WeakMap<readonly SeatShape[], RowMark[]>();
const inRows = new WeakMap<readonly SeatShape[], ReadonlyMap<string, readonly SeatShape[]>>();

/** Computes the positions of sections and stage and the extent of the house. */
export function placeHouse(plan: HousePlan): PlacedHouse {
  const known = placed.get(plan);
  if (known) return known;
  const sections = plan.sections.map((section) => {
    const box = boxOf(section.outline);
    return { section, box, middle: middleOf(section.outline, box) };
  });
  const areas = [...plan.sections, ...plan.standing].flatMap(({ outline }) => outline);
  const stage = plan.stage?.outline ?? stageAbove(boxOf(areas), plan.focalPoint);
  const house = { sections, stage, box: boxOf([...areas, ...(stage ?? [])]) };
  placed.set(plan, house);
  return house;
}

/** Distance of a drawn stage from the seats and its depth, in seats. */
const STAGE_GAP = 3;
const STAGE_DEPTH = 2;

/** Where a plan without a stage has it: before the first row, unless the seats look elsewhere. */
function stageAbove({ left, right, top }: Box, focalPoint: MapPoint | null): MapPoint[] | null {
  if (focalPoint && focalPoint.y > top) return null;
  const [middle, half] = [(left + right) / 2, Math.max(3, (right - left) / 4)];
  const [front, back] = [top - STAGE_GAP, top - STAGE_GAP - STAGE_DEPTH];
  return [
    { x: middle - half, y: back },
    { x: middle + half, y: back },
    { x: middle + half, y: front },
    { x: middle - half, y: front },
  ];
}

const edgesOf = (outline: readonly MapPoint[]): [MapPoint, MapPoint][] =>
  outline.map((point, index) => [point, outline[(index + 1) % outline.length] ?? point]);

/** Returns the centre of gravity; for an outline without an area, the box's top centre. */
function middleOf(outline: readonly MapPoint[], box: Box): MapPoint {
  let [twice, x, y] = [0, 0, 0];
  for (const [a, b] of edgesOf(outline)) {
    const cross = a.x * b.y - b.x * a.y;
    twice += cross;
    x += (a.x + b.x) * cross;
    y += (a.y + b.y) * cross;
  }
  if (Math.abs(twice) < 1e-9) return { x: (box.left + box.right) / 2, y: box.top };
  return { x: x / (3 * twice), y: y / (3 * twice) };
}

/** Returns how wide a label of this height may be around the section's middle without leaving its outline. */
export function labelRoom({ section: { outline }, middle }: PlacedSection, height: number): number {
  let half = Infinity;
  for (const y of [middle.y - height / 2, middle.y, middle.y + height / 2]) {
    if (!contains(outline, middle.x, y)) return 0;
    for (const [a, b] of edgesOf(outline))
      if (a.y > y !== b.y > y)
        half = Math.min(half, Math.abs(((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x - middle.x));
  }
  return half === Infinity ? 0 : 2 * half;
}

/**
 * Moves a camera without a section in the middle half of its view to the nearest one: the middle of a house is often
 * its stage, and zooming into it would show nothing.
 */
export function aimedAtSeats(camera: Camera, { sections }: { sections: readonly PlacedSection[] }, view: View): Camera {
  const core = seen(camera, { width: view.width / 2, height: view.height / 2 });
  if (sections.some(({ box }) => meets(box, core))) return camera;
  const distance = ({ middle }: PlacedSection): number => Math.hypot(middle.x - camera.x, middle.y - camera.y);
  const [nearest] = [...sections].sort((a, b) => distance(a) - distance(b));
  return nearest ? { ...camera, ...nearest.middle } : camera;
}

/** Returns the section at a point, with `room` as tolerance around it. */
export function sectionAt(plan: HousePlan, x: number, y: number, room: number): PlacedSection | null {
  const near = placeHouse(plan).sections.filter(
    ({ box }) => x >= box.left - room && x <= box.right + room && y >= box.top - room && y <= box.bottom + room,
  );
  const inside = near.find(({ section }) => contains(section.outline, x, y));
  if (inside) return inside;
  const distance = ({ middle }: PlacedSection) => Math.hypot(middle.x - x, middle.y - y);
  return near.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

function contains(outline: readonly MapPoint[], x: number, y: number): boolean {
  let isInside = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i, i += 1) {
    const [a, b] = [outline[i], outline[j]];
    if (a && b && a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) isInside = !isInside;
  }
  return isInside;
}

/** Returns the seat nearest to a point, within reach. */
export function seatAt(seats: Iterable<SeatShape>, x: number, y: number, reach: number): SeatShape | null {
  let [best, least]: [SeatShape | null, number] = [null, reach];
  for (const seat of seats) {
    const distance = Math.hypot(seat.x - x, seat.y - y);
    if (distance <= least) [best, least] = [seat, distance];
  }
  return best;
}

/** Returns a section's seats by row; those at tables are in none. */
export function rowsOf(seats: readonly SeatShape[]): ReadonlyMap<string, readonly SeatShape[]> {
  const known = inRows.get(seats);
  if (known) return known;
  const rows = new Map<string, SeatShape[]>();
  for (const seat of seats) {
    if (seat.table) continue;
    const row = rows.get(seat.row);
    if (row) row.push(seat);
    else rows.set(seat.row, [seat]);
  }
  inRows.set(seats, rows);
  return rows;
}

/** How far a short label's middle is from the first seat's, in seats. */
export const ROW_MARK_AT = 1.1;

/** Returns the labels of a section's rows, each just before its first seat. */
export function rowMarks(seats: readonly SeatShape[]): RowMark[] {
  const known = marked.get(seats);
  if (known) return known;
  const marks = [...rowsOf(seats)].map(([label, [first, second]]) => {
    const [dx, dy] = first && second ? [first.x - second.x, first.y - second.y] : [-1, 0];
    const length = Math.max(0.01, Math.hypot(dx, dy));
    const away = { x: dx / length, y: dy / length };
    return { label, x: (first?.x ?? 0) + ROW_MARK_AT * away.x, y: (first?.y ?? 0) + ROW_MARK_AT * away.y, away };
  });
  marked.set(seats, marks);
  return marks;
}
