import type { RefundWeight } from '../../checkout/refunds/refund-weight.service.js';

/**
 * Returns whether a refund needs a second person.
 * @param freeMinor what one person may refund per day without approval; null: refunds in general need no approval
 * @param afterScan whether a ticket that let somebody in needs one nevertheless
 */
export function needsSecondPerson(weight: RefundWeight | null, freeMinor: bigint | null, afterScan = false): boolean {
  if (weight === null) return false;
  if (weight.wasScanned) return afterScan || freeMinor !== null;
  return freeMinor !== null && weight.dayMinor + weight.amountMinor > freeMinor;
}
