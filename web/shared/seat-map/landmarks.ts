import type { HousePlan, MapPoint } from '../../../src/contract/stock/seat-map-shapes.js';
import { type Box, meets } from './camera.js';
import { LINE_PX, SMALL_TEXT, TEXT } from './labels.js';
import { placeHouse, type PlacedSection } from './map-model.js';
import type { Context, Palette, Placing } from './painting.types.js';

/**
 * Names for a house of which so much is in view that no section has room for its own: each tier is named once, and some
 * sections by their number, as the streets of a town map are.
 */
export interface Landmark extends MapPoint {
  words: string;
  isTier: boolean;
}

/** Free space around a landmark, in pixels; a number has as much again on each side, or they would fill a ring. */
const AROUND_PX = 3;
const AROUND_NUMBER_PX = 10;
/** A section that is drawn smaller has no number: it would lie on its neighbours. */
const LEAST_PX = 11;
const HALO_PX = 3;

/** Splits "Lower tier 12" into its tier and number; a name without a number is its own. */
function partsOf(label: string): { tier: string; number: string } {
  const found = /^(.*?)\s*(\d+)$/.exec(label);
  return { tier: found?.[1] ?? '', number: found?.[2] ?? label };
}

/** Round numbers are what people count from. */
function roundness(number: string): number {
  const n = Number(number);
  if (!Number.isInteger(n)) return 0;
  return [1, 2, 5, 10].findLast((step) => n % step === 0) ?? 1;
}

function boxAt({ x, y }: MapPoint, width: number, scale: number, around: number): Box {
  const [half, deep] = [(width / 2 + around) / scale, (LINE_PX / 2 + around) / scale];
  return { left: x - half, right: x + half, top: y - deep, bottom: y + deep };
}

const isWithin = (x: number, y: number, { box }: PlacedSection): boolean =>
  x >= box.left - 1 && x <= box.right + 1 && y >= box.top - 1 && y <= box.bottom + 1;

/**
 * Places landmarks: a tier's name at its lowest section where it lies in the tier from end to end, then numbers, round
 * ones first, wherever there is room.
 * @param taken what is written already, in house units
 */
export function landmarksOf(
  sections: readonly PlacedSection[],
  scale: number,
  widthOf: (words: string, isTier: boolean) => number,
  taken: readonly Box[] = [],
): Landmark[] {
  const tiers = groupedByTier(sections);
  const [boxes, marks] = [[...taken], [] as Landmark[]];
  const put = (words: string, at: MapPoint, isTier: boolean): boolean => {
    const width = widthOf(words, isTier);
    const box = boxAt(at, width, scale, AROUND_PX);
    if (boxes.some((other) => meets(other, box))) return false;
    boxes.push(isTier ? box : boxAt(at, width, scale, AROUND_NUMBER_PX));
    marks.push({ ...at, words, isTier });
    return true;
  };
  for (const [tier, own] of tiers) {
    if (tier === '' || own.length < 2) continue;
    const half = widthOf(tier, true) / 2 / scale;
    const lies = ({ middle: { x, y } }: PlacedSection): boolean =>
      [-1, -0.5, 0, 0.5, 1].every((at) => own.some((section) => isWithin(x + at * half, y, section)));
    const lowest = [...own].sort((a, b) => b.middle.y - a.middle.y);
    lowest.find((placed) => lies(placed) && put(tier, placed.middle, true));
  }
  const isLarge = ({ box }: PlacedSection): boolean =>
    Math.max(box.right - box.left, box.bottom - box.top) * scale >= LEAST_PX;
  const numbered = sections
    .filter(isLarge)
    .map(({ section, middle }) => ({ middle, number: partsOf(section.label).number }));
  for (const { number, middle } of numbered.sort((a, b) => roundness(b.number) - roundness(a.number)))
    put(number, middle, false);
  return marks;
}

function groupedByTier(sections: readonly PlacedSection[]): Map<string, PlacedSection[]> {
  const tiers = new Map<string, PlacedSection[]>();
  for (const placed of sections) {
    const { tier } = partsOf(placed.section.label);
    const own = tiers.get(tier);
    if (own) own.push(placed);
    else tiers.set(tier, [placed]);
  }
  return tiers;
}

/** What was placed last, of the whole house: a pan moves the picture and places nothing anew. */
const last = new WeakMap<HousePlan, { scale: number; marks: Landmark[] }>();

/**
 * Writes landmarks for the sections that have no room for their name, ringed by the ground's colour, as they lie on
 * several sections.
 */
export function paintLandmarks(
  context: Context,
  plan: HousePlan,
  at: Placing,
  scale: number,
  palette: Palette,
  hasName: (placed: PlacedSection) => boolean,
): void {
  const fontOf = (isTier: boolean): string => (isTier ? TEXT : SMALL_TEXT);
  const widthOf = (words: string, isTier: boolean): number => {
    context.font = fontOf(isTier);
    return context.measureText(words).width;
  };
  let known = last.get(plan);
  if (known?.scale !== scale) {
    const { sections } = placeHouse(plan);
    const named = new Set(sections.filter(hasName));
    const nameless = sections.filter((placed) => !named.has(placed));
    const taken = [...named].map(({ box }) => box);
    known = { scale, marks: landmarksOf(nameless, scale, widthOf, taken) };
    last.set(plan, known);
  }
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = HALO_PX;
  context.strokeStyle = palette.card;
  context.fillStyle = palette.ink;
  for (const { words, isTier, ...point } of known.marks) {
    const [x, y] = at(point);
    context.font = fontOf(isTier);
    context.strokeText(words, x, y);
    context.fillText(words, x, y);
  }
}
