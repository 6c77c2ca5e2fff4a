import type { ApprovalKind } from '../../contract/staff/approval-shapes.js';

export interface ApprovalTerms {
  kinds: readonly ApprovalKind[];
  refundFreeMinor: number | null;
}

/** Returns whether the change lets one person do more alone than before. */
export function weakens(before: ApprovalTerms, after: ApprovalTerms): boolean {
  if (before.kinds.some((kind) => !after.kinds.includes(kind))) return true;
  return before.kinds.includes('refund') && (after.refundFreeMinor ?? 0) > (before.refundFreeMinor ?? 0);
}
