import type { MapPoint } from '../../../src/contract/seat-map-shapes.js';

/** A rectangle of the house, in its own unit: seats of a row are about one apart. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Camera {
  /** Screen pixels for a unit of the house. */
  scale: number;
  /** Point of the house in the middle of the view. */
  x: number;
  y: number;
}

export interface View {
  width: number;
  height: number;
}

/** A seat is no larger than a thumb. */
const LARGEST_SCALE = 64;
/** A small house is not blown up. */
const LARGEST_FITTED = 34;
/** Units left free around what is fitted. */
const MARGIN = 1.5;

export function boxOf(points: Iterable<MapPoint>): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of points) {
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box.left > box.right ? { left: 0, top: 0, right: 0, bottom: 0 } : box;
}

/** All of the box in view. */
export function fitted({ left, top, right, bottom }: Box, view: View): Camera {
  const scale = Math.min(
    view.width / (right - left + 2 * MARGIN),
    view.height / (bottom - top + 2 * MARGIN),
    LARGEST_FITTED,
  );
  return { scale, x: (left + right) / 2, y: (top + bottom) / 2 };
}

/** Keeps the house in sight: never smaller than fitted, and its middle not out of reach. */
export function kept(camera: Camera, house: Box, view: View): Camera {
  const scale = Math.min(LARGEST_SCALE, Math.max(fitted(house, view).scale, camera.scale));
  const inside = (at: number, from: number, to: number, seen: number): number => {
    const half = seen / scale / 2;
    const [least, most] = [from - MARGIN + half, to + MARGIN - half];
    return least >= most ? (from + to) / 2 : Math.min(most, Math.max(least, at));
  };
  return {
    scale,
    x: inside(camera.x, house.left, house.right, view.width),
    y: inside(camera.y, house.top, house.bottom, view.height),
  };
}

/** Zooms so that the point under the fingers stays under them. `px`, `py` from the view's middle, in pixels. */
export function zoomedAt(camera: Camera, factor: number, px: number, py: number): Camera {
  const scale = Math.min(LARGEST_SCALE, camera.scale * factor);
  return { scale, x: camera.x + px / camera.scale - px / scale, y: camera.y + py / camera.scale - py / scale };
}

/** The part of the house that is in view. */
export function seen({ scale, x, y }: Camera, { width, height }: View, margin = 0): Box {
  const [wide, deep] = [width / scale / 2 + margin, height / scale / 2 + margin];
  return { left: x - wide, top: y - deep, right: x + wide, bottom: y + deep };
}

export const meets = (a: Box, b: Box): boolean =>
  a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;

/** Between two cameras; zooms evenly. */
export function between(from: Camera, to: Camera, share: number): Camera {
  const scale = from.scale * (to.scale / from.scale) ** share;
  // moves as the zoom does, so that where it ends stays in sight
  const moved =
    Math.abs(to.scale - from.scale) < 1e-6 ? share : (1 / from.scale - 1 / scale) / (1 / from.scale - 1 / to.scale);
  return { scale, x: from.x + (to.x - from.x) * moved, y: from.y + (to.y - from.y) * moved };
}
