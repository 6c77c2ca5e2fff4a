import type { MapRow, MapSeat, MapSection, SeatMapDocument } from '../../../../src/contract/stock/seat-map-shapes.js';
import { idOf } from './drawing.js';

export type Mark = 'accessible' | 'companion' | 'restricted' | 'plain';
type Ids = ReadonlySet<string>;

/** Applies a change to each row that has selected seats; all other rows and sections keep their identity. */
function inRows(
  document: SeatMapDocument,
  ids: Ids,
  change: (seats: MapSeat[], isMarked: (seat: MapSeat) => boolean, section: MapSection) => MapSeat[],
): SeatMapDocument {
  const changeRow = (section: MapSection, row: MapRow): MapRow => {
    const { seats } = row;
    if (typeof seats === 'number') return row;
    const isMarked = (seat: MapSeat) => ids.has(idOf(section.key, row.label, seat));
    if (!seats.some(isMarked)) return row;
    return { ...row, seats: change(seats, isMarked, section) };
  };
  const sections = document.sections.map((section) => {
    const rows = section.rows?.map((row) => changeRow(section, row));
    if (!rows || rows.every((row, index) => row === section.rows?.[index])) return section;
    return { ...section, rows: rows.filter(({ seats }) => typeof seats === 'number' || seats.length > 0) };
  });
  const changed = sections.some((section, index) => section !== document.sections[index]);
  return changed ? withoutLostCompanions({ ...document, sections }) : document;
}

/** Marks seats. A companion seat belongs to the nearest wheelchair place of its row; without one, nothing changes. */
export function markSeats(document: SeatMapDocument, ids: Ids, mark: Mark): SeatMapDocument {
  return inRows(document, ids, (seats, isMarked) =>
    seats.map((seat, at) => (isMarked(seat) ? marked(seats, at, mark, isMarked) : seat)),
  );
}

function marked(seats: MapSeat[], at: number, mark: Mark, isMarked: (seat: MapSeat) => boolean): MapSeat {
  const seat = seats[at] as MapSeat;
  const { accessible: _wheels, companionOf: _of, restricted: _view, ...plain } = seat;
  const view = seat.restricted ? { restricted: true } : {};
  switch (mark) {
    case 'plain':
      return plain;
    case 'restricted':
      return { ...seat, restricted: true };
    case 'accessible':
      return { ...plain, ...view, accessible: true };
    case 'companion': {
      const place = nearestPlace(seats, at, isMarked);
      return place === null ? seat : { ...plain, ...view, companionOf: place };
    }
  }
}

function nearestPlace(seats: MapSeat[], at: number, isMarked: (seat: MapSeat) => boolean): string | null {
  for (let away = 1; away < seats.length; away += 1)
    for (const seat of [seats[at - away], seats[at + away]]) if (seat?.accessible && !isMarked(seat)) return seat.label;
  return null;
}

/** @param zone null: the section's */
export function zoneSeats(document: SeatMapDocument, ids: Ids, zone: string | null): SeatMapDocument {
  return inRows(document, ids, (seats, isMarked, section) =>
    seats.map((seat) => {
      if (!isMarked(seat)) return seat;
      const { zone: _was, ...rest } = seat;
      return zone === null || zone === section.zone ? rest : { ...rest, zone };
    }),
  );
}

/** Removes seats, and the rows and sections that have none left. */
export function removeSeats(document: SeatMapDocument, ids: Ids): SeatMapDocument {
  const left = inRows(document, ids, (seats, isMarked) => seats.filter((seat) => !isMarked(seat)));
  const isEmpty = ({ rows = [], tables = [] }: MapSection) => rows.length + tables.length === 0;
  return left === document ? document : { ...left, sections: left.sections.filter((section) => !isEmpty(section)) };
}

/** A companion seat whose wheelchair place is gone becomes an ordinary seat. */
function withoutLostCompanions(document: SeatMapDocument): SeatMapDocument {
  const places = new Set<string>();
  const keysOf = (section: MapSection, row: string, seat: MapSeat): string[] => [
    idOf(section.key, row, seat),
    `${section.key}/${row}/${seat.label}`,
  ];
  for (const section of document.sections)
    for (const { label, seats } of section.rows ?? [])
      if (typeof seats !== 'number')
        for (const seat of seats) if (seat.accessible) for (const key of keysOf(section, label, seat)) places.add(key);
  const isLost = (section: MapSection, row: string, { companionOf }: MapSeat): boolean =>
    companionOf !== undefined && !places.has(companionOf) && !places.has(`${section.key}/${row}/${companionOf}`);
  return {
    ...document,
    sections: document.sections.map((section) => {
      if (
        !section.rows?.some(
          ({ label, seats }) => typeof seats !== 'number' && seats.some((seat) => isLost(section, label, seat)),
        )
      )
        return section;
      return {
        ...section,
        rows: section.rows.map((row) => ({
          ...row,
          seats:
            typeof row.seats === 'number'
              ? row.seats
              : row.seats.map((seat) => (isLost(section, row.label, seat) ? withoutCompanion(seat) : seat)),
        })),
      };
    }),
  };
}

function withoutCompanion({ companionOf: _of, ...rest }: MapSeat): MapSeat {
  return rest;
}
