import type { ApprovalKind } from '../../contract/staff/approval-shapes.js';
import { versionOf } from '../../platform/versions.js';
import type { StaffSettings } from '../team/staff-settings.repository.js';

export interface ApprovalTerms {
  kinds: readonly ApprovalKind[];
  refundFreeMinor: number | null;
}

/** Returns whether the change lets one person do more alone than before. */
export function weakens(before: ApprovalTerms, after: ApprovalTerms): boolean {
  if (before.kinds.some((kind) => !after.kinds.includes(kind))) return true;
  return before.kinds.includes('refund') && (after.refundFreeMinor ?? 0) > (before.refundFreeMinor ?? 0);
}

export const termsOf = ({ approvalKinds, refundFreeMinor }: Omit<StaffSettings, 'twoFactorRoles'>): ApprovalTerms => ({
  kinds: approvalKinds.toSorted() as ApprovalKind[],
  refundFreeMinor: refundFreeMinor === null ? null : Number(refundFreeMinor),
});

export const termsVersion = (settings: Omit<StaffSettings, 'twoFactorRoles'>): string => versionOf(termsOf(settings));
