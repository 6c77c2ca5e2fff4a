import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { Snapshot } from '../../../src/contract/line/line-shapes.js';

/** Poll interval while somebody shops or pays, so that changes of the sale show within two seconds. */
export const closePollMs = 1_600;

/**
 * Returns the delay before the sale's snapshot is polled again.
 * @param close for pages that only admitted fans see: their number is bounded, whatever the size of the crowd
 */
export function newsPauseMs(snapshot: Pick<Snapshot, 'pollAfterMs' | 'state'> | null, close: boolean): number {
  if (snapshot === null) return closePollMs;
  return close && snapshot.state !== 'closed' ? Math.min(closePollMs, snapshot.pollAfterMs) : snapshot.pollAfterMs;
}

/** Merges the newest snapshot into the sale; prices and limits stay the sale's own. */
export function saleAsOf(sale: SaleShape, snapshot: Snapshot | null): SaleShape {
  if (snapshot === null || snapshot.saleId !== sale.id) return sale;
  const { state, prequeueAt, opensAt, closesAt } = snapshot;
  const stock = new Map(snapshot.stock.map((one) => [one.ticketTypeId, one.state]));
  const ticketTypes = sale.ticketTypes.map((type) => ({ ...type, state: stock.get(type.id) ?? type.state }));
  // what the sale says stays: it may have been canceled since the last snapshot of a sale that is over
  const canceledAt = sale.show.canceledAt ?? snapshot.showCanceledAt;
  const show = canceledAt === undefined ? sale.show : { ...sale.show, canceledAt };
  return { ...sale, show, state, prequeueAt, opensAt, closesAt, ticketTypes };
}
