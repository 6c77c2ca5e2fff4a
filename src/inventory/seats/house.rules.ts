import type {
  MapPoint,
  MapRow,
  MapSeat,
  MapSection,
  MapTable,
  SeatMapDocument,
} from '../../contract/seat-map-shapes.js';
import type { DraftSeat, HouseMap } from '../inventory.types.js';

/** Rows left empty between two sections that are laid by themselves, in the unit of y. */
const SECTION_GAP = 2;
/** More sections than these do not stand one behind the other but side by side as well. */
const STACKED_SECTIONS = 8;
/** A house of many sections is so much wider than deep. */
const SHELF_SHAPE = 1.3;
/** Seats of a row that stand further apart than this many of its usual distances have an aisle between them. */
const AISLE = 1.8;
/** From the middle of a table to its chairs, at least. */
const TABLE_RADIUS = 1;

type Row = { label: string; seats: MapSeat[]; atTable: boolean };

export const seatId = (section: string, row: string, label: string): string => `${section}-${row}-${label}`;

/** Puts every seat of a checked map in its place. Order: that of the map, which is index order within a section. */
export function layHouse(map: SeatMapDocument): HouseMap {
  const { name = null, focalPoint = null, stage = null, standing = [] } = map;
  const corners = cornersOf(map.sections);
  const seats = map.sections.flatMap((section) => laySection(section, corners.get(section) ?? { x: 0, y: 0 }));
  return { frame: { name, focalPoint, stage, standing, zones: map.zones ?? zonesOf(seats) }, seats };
}

/** Seats of the short form: sections of rows with a number of seats. */
export const expandSeatMap = (map: Pick<SeatMapDocument, 'sections'>): DraftSeat[] => layHouse(map).seats;

function zonesOf(seats: readonly DraftSeat[]): HouseMap['frame']['zones'] {
  const keys = new Set(seats.flatMap(({ zone }) => zone ?? []));
  return [...keys].map((key) => ({ key, label: key }));
}

const isCounted = ({ rows = [] }: MapSection): boolean => typeof rows[0]?.seats === 'number';

/** Where the sections begin that say how many seats their rows have, but not where. */
function cornersOf(sections: readonly MapSection[]): Map<MapSection, MapPoint> {
  const counted = sections.filter(isCounted);
  const sizes = counted.map(({ rows = [] }) => ({
    wide: Math.max(...rows.map(({ seats }) => Number(seats))),
    deep: rows.length,
  }));
  const corners = shelve(sizes);
  return new Map(counted.map((section, index) => [section, corners[index] ?? { x: 0, y: 0 }]));
}

/** The middle of the first row of each section: a few stand one behind the other, many side by side as well. */
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
      // the label of a seat in the same row, or the id of any
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
