import type { DraftSeat, HouseMap } from '../inventory.types.js';

/**
 * Whether a map of a published sale may become this one: the same seats beside the same neighbours, for the same people, at
 * the same price. Names, places, views, stage and standing areas' outlines may change.
 * @returns what else changes, for a person; null when nothing does
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
