import type { Hold, HoldTerms } from '../../inventory/holds/hold.types.js';
import type { SaleView } from '../../sales/sales.types.js';
import type { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';

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

/** Returns a hold's currency; an ended one has lost its own, so its sale is asked, which an active one never needs. */
export async function currencyOf(
  { currency, saleId }: Pick<Hold, 'currency' | 'saleId'>,
  sales: Pick<SaleCache, 'byId'>,
): Promise<string> {
  return currency === '' ? ((await sales.byId(saleId))?.currency ?? '') : currency;
}
