import type { RefundWeight } from '../../checkout/refunds/refund-weight.service.js';

/**
 * Returns whether a refund needs a second person.
 * @param freeMinor what one person may refund per day without approval; null: refunds need no approval
 */
export function needsSecondPerson(weight: RefundWeight | null, freeMinor: bigint | null): boolean {
  if (freeMinor === null || weight === null) return false;
  return weight.wasScanned || weight.dayMinor + weight.amountMinor > freeMinor;
}
