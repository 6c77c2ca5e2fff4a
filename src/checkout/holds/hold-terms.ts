import type { HoldTerms } from '../../inventory/inventory.types.js';
import type { SaleView } from '../../sales/sales.types.js';

const knownTerms = new WeakMap<SaleView, ReadonlyMap<string, HoldTerms>>();

/** Returns the current terms of a sale. Cached per view, since views are immutable. */
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
