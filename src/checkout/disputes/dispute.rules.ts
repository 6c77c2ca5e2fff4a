import type { SalePolicyShape } from '../../contract/staff/staff-shapes.js';

/** What becomes of the tickets of an order whose payment is disputed. */
export interface DisputeRules {
  /** While a dispute is open or lost. */
  holdsDisputed: boolean;
  /** From a bank's warning of fraud on. */
  holdsWarned: boolean;
  /** Once a dispute is lost. */
  voidsLost: boolean;
}

/** @param policy of the sale; null: the sale is gone, and its tickets are held until a person decides */
export function disputeRulesOf(
  policy: Pick<SalePolicyShape, 'disputedTickets' | 'warnedTickets'> | null,
): DisputeRules {
  return {
    holdsDisputed: policy?.disputedTickets !== 'keep',
    holdsWarned: policy?.warnedTickets === 'hold',
    voidsLost: policy?.disputedTickets === 'void',
  };
}
