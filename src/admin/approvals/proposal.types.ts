import type { AttentionVerb } from '../../contract/staff/attention-verbs.js';
import type { ApprovalKind } from '../../contract/staff/approval-shapes.js';
import type { PolicyChangeInput } from '../../sales/catalogue/input/policy-input.types.js';
import type { NoticeInput } from '../../sales/catalogue/input/notice-input.types.js';
import type { SaleChangeInput } from '../../sales/catalogue/input/sale-input.types.js';
import type { ChannelInput, StockChangeInput } from '../../sales/catalogue/input/stock-input.types.js';
import type { TicketTypeInput } from '../../sales/catalogue/input/ticket-type-input.types.js';
import type { JoinSwitchesBody } from '../sales/join-switches.dto.js';
import { managing, paying, type StaffRole } from '../sign-in/staff.types.js';

/**
 * An action that may need a second person. JSON, because it is stored in a row until decided. `version` is that of what
 * it was asked for over, `epoch` that of the line; over others it is not carried out.
 */
export type Proposal =
  | { action: 'cancel_show'; saleId: string; reason: string | null }
  | { action: 'close_sale'; saleId: string }
  | { action: 'close_earlier'; saleId: string; input: SaleChangeInput }
  | { action: 'open_sale'; saleId: string }
  | { action: 'pause_sale'; saleId: string }
  | { action: 'resume_sale'; saleId: string }
  | { action: 'change_opening'; saleId: string; input: SaleChangeInput }
  | { action: 'change_stock'; saleId: string; input: StockChangeInput; version?: string }
  | { action: 'add_ticket_type'; saleId: string; input: TicketTypeInput }
  | { action: 'set_channels'; saleId: string; input: ChannelInput[]; version?: string }
  | { action: 'change_joins'; saleId: string; input: JoinSwitchesBody }
  | { action: 'extend_deadlines'; saleId: string; minutes: number; epoch?: number }
  | { action: 'change_notice'; saleId: string; input: NoticeInput }
  | { action: 'void_codes'; saleId: string; batchId: string }
  | { action: 'revoke_passes'; saleId: string }
  | { action: 'change_policy'; saleId: string; input: PolicyChangeInput }
  | { action: 'publish_report'; saleId: string }
  | { action: 'refund'; orderId: string; amount?: number; ticketIds?: string[]; reason?: string; key?: string }
  | { action: 'cancel_order'; orderId: string; reason: string | null }
  | { action: 'attention'; itemId: string; verb: AttentionVerb; note: string | null }
  | { action: 'open_without_beacon'; itemId: string; note: string | null }
  | { action: 'settings'; kinds: ApprovalKind[]; refundFreeMinor: number | null; version: string }
  | { action: 'two_factor_roles'; roles: StaffRole[]; version: string };

/** Actions whose kind has another name. */
const kinds = {
  close_earlier: 'close_sale',
  add_ticket_type: 'change_stock',
  set_channels: 'change_stock',
  two_factor_roles: 'settings',
  cancel_order: 'refund',
  attention: 'refund',
} as const satisfies Partial<Record<Proposal['action'], ApprovalKind | 'settings'>>;

export function kindOf({ action }: Proposal): ApprovalKind | 'settings' {
  return action in kinds ? kinds[action as keyof typeof kinds] : (action as ApprovalKind | 'settings');
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
