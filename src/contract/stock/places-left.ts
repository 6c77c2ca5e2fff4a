import type { StockState } from '../sale/sale-shapes.js';
import type { AvailabilityShape } from './availability-shapes.js';

type Sections = NonNullable<AvailabilityShape['ticketTypes'][number]['sections']>;

const order: readonly StockState[] = ['gone', 'low', 'plenty'];

/** Returns what is left of the wheelchair places: the highest level among the sections; undefined if it is not known. */
export function placesLeft(sections: Sections = []): StockState | undefined {
  const known = sections.flatMap(({ accessible }) => (accessible === undefined ? [] : [accessible]));
  return known.reduce<StockState | undefined>(
    (best, one) => (best === undefined || order.indexOf(one) > order.indexOf(best) ? one : best),
    undefined,
  );
}
