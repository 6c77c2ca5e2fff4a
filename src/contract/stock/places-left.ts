import type { StockState } from '../sale/sale-shapes.js';
import type { AvailabilityShape } from './availability-shapes.js';

type Section = NonNullable<AvailabilityShape['ticketTypes'][number]['sections']>[number];

const order: readonly StockState[] = ['gone', 'low', 'plenty'];

/**
 * Returns what is left of the wheelchair places in the chosen section, or the highest level among all if none is
 * chosen; undefined if it is not known.
 */
export function placesLeft(
  sections: readonly Pick<Section, 'key' | 'accessible'>[] = [],
  chosen = '',
): StockState | undefined {
  const known = sections.filter((section) => section.accessible !== undefined);
  const there = chosen === '' ? known : known.filter(({ key }) => key === chosen);
  return there.reduce<StockState | undefined>(
    (best, { accessible = 'gone' }) =>
      best === undefined || order.indexOf(accessible) > order.indexOf(best) ? accessible : best,
    known.length > 0 && chosen !== '' ? 'gone' : undefined, // a section without such places has none left
  );
}
