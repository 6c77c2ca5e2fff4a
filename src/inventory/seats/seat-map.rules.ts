import type { FieldError } from '../../contract/errors.js';
import { MAX_CAPACITY, MAX_SEATS, MAX_SECTIONS } from '../inventory.bounds.js';
import type { SeatMapDraft, SeatRow, StockTicketType } from '../inventory.types.js';

/** Rows left empty between two sections, in the unit of y. */
const SECTION_GAP = 2;

export type DraftSeat = Omit<SeatRow, 'poolId' | 'ticketTypeId' | 'withdrawn' | 'blocked'>;

export const seatId = (section: string, row: string, label: string): string => `${section}-${row}-${label}`;

/** Expands the short form: one seat per number, rows centred on x = 0, sections one behind the other. Order: index order. */
export function expandSeatMap(map: SeatMapDraft): DraftSeat[] {
  const seats: DraftSeat[] = [];
  let y = 0;
  for (const section of map.sections) {
    for (const [rowIndex, row] of section.rows.entries()) {
      for (let seatIndex = 0; seatIndex < row.seats; seatIndex++) {
        const label = String(seatIndex + 1);
        seats.push({
          id: seatId(section.key, row.label, label),
          section: section.key,
          sectionLabel: section.label,
          row: row.label,
          label,
          rowIndex,
          seatIndex,
          x: seatIndex - (row.seats - 1) / 2,
          y,
        });
      }
      y++;
    }
    y += SECTION_GAP;
  }
  return seats;
}

/** What is wrong with a sale's stock before it is written; empty when it can be sold. Bounds the work of `expandSeatMap`. */
export function stockErrors(ticketTypes: readonly StockTicketType[], map: SeatMapDraft | null): FieldError[] {
  const sections = map?.sections ?? [];
  const mapErrors = seatMapErrors(sections);
  return mapErrors.length > 0 ? mapErrors : ticketTypeErrors(ticketTypes, sections);
}

function seatMapErrors(sections: SeatMapDraft['sections']): FieldError[] {
  const errors: FieldError[] = [];
  if (sections.length > MAX_SECTIONS) {
    errors.push({ field: 'seatMap.sections', message: `At most ${MAX_SECTIONS} sections.` });
  }
  const rows = sections.flatMap((section) => section.rows);
  if (rows.some((row) => !Number.isInteger(row.seats) || row.seats < 1)) {
    errors.push({ field: 'seatMap.sections', message: 'Every row has at least one seat.' });
  } else if (rows.reduce((sum, row) => sum + row.seats, 0) > MAX_SEATS) {
    errors.push({ field: 'seatMap.sections', message: `At most ${MAX_SEATS} seats.` });
  }
  const repeated = firstRepeated(sections.map((section) => section.key));
  if (repeated !== null) errors.push({ field: 'seatMap.sections', message: `Section ${repeated} is there twice.` });
  sections.forEach((section, index) => {
    const field = `seatMap.sections[${index}].rows`;
    if (section.rows.length === 0) errors.push({ field, message: `Section ${section.key} has no rows.` });
    const row = firstRepeated(section.rows.map(({ label }) => label));
    if (row !== null) errors.push({ field, message: `Row ${row} of section ${section.key} is there twice.` });
  });
  // A-1 + row 2 and A + row 1-2 would name their seats alike
  const names = sections.flatMap((section) => section.rows.map((row) => `${section.key}-${row.label}`));
  const clash = firstRepeated(names);
  if (clash !== null && errors.length === 0) {
    errors.push({ field: 'seatMap.sections', message: `Two rows would both be called ${clash}.` });
  }
  return errors;
}

function ticketTypeErrors(ticketTypes: readonly StockTicketType[], sections: SeatMapDraft['sections']): FieldError[] {
  const errors: FieldError[] = [];
  const sizes = new Map(sections.map(({ key, rows }) => [key, rows.reduce((sum, row) => sum + row.seats, 0)]));
  const sellers = new Map<string, number>();
  ticketTypes.forEach((type, index) => {
    const wrong = (field: string, message: string) => errors.push({ field: `ticketTypes[${index}].${field}`, message });
    if (type.admission === 'general') {
      if (type.sections.length > 0) wrong('sections', 'General admission has no sections.');
      if (!isCapacity(type.capacity)) wrong('capacity', `A whole number from 1 to ${MAX_CAPACITY}.`);
      return;
    }
    if (type.sections.length === 0) wrong('sections', 'Reserved seats need the sections that they are in.');
    let seats = 0;
    for (const key of type.sections) {
      if (!sizes.has(key)) wrong('sections', `The seat map has no section ${key}.`);
      if (sellers.has(key)) wrong('sections', `Section ${key} is sold by another ticket type already.`);
      sellers.set(key, index);
      seats += sizes.get(key) ?? 0;
    }
    if (type.capacity !== undefined && type.capacity !== seats) wrong('capacity', `Its sections have ${seats} seats.`);
  });
  const unsold = sections.findIndex(({ key }) => !sellers.has(key));
  if (unsold >= 0) errors.push({ field: `seatMap.sections[${unsold}]`, message: 'No ticket type sells this section.' });
  return errors;
}

const isCapacity = (capacity: number | undefined): boolean =>
  capacity !== undefined && Number.isInteger(capacity) && capacity >= 1 && capacity <= MAX_CAPACITY;

function firstRepeated(values: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) return value;
    seen.add(value);
  }
  return null;
}
