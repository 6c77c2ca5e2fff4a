import { BoundedMap } from '../platform/cache/bounded-map.js';

/** Differences below this come from reading two clocks one after the other; above, sale time has stood still. */
const READ_APART_MS = 250;
const MAX_SALES = 2_000;
/** How far wall time is ahead of sale time, by sale, as last told. */
const leads = new BoundedMap<string, number>(MAX_SALES);

/**
 * Converts a deadline in sale time to wall time for display; correct unless the sale stands still before it. Tells one
 * deadline the same way each time, so that none seems to move, or to grow by a failed action.
 * @param deadlineSaleMs and saleNowMs in ms of sale time, wallNowMs in ms of wall time
 */
export function wallTimeOf(saleId: string, deadlineSaleMs: number, saleNowMs: number, wallNowMs: number): string {
  const lead = wallNowMs - saleNowMs;
  const told = leads.get(saleId);
  const kept = told !== undefined && Math.abs(lead - told) < READ_APART_MS ? told : lead;
  if (kept !== told) leads.set(saleId, kept);
  return new Date(deadlineSaleMs + kept).toISOString();
}
