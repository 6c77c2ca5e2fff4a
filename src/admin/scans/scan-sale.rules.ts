import type { ScanSaleShape } from '../../contract/orders/ticket-shapes.js';
import type { SaleView } from '../../sales/sales.types.js';

/** Returns sales by next show first; drafts have no tickets. */
export const scannableOf = (sales: readonly SaleView[]): ScanSaleShape[] =>
  sales
    .filter(({ state }) => state !== 'draft')
    .map(({ id, name, show }) => ({ id, name, show: show.name, venue: show.venue, startsAt: show.startsAt }))
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
