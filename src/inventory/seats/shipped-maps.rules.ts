import type { MapRow, MapSeat, MapSection, SeatMapDocument } from '../../contract/stock/seat-map-shapes.js';
import { type Bowl, type ShippedHouse, shippedHouses } from './shipped-houses.js';

const FOCUS = { x: 0, y: 0 };
/** Distance between rows; seats of a row are 1 apart. */
const ROW_DEPTH = 1.15;
/** Wheelchair places per section that has any, each with a companion seat. */
const PLACES = 4;

/** Returns a built-in house in long form; null for an unknown id. */
export function shippedMap(id: string): SeatMapDocument | null {
  const house = shippedHouses.find((known) => known.id === id);
  return house ? draw(house) : null;
}

function draw(house: ShippedHouse): SeatMapDocument {
  const sections = house.bowls.flatMap(drawBowl);
  trim(sections, house.seats);
  return {
    name: house.name,
    focalPoint: FOCUS,
    stage: house.stage,
    zones: house.zones,
    sections,
    ...(house.standing.length > 0 && {
      standing: house.standing.map(({ key, label, capacity, x, y, wide, deep }) => ({
        ...{ key, label, capacity },
        outline: [
          { x: x - wide / 2, y },
          { x: x + wide / 2, y },
          { x: x + wide / 2, y: y + deep },
          { x: x - wide / 2, y: y + deep },
        ],
      })),
    }),
  };
}

function drawBowl(bowl: Bowl): MapSection[] {
  const step = (bowl.to - bowl.from) / bowl.sections;
  return Array.from({ length: bowl.sections }, (_, index) => {
    const from = bowl.from + index * step + bowl.aisle / 2;
    const rows = Array.from({ length: bowl.rows }, (_row, row) =>
      drawRow(bowl, index, row, from, from + step - bowl.aisle),
    );
    return {
      key: `${bowl.key}${index + 1}`,
      label: `${bowl.label} ${index + 1}`,
      zone: bowl.zone,
      rows,
    };
  });
}

function drawRow(bowl: Bowl, section: number, row: number, from: number, to: number): MapRow {
  const radius = bowl.radius + row * ROW_DEPTH;
  const at = (degrees: number) => {
    const angle = (degrees * Math.PI) / 180;
    return {
      x: rounded(FOCUS.x + radius * bowl.stretch * Math.sin(angle)),
      y: rounded(FOCUS.y + radius * Math.cos(angle)),
    };
  };
  const angles = evenly(radius, bowl.stretch, from, to);
  const isEdge = section === 0 || section === bowl.sections - 1;
  const seats = angles.map((degrees, index): MapSeat => {
    const isAtEnd = index < bowl.restrictedEnds || index >= angles.length - bowl.restrictedEnds;
    return { label: String(index + 1), ...at(degrees), ...(isEdge && isAtEnd && { restricted: true }) };
  });
  if (row === bowl.rows - 1 && hasPlaces(bowl, section)) markPlaces(seats);
  return { label: String(row + 1), seats };
}

/** Returns angles of seats 1 apart along the arc, whatever its stretch: as many as fit, centred. */
function evenly(radius: number, stretch: number, from: number, to: number): number[] {
  /** Degrees taken by one seat at an angle. */
  const stepAt = (degrees: number) => {
    const angle = (degrees * Math.PI) / 180;
    return 180 / (Math.PI * radius * Math.hypot(stretch * Math.cos(angle), Math.sin(angle)));
  };
  const angles: number[] = [];
  for (let degrees = from; degrees <= to; degrees += stepAt(degrees + stepAt(degrees) / 2)) angles.push(degrees);
  const spare = (to - (angles.at(-1) ?? to)) / 2;
  return angles.map((degrees) => degrees + spare);
}

const hasPlaces = ({ accessibleSections, sections }: Bowl, section: number): boolean =>
  accessibleSections > 0 && section % Math.ceil(sections / accessibleSections) === 0;

/** Marks pairs of wheelchair place and companion seat, starting from the middle of the row. */
function markPlaces(seats: MapSeat[]): void {
  const first = Math.max(0, Math.floor(seats.length / 2) - PLACES);
  for (let index = first; index + 1 < Math.min(seats.length, first + 2 * PLACES); index += 2) {
    const [place, companion] = [seats[index], seats[index + 1]];
    if (!place || !companion) return;
    place.accessible = true;
    companion.companionOf = place.label;
  }
}

/** Removes seats from the ends of the last rows, section by section from the last, until `wanted` remain. */
function trim(sections: readonly MapSection[], wanted: number): void {
  const rows = sections.flatMap(({ rows: all = [] }) => all.map(({ seats }) => seats as MapSeat[]));
  let spare = rows.reduce((sum, seats) => sum + seats.length, 0) - wanted;
  if (spare < 0) throw new Error(`the house has ${-spare} seats too few`);
  while (spare > 0)
    for (const seats of rows.toReversed()) {
      const last = seats.at(-1);
      if (spare === 0) break;
      if (seats.length < 4 || last?.companionOf !== undefined) continue;
      seats.pop();
      spare -= 1;
    }
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
