import type { HoldTerms } from '../../inventory/inventory.types.js';
import type { SaleView } from '../../sales/sales.types.js';

const knownTerms = new WeakMap<SaleView, ReadonlyMap<string, HoldTerms>>();

/** At which terms a sale sells now. A view is never changed, so its terms are worked out once. */
export function termsOf(sale: SaleView): ReadonlyMap<string, HoldTerms> {
  const known = knownTerms.get(sale);
  if (known) return known;
  const terms = new Map<string, HoldTerms>(
    sale.ticketTypes.map(({ id, name, admission, priceMinor, fee, tax, maxPerFan, min, multiple }) => [
      id,
      { name, admission, priceMinor, fee, tax, maxPerFan, min, multiple },
    ]),
  );
  knownTerms.set(sale, terms);
  return terms;
}
