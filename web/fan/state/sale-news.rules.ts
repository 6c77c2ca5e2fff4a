import type { SaleShape, Snapshot } from '../../../src/contract/shapes.js';

/** Somebody shops or pays: whatever happens to the sale is shown within two seconds. */
export const closePollMs = 1_600;

/**
 * How long a page waits before it asks how the sale stands.
 * @param close of pages that only admitted fans see: few, whatever the size of the crowd
 */
export function newsPauseMs(snapshot: Pick<Snapshot, 'pollAfterMs' | 'state'> | null, close: boolean): number {
  if (snapshot === null) return closePollMs;
  return close && snapshot.state !== 'closed' ? Math.min(closePollMs, snapshot.pollAfterMs) : snapshot.pollAfterMs;
}

/** The sale with what the newest snapshot says of it; prices and limits are the sale's own. */
export function saleAsOf(sale: SaleShape, snapshot: Snapshot | null): SaleShape {
  if (snapshot === null || snapshot.saleId !== sale.id) return sale;
  const { state, prequeueAt, opensAt, closesAt } = snapshot;
  const stock = new Map(snapshot.stock.map((one) => [one.ticketTypeId, one.state]));
  const ticketTypes = sale.ticketTypes.map((type) => ({ ...type, state: stock.get(type.id) ?? type.state }));
  return { ...sale, state, prequeueAt, opensAt, closesAt, ticketTypes };
}
