import type {
  MapPoint,
  MapSection,
  MapStanding,
  MapZone,
  SeatMapDocument,
} from '../../../../src/contract/stock/seat-map-shapes.js';
import { type BlockShape, layRows, letters } from './block-shape.js';
import { freeKey, frontOf, movedSection, rectangle } from './drawing.js';
import { type Mark, markSeats, removeSeats, zoneSeats } from './marks.js';

/** One change of the map. Keys name sections and standing areas alike. */
export type Change =
  | { type: 'add-section'; shape: BlockShape; at: MapPoint }
  | { type: 'shape-section'; key: string; shape: BlockShape }
  | { type: 'describe'; key: string; label: string; zone: string | null }
  | { type: 'add-standing'; at: MapPoint; width: number; depth: number; capacity: number }
  | { type: 'size-standing'; key: string; width: number; depth: number; capacity: number }
  | { type: 'move'; key: string; dx: number; dy: number }
  | { type: 'remove'; key: string }
  | { type: 'mark'; ids: ReadonlySet<string>; mark: Mark }
  | { type: 'zone'; ids: ReadonlySet<string>; zone: string | null }
  | { type: 'remove-seats'; ids: ReadonlySet<string> }
  | { type: 'zones'; zones: readonly MapZone[] }
  | { type: 'stage'; label: string; middle: MapPoint; width: number; depth: number }
  | { type: 'name'; name: string };

export const EMPTY_MAP: SeatMapDocument = {
  name: '',
  focalPoint: { x: 0, y: -4 },
  stage: { label: 'Stage', outline: rectangle({ x: 0, y: -4 }, 12, 3) },
  sections: [],
};

/** Returns the changed map, or the same object where the change has no effect. */
export function changed(map: SeatMapDocument, change: Change): SeatMapDocument {
  switch (change.type) {
    case 'add-section': {
      const key = freeKey(map, letters);
      const section = { key, label: `Section ${key}`, rows: layRows(change.shape, change.at) };
      return { ...map, sections: [...map.sections, section] };
    }
    case 'shape-section':
      return inSection(map, change.key, (section) => ({ ...section, rows: layRows(change.shape, frontOf(section)) }));
    case 'describe':
      return described(map, change);
    case 'add-standing': {
      const key = freeKey(map, (n) => `PIT${n + 1}`);
      const { at, width, depth, capacity } = change;
      const area = { key, label: `Standing ${key.slice(3)}`, capacity, outline: rectangle(at, width, depth) };
      return { ...map, standing: [...(map.standing ?? []), area] };
    }
    case 'size-standing':
      return inStanding(map, change.key, (area) => ({
        ...area,
        capacity: change.capacity,
        outline: rectangle(middleOf(area.outline), change.width, change.depth),
      }));
    case 'move':
      return moved(map, change);
    case 'remove':
      return removed(map, change.key);
    case 'mark':
      return markSeats(map, change.ids, change.mark);
    case 'zone':
      return zoneSeats(map, change.ids, change.zone);
    case 'remove-seats':
      return removeSeats(map, change.ids);
    case 'zones':
      return withZones(map, change.zones);
    case 'stage': {
      const { label, middle, width, depth } = change;
      return { ...map, focalPoint: middle, stage: { label, outline: rectangle(middle, width, depth) } };
    }
    case 'name':
      return { ...map, name: change.name };
  }
}

function inSection(map: SeatMapDocument, key: string, change: (section: MapSection) => MapSection): SeatMapDocument {
  if (!map.sections.some((section) => section.key === key)) return map;
  return { ...map, sections: map.sections.map((section) => (section.key === key ? change(section) : section)) };
}

function inStanding(map: SeatMapDocument, key: string, change: (area: MapStanding) => MapStanding): SeatMapDocument {
  if (!map.standing?.some((area) => area.key === key)) return map;
  return { ...map, standing: map.standing.map((area) => (area.key === key ? change(area) : area)) };
}

function described(map: SeatMapDocument, { key, label, zone }: Extract<Change, { type: 'describe' }>): SeatMapDocument {
  const next = inSection(map, key, ({ zone: _was, ...rest }) => ({ ...rest, label, ...(zone !== null && { zone }) }));
  return inStanding(next, key, (area) => ({ ...area, label }));
}

function moved(map: SeatMapDocument, { key, dx, dy }: Extract<Change, { type: 'move' }>): SeatMapDocument {
  if (dx === 0 && dy === 0) return map;
  const next = inSection(map, key, (section) => movedSection(section, dx, dy));
  return inStanding(next, key, (area) => ({
    ...area,
    outline: area.outline.map(({ x, y }) => ({ x: x + dx, y: y + dy })),
  }));
}

function removed(map: SeatMapDocument, key: string): SeatMapDocument {
  const { standing = [], ...rest } = map;
  const left = standing.filter((area) => area.key !== key);
  return {
    ...rest,
    sections: map.sections.filter((section) => section.key !== key),
    ...(left.length > 0 && { standing: left }),
  };
}

/** Seats and sections of a zone that no longer exists lose it. */
function withZones(map: SeatMapDocument, zones: readonly MapZone[]): SeatMapDocument {
  const keys = new Set(zones.map(({ key }) => key));
  const kept = <T extends { zone?: string | undefined }>({ zone, ...rest }: T) =>
    ({ ...rest, ...(zone !== undefined && keys.has(zone) && { zone }) }) as T;
  const { zones: _were, ...rest } = map;
  return {
    ...rest,
    ...(zones.length > 0 && { zones: [...zones] }),
    sections: map.sections.map((section) => ({
      ...kept(section),
      ...(section.rows && {
        rows: section.rows.map((row) => ({
          ...row,
          seats: typeof row.seats === 'number' ? row.seats : row.seats.map(kept),
        })),
      }),
    })),
  };
}

export function middleOf(outline: readonly MapPoint[]): MapPoint {
  const { left, right, top, bottom } = extentOf(outline);
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

export function extentOf(outline: readonly MapPoint[]): { left: number; right: number; top: number; bottom: number } {
  const [xs, ys] = [outline.map(({ x }) => x), outline.map(({ y }) => y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}
