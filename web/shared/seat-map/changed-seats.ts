import type { SeatShape } from '../../../src/contract/shapes.js';
import type { MapModel } from './map-model.js';

/** From so many on, the whole picture is drawn anew. */
const MOST = 3_000;

/**
 * The seats that look different now, when nothing else does: they alone are drawn. Null when the whole picture is to be drawn.
 * @param seatsShown whether the picture shows seats; from afar it shows sections and what is left in them
 */
export function changedSeats(before: MapModel, after: MapModel, seatsShown: boolean): SeatShape[] | null {
  const isSame =
    before.plan === after.plan &&
    before.tiers === after.tiers &&
    before.words === after.words &&
    before.chosen === after.chosen;
  if (!isSame) return null;
  if (!seatsShown) return before.levels === after.levels ? [] : null;
  const changed: SeatShape[] = [];
  for (const [key, seats] of after.seats) {
    const known = before.seats.get(key);
    if (known === seats) continue;
    if (known?.length !== seats.length) return null;
    for (const [index, seat] of seats.entries()) if (seat !== known[index]) changed.push(seat);
    if (changed.length > MOST) return null;
  }
  return changed;
}
