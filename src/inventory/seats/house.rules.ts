import type {
  MapPoint,
  MapRow,
  MapSeat,
  MapSection,
  MapTable,
  SeatMapDocument,
} from '../../contract/stock/seat-map-shapes.js';
import type { DraftSeat, HouseMap } from '../inventory.types.js';

/** Empty rows between automatically placed sections, in units of y. */
const SECTION_GAP = 2;
/** Up to this many sections are stacked; more are also placed side by side. */
const STACKED_SECTIONS = 8;
/** Width-to-depth ratio of a house of many sections. */
const SHELF_SHAPE = 1.3;
/** Seats further apart than this multiple of their row's usual distance have an aisle between them. */
const AISLE = 1.8;
/** Minimum distance from the middle of a table to its chairs. */
const TABLE_RADIUS = 1;

type Row = { label: string; seats: MapSeat[]; atTable: boolean };

export const seatId = (section: string, row: string, label: string): string => `${section}-${row}-${label}`;

/**
 * Assigns coordinates to every seat of a validated map. Keeps the map's order, which is index order within a section.
 */
export function layHouse(map: SeatMapDocument): HouseMap {
  const { name = null, focalPoint = null, stage = null, standing = [] } = map;
  const corners = cornersOf(map.sections);
  const seats = map.sections.flatMap((section) => laySection(section, corners.get(section) ?? { x: 0, y: 0 }));
  return { frame: { name, focalPoint, stage, standing, zones: map.zones ?? zonesOf(seats) }, seats };
}

/** Expands the short form: sections whose rows give only a number of seats. */
export const expandSeatMap = (map: Pick<SeatMapDocument, 'sections'>): DraftSeat[] => layHouse(map).seats;

function zonesOf(seats: readonly DraftSeat[]): HouseMap['frame']['zones'] {
  const keys = new Set(seats.flatMap(({ zone }) => zone ?? []));
  return [...keys].map((key) => ({ key, label: key }));
}

const isCounted = ({ rows = [] }: MapSection): boolean => typeof rows[0]?.seats === 'number';

/** Computes the origin of sections that give seat counts but no coordinates. */
function cornersOf(sections: readonly MapSection[]): Map<MapSection, MapPoint> {
  const counted = sections.filter(isCounted);
  const sizes = counted.map(({ rows = [] }) => ({
    wide: Math.max(...rows.map(({ seats }) => Number(seats))),
    deep: rows.length,
  }));
  const corners = shelve(sizes);
  return new Map(counted.map((section, index) => [section, corners[index] ?? { x: 0, y: 0 }]));
}

/** Returns the middle of each section's first row: few sections are stacked, many are also placed side by side. */
export function shelve(sizes: readonly { wide: number; deep: number }[]): MapPoint[] {
  const padded = sizes.map(({ wide, deep }) => ({ wide: wide + SECTION_GAP, deep: deep + SECTION_GAP }));
  const area = padded.reduce((sum, { wide, deep }) => sum + wide * deep, 0);
  const most = padded.length > STACKED_SECTIONS ? Math.sqrt(area) * SHELF_SHAPE : 0;
  const shelves: (typeof padded)[] = [];
  for (const size of padded) {
    const last = shelves.at(-1);
    if (last && size.wide + last.reduce((sum, { wide }) => sum + wide, 0) <= most) last.push(size);
    else shelves.push([size]);
  }
  let y = 0;
  return shelves.flatMap((shelf) => {
    let x = -shelf.reduce((sum, { wide }) => sum + wide, 0) / 2;
    const corners = shelf.map(({ wide }) => {
      x += wide;
      return { x: x - wide / 2, y };
    });
    y += Math.max(...shelf.map(({ deep }) => deep));
    return corners;
  });
}

function laySection(section: MapSection, corner: MapPoint): DraftSeat[] {
  const rows = (section.rows ?? []).map((row, index) => listed(row, corner.x, corner.y + index));
  const tables = (section.tables ?? []).map(chairs);
  return [...rows, ...tables].flatMap((row, rowIndex) => layRow(section, row, rowIndex));
}

function listed({ label, seats }: MapRow, x: number, y: number): Row {
  if (typeof seats !== 'number') return { label, seats, atTable: false };
  const first = x - (seats - 1) / 2;
  return {
    ...{ label, atTable: false },
    seats: Array.from({ length: seats }, (_, index) => ({ label: String(index + 1), x: first + index, y })),
  };
}

function chairs({ label, x, y, seats }: MapTable): Row {
  if (typeof seats !== 'number') return { label, seats, atTable: true };
  const radius = Math.max(TABLE_RADIUS, seats / (2 * Math.PI));
  return {
    ...{ label, atTable: true },
    seats: Array.from({ length: seats }, (_, index) => {
      const angle = (2 * Math.PI * index) / seats;
      return {
        label: String(index + 1),
        x: rounded(x + radius * Math.sin(angle)),
        y: rounded(y - radius * Math.cos(angle)),
      };
    }),
  };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

function layRow(section: MapSection, { label: row, seats, atTable }: Row, rowIndex: number): DraftSeat[] {
  const ids = new Map(seats.map((seat) => [seat.label, idOf(section, row, seat)]));
  const aisle = aisleOf(seats);
  let seatIndex = 0;
  return seats.map((seat, index) => {
    const before = seats[index - 1];
    if (before) seatIndex += Math.hypot(seat.x - before.x, seat.y - before.y) > aisle ? 2 : 1;
    const { companionOf = null } = seat;
    return {
      id: idOf(section, row, seat),
      section: section.key,
      sectionLabel: section.label,
      ...{ row, label: seat.label, rowIndex, seatIndex, x: seat.x, y: seat.y },
      blockRank: 0,
      zone: seat.zone ?? section.zone ?? null,
      accessible: seat.accessible ?? false,
      // either a label in the same row, or any seat's id
      companionOf: companionOf === null ? null : (ids.get(companionOf) ?? companionOf),
      restricted: seat.restricted ?? false,
      atTable,
    };
  });
}

const idOf = (section: MapSection, row: string, { id, label }: MapSeat): string =>
  id ?? seatId(section.key, row, label);

function aisleOf(seats: readonly MapSeat[]): number {
  const gaps = seats.slice(1).map(({ x, y }, i) => Math.hypot(x - (seats[i]?.x ?? x), y - (seats[i]?.y ?? y)));
  const usual = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 1;
  return Math.max(usual * AISLE, 0.01);
}
