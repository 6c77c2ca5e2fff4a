import type { RefundWeight } from '../../checkout/refunds/refund-weight.service.js';

/**
 * Whether a refund needs a second person.
 * @param freeMinor what one person may give back within a day alone; null: approvals of refunds are off
 */
export function needsSecondPerson(weight: RefundWeight | null, freeMinor: bigint | null): boolean {
  if (freeMinor === null || weight === null) return false;
  return weight.wasScanned || weight.dayMinor + weight.amountMinor > freeMinor;
}
