import type { AttentionVerb } from '../../contract/attention-verbs.js';
import type { ApprovalKind } from '../../contract/approval-shapes.js';
import type { PolicyChangeInput } from '../../sales/catalogue/policy-input.types.js';
import type { SaleChangeInput } from '../../sales/catalogue/sale-input.types.js';
import { managing, paying, type StaffRole } from '../sign-in/staff.types.js';

/** An action that may need a second person. JSON, because it is stored in a row until decided. */
export type Proposal =
  | { action: 'cancel_show'; saleId: string; reason: string | null }
  | { action: 'close_sale'; saleId: string }
  | { action: 'close_earlier'; saleId: string; input: SaleChangeInput }
  | { action: 'revoke_passes'; saleId: string }
  | { action: 'change_policy'; saleId: string; input: PolicyChangeInput }
  | { action: 'publish_report'; saleId: string }
  | { action: 'refund'; orderId: string; amount?: number; ticketIds?: string[]; reason?: string; key?: string }
  | { action: 'cancel_order'; orderId: string; reason: string | null }
  | { action: 'attention'; itemId: string; verb: AttentionVerb; note: string | null }
  | { action: 'open_without_beacon'; itemId: string; note: string | null }
  | { action: 'settings'; kinds: ApprovalKind[]; refundFreeMinor: number | null }
  | { action: 'two_factor_roles'; roles: StaffRole[] };

export function kindOf({ action }: Proposal): ApprovalKind | 'settings' {
  if (action === 'close_earlier') return 'close_sale';
  if (action === 'two_factor_roles') return 'settings';
  return action === 'cancel_order' || action === 'attention' ? 'refund' : action;
}

export function subjectOf(proposal: Proposal): string {
  if ('saleId' in proposal) return proposal.saleId;
  if ('orderId' in proposal) return proposal.orderId;
  return 'itemId' in proposal ? proposal.itemId : 'team';
}

/** Returns the roles that may approve: those allowed to perform the action, and owners only for settings. */
export function approversOf(kind: ApprovalKind | 'settings'): readonly StaffRole[] {
  if (kind === 'settings') return ['owner'];
  return kind === 'refund' ? paying : managing;
}
