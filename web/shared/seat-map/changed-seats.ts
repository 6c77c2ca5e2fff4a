import type { SeatShape } from '../../../src/contract/stock/availability-shapes.js';
import type { MapModel } from './map-model.js';

/** With more changes than this, a full repaint is cheaper. */
const MOST = 3_000;

/**
 * Returns the seats whose appearance changed, to be repainted alone; null if the whole picture has to be repainted.
 * @param seatsShown whether the picture shows seats; from afar it shows sections and their availability
 */
export function changedSeats(before: MapModel, after: MapModel, seatsShown: boolean): SeatShape[] | null {
  const isSame =
    before.plan === after.plan &&
    before.tiers === after.tiers &&
    before.words === after.words &&
    before.chosen === after.chosen;
  if (!isSame) return null;
  if (!seatsShown) return before.levels === after.levels && before.places === after.places ? [] : null;
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
