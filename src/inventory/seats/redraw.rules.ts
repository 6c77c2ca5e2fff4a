import type { DraftSeat, HouseMap } from '../inventory.types.js';

/**
 * Checks whether a published sale's map may be replaced by this one: the same seats with the same neighbours, audience
 * and price. Names, coordinates, views, the stage and outlines of standing areas may change.
 * @returns the first forbidden change, in readable form; null if there is none
 */
export function redrawRefusal(now: HouseMap, next: HouseMap): string | null {
  const known = new Map(now.seats.map((seat) => [seat.id, seat]));
  for (const seat of next.seats) {
    const present = known.get(seat.id);
    if (!present) return `Seat ${seat.id} is new.`;
    known.delete(seat.id);
    const changed = fixedFields.find((field) => seat[field] !== present[field]);
    if (changed) return `Seat ${seat.id} has another ${words[changed]}.`;
  }
  const [gone] = known.keys();
  if (gone !== undefined) return `Seat ${gone} is missing.`;
  const room = ({ frame }: HouseMap) =>
    frame.standing
      .map(({ key, capacity }) => `${key} ${capacity}`)
      .sort()
      .join();
  return room(now) === room(next) ? null : 'Standing areas have another key or capacity.';
}

const words = {
  section: 'section',
  rowIndex: 'order of rows',
  seatIndex: 'neighbour',
  zone: 'zone',
  accessible: 'kind of place',
  companionOf: 'wheelchair place beside it',
} as const satisfies Partial<Record<keyof DraftSeat, string>>;
const fixedFields = Object.keys(words) as (keyof typeof words)[];
