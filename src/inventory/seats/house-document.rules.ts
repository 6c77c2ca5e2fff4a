import type {
  HousePlan,
  MapPoint,
  MapSeat,
  MapSection,
  SeatMapDocument,
  SeatMapSummary,
} from '../../contract/stock/seat-map-shapes.js';
import type { DraftSeat, HouseFrame, HouseMap } from '../inventory.types.js';
import { seatId } from './house.rules.js';

/** Maximum rows traced on each side of an outline: a phone draws 300 of them. */
const OUTLINE_ROWS = 8;

/** Returns the long form of a house: every seat with its coordinates, and an id unless it is section-row-label. */
export function documentOf({ frame, seats }: HouseMap): SeatMapDocument {
  const { name, focalPoint, stage, zones, standing } = frame;
  return {
    ...(name !== null && { name }),
    ...(focalPoint && { focalPoint }),
    ...(stage && { stage }),
    ...(zones.length > 0 && { zones }),
    sections: sectionsOf(seats).map(sectionOf),
    ...(standing.length > 0 && { standing }),
  };
}

export function countsOf({
  frame,
  seats,
}: HouseMap): Pick<SeatMapSummary, 'seats' | 'sections' | 'standing' | 'accessible' | 'zones'> {
  return {
    seats: seats.length,
    sections: new Set(seats.map(({ section }) => section)).size,
    standing: frame.standing.reduce((sum, { capacity }) => sum + capacity, 0),
    accessible: seats.filter(({ accessible }) => accessible).length,
    zones: frame.zones,
  };
}

/** Returns the house as outlines; its seats are fetched section by section. */
export function planOf(
  version: number,
  { focalPoint, stage, zones, standing }: HouseFrame,
  seats: readonly (DraftSeat & { ticketTypeId: string })[],
): HousePlan {
  return {
    ...{ version, focalPoint, stage, zones, standing },
    sections: sectionsOf(seats).map((own) => ({
      key: own[0]?.section ?? '',
      label: own[0]?.sectionLabel ?? '',
      seats: own.length,
      accessible: own.filter(({ accessible }) => accessible).length,
      restricted: own.filter(({ restricted }) => restricted).length,
      ticketTypeIds: [...new Set(own.map(({ ticketTypeId }) => ticketTypeId))],
      outline: outlineOf(own),
    })),
  };
}

function sectionsOf<Seat extends DraftSeat>(seats: readonly Seat[]): Seat[][] {
  return grouped(seats, ({ section }) => section);
}

function grouped<Seat extends DraftSeat>(seats: readonly Seat[], nameOf: (seat: Seat) => string | number): Seat[][] {
  const groups = new Map<string | number, Seat[]>();
  for (const seat of seats) {
    const present = groups.get(nameOf(seat));
    if (present) present.push(seat);
    else groups.set(nameOf(seat), [seat]);
  }
  return [...groups.values()];
}

function sectionOf(seats: DraftSeat[]): MapSection {
  const rows = grouped(seats, ({ rowIndex }) => rowIndex);
  const zone = seats.every((seat) => seat.zone === seats[0]?.zone) ? (seats[0]?.zone ?? null) : null;
  const written = (row: DraftSeat[]) => ({
    label: row[0]?.row ?? '',
    // a companion in the same row is written the readable way: by the label of its place
    seats: row.map((seat) => {
      const place = row.find(({ id }) => id === seat.companionOf);
      return writtenSeat(place ? { ...seat, companionOf: place.label } : seat, zone);
    }),
  });
  const tables = rows.filter(([first]) => first?.atTable);
  return {
    key: seats[0]?.section ?? '',
    label: seats[0]?.sectionLabel ?? '',
    ...(zone !== null && { zone }),
    rows: rows.filter(([first]) => !first?.atTable).map(written),
    ...(tables.length > 0 && { tables: tables.map((row) => ({ ...middleOf(row), ...written(row) })) }),
  };
}

function writtenSeat(seat: DraftSeat, zoneOfSection: string | null): MapSeat {
  const { id, section, row, label, x, y, zone, accessible, companionOf, restricted } = seat;
  return {
    ...(id !== seatId(section, row, label) && { id }),
    ...{ label, x, y },
    ...(zone !== null && zone !== zoneOfSection && { zone }),
    ...(accessible && { accessible }),
    ...(companionOf !== null && { companionOf }),
    ...(restricted && { restricted }),
  };
}

export function middleOf(seats: readonly MapPoint[]): MapPoint {
  const mean = (pick: (seat: MapPoint) => number) =>
    Math.round((seats.reduce((sum, seat) => sum + pick(seat), 0) / Math.max(1, seats.length)) * 100) / 100;
  return { x: mean(({ x }) => x), y: mean(({ y }) => y) };
}

/** Traces the first row, the right ends downwards, the last row backwards, and the left ends upwards. */
function outlineOf(seats: DraftSeat[]): MapPoint[] {
  const rows = grouped(seats, ({ rowIndex }) => rowIndex).map((row) => row.sort((a, b) => a.seatIndex - b.seatIndex));
  const [first = [], last = []] = [rows[0], rows.at(-1)];
  const between = thinned(rows.slice(1, -1));
  const corners = [
    ...thinned(first),
    ...between.flatMap((row) => row.at(-1) ?? []),
    ...thinned(last).reverse(),
    ...between.reverse().flatMap((row) => row[0] ?? []),
  ];
  return corners.map(({ x, y }) => ({ x, y }));
}

/** Samples the first, the last and evenly spaced elements between. */
function thinned<T>(all: readonly T[]): T[] {
  if (all.length <= OUTLINE_ROWS) return [...all];
  const step = (all.length - 1) / (OUTLINE_ROWS - 1);
  return Array.from({ length: OUTLINE_ROWS }, (_, i) => all[Math.round(i * step)]).filter((item) => item !== undefined);
}
