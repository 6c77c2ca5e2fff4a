import { type Box, boxOf, meets, type View } from './camera.js';
import { type MapModel, placeHouse, type PlacedSection } from './map-model.js';
import type { Context, Palette, Placing } from './painting.types.js';
import { SMALL_TITLE, text, TEXT } from './labels.js';

const PINNED_HEIGHT = 20;
/** A title fits the aisle between two sections that are drawn at their smallest. */
const TITLE_HEIGHT = 12;
const PADDING = 8;
/** A section of which less is in view has no title: it would cover what there is. */
const LEAST_SHOWN = 60;
/** More prices are told by the legend alone. */
const PRICES_MOST = 4;

/** The part of a section's box that is in view, in pixels, its outermost seats included. */
function shownOf({ box }: PlacedSection, at: Placing, scale: number, view: View): Box {
  const [left, top] = at({ x: box.left, y: box.top });
  const [right, bottom] = at({ x: box.right, y: box.bottom });
  const half = scale / 2;
  return {
    left: Math.max(0, left - half),
    right: Math.min(view.width, right + half),
    top: top - half,
    bottom: Math.min(view.height, bottom + half),
  };
}

/** Returns the section's name with its prices, then the name alone for where that has no room. */
export function titlesOf({ tiers }: Pick<MapModel, 'tiers'>, { section }: Pick<PlacedSection, 'section'>): string[] {
  const prices = new Set(section.ticketTypeIds.flatMap((id) => tiers.get(id)?.price ?? []));
  const named = prices.size > 0 && prices.size <= PRICES_MOST ? [`${section.label} · ${[...prices].join(' / ')}`] : [];
  return [...named, section.label];
}

/**
 * Names sections whose seats are drawn, above their first row; where that is out of view, at the view's upper edge. The
 * prices are in the name because close up they would be told by colour alone.
 * @param anew seats that were painted anew, in pixels: only titles above them are painted again, on a ground of their
 * own. Those outside the seats would grow bolder with each time.
 */
export function paintTitles(
  context: Context,
  model: MapModel,
  sections: readonly PlacedSection[],
  at: Placing,
  scale: number,
  view: View,
  palette: Palette,
  anew: readonly Box[] | null,
): void {
  const { sections: all, stage } = placeHouse(model.plan);
  const boxes = all.map((one) => ({ one, box: shownOf(one, at, scale, view) }));
  const stageBox = stage && boxOf(stage.map((point) => at(point)).map(([x, y]) => ({ x, y })));
  for (const placed of sections) {
    const shown = shownOf(placed, at, scale, view);
    const isPinned = shown.top < PINNED_HEIGHT;
    const height = isPinned ? PINNED_HEIGHT : TITLE_HEIGHT;
    const font = isPinned ? TEXT : SMALL_TITLE;
    if (shown.right - shown.left < LEAST_SHOWN || shown.bottom - Math.max(0, shown.top) < LEAST_SHOWN) continue;
    if (anew && !isPinned) continue;
    const top = isPinned ? 0 : shown.top - TITLE_HEIGHT - 1;
    const middle = (shown.left + shown.right) / 2;
    context.font = font;
    for (const title of titlesOf(model, placed)) {
      const width = context.measureText(title).width + 2 * PADDING;
      const x = Math.min(view.width - width / 2, Math.max(width / 2, middle));
      const room = { left: x - width / 2, right: x + width / 2, top, bottom: top + height };
      const isTaken = boxes.some(({ one, box }) => one.section.key !== placed.section.key && meets(box, room));
      if (width > view.width || isTaken || (stageBox && meets(stageBox, room))) continue;
      if (!anew || anew.some((seat) => meets(seat, room))) paintTitle(context, title, room, isPinned, palette);
      break;
    }
  }
}

function paintTitle(
  context: Context,
  title: string,
  { left, right, top, bottom }: Box,
  isPinned: boolean,
  palette: Palette,
): void {
  if (isPinned) {
    context.fillStyle = palette.card;
    context.fillRect(left, top, right - left, bottom - top);
  }
  const font = isPinned ? TEXT : SMALL_TITLE;
  text(context, title, (left + right) / 2, (top + bottom) / 2 + 0.5, { font, fill: palette.ink, most: right - left });
}
