import type { InsideWords } from '../../../src/words/en.inside.js';
import type { Selection } from './selection.js';

/** What a press on the map has done, for whoever does not see it: a companion seat brings its wheelchair place, which takes it along when it goes. */
export function pickChange(before: Selection, after: Selection, { shop }: InsideWords): string {
  const onlyIn = (one: Selection, other: Selection, word: string) =>
    one.seats.filter(({ id }) => other.seats.every((seat) => seat.id !== id)).map(({ label }) => `${label}, ${word}`);
  return [...onlyIn(after, before, shop.chosen), ...onlyIn(before, after, shop.seatState.free)].join('. ');
}
