import type { MapPoint } from '../../../src/contract/stock/seat-map-shapes.js';

/** A rectangle in house units; adjacent seats of a row are about one unit apart. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Camera {
  /** Screen pixels per house unit. */
  scale: number;
  /** House coordinates of the view's centre. */
  x: number;
  y: number;
}

export interface View {
  width: number;
  height: number;
}

/** Maximum zoom, in pixels per unit: a seat about as wide as a thumb. */
const LARGEST_SCALE = 64;
/** Maximum zoom when fitting, so that a small house is not blown up. */
const LARGEST_FITTED = 34;
/** Margin around a fitted box, in house units. */
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

/** Returns the camera that shows the whole box. */
export function fitted({ left, top, right, bottom }: Box, view: View): Camera {
  const scale = Math.min(
    view.width / (right - left + 2 * MARGIN),
    view.height / (bottom - top + 2 * MARGIN),
    LARGEST_FITTED,
  );
  return { scale, x: (left + right) / 2, y: (top + bottom) / 2 };
}

/**
 * Clamps the camera: never smaller than fitted, and the house never out of view.
 * @param isAimed whether the middle of the view is what keys act on: then it may go to every part of the house
 */
export function kept(camera: Camera, house: Box, view: View, isAimed = false): Camera {
  const scale = Math.min(LARGEST_SCALE, Math.max(fitted(house, view).scale, camera.scale));
  const inside = (at: number, from: number, to: number, seen: number): number => {
    if (isAimed) return Math.min(to, Math.max(from, at));
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

/** Zooms around a point that stays fixed on screen; `px`, `py` are pixels from the view's centre. */
export function zoomedAt(camera: Camera, factor: number, px: number, py: number): Camera {
  const scale = Math.min(LARGEST_SCALE, camera.scale * factor);
  return { scale, x: camera.x + px / camera.scale - px / scale, y: camera.y + py / camera.scale - py / scale };
}

/** Returns the visible part of the house. */
export function seen({ scale, x, y }: Camera, { width, height }: View, margin = 0): Box {
  const [wide, deep] = [width / scale / 2 + margin, height / scale / 2 + margin];
  return { left: x - wide, top: y - deep, right: x + wide, bottom: y + deep };
}

export const meets = (a: Box, b: Box): boolean =>
  a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;

/** Interpolates between two cameras; the zoom is exponential. */
export function between(from: Camera, to: Camera, share: number): Camera {
  const scale = from.scale * (to.scale / from.scale) ** share;
  // pans in step with the zoom, so that the destination stays in view
  const moved =
    Math.abs(to.scale - from.scale) < 1e-6 ? share : (1 / from.scale - 1 / scale) / (1 / from.scale - 1 / to.scale);
  return { scale, x: from.x + (to.x - from.x) * moved, y: from.y + (to.y - from.y) * moved };
}
