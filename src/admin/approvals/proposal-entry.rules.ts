import type { ActionCode } from '../../contract/staff/action-words.js';
import type { AuditEntry, Json } from '../../platform/audit/audit.sql.js';
import type { Proposal } from './proposal.types.js';

/** Who does it, and the approval that it is carried out for; null: one person was enough. */
export interface Doer {
  actor: string;
  approvalId: string | null;
}

const actions = {
  close_sale: 'sale.close',
  open_sale: 'sale.open',
  pause_sale: 'sale.pause',
  resume_sale: 'sale.resume',
  close_earlier: 'sale.update',
  change_opening: 'sale.update',
  change_policy: 'sale.policy',
  change_notice: 'sale.notice',
  change_joins: 'sale.joins',
  change_stock: 'sale.stock',
  add_ticket_type: 'sale.ticket-type',
  set_channels: 'sale.channels',
  extend_deadlines: 'sale.extend_deadlines',
  revoke_passes: 'sale.revoke_passes',
  void_codes: 'sale.access-codes-void',
} as const satisfies Partial<Record<Proposal['action'], ActionCode>>;

/** Returns what the log says of an action on a sale; null for those that are logged by what they are about. */
export function entryOf(proposal: Proposal, doer: Doer): AuditEntry | null {
  if (!('saleId' in proposal) || !(proposal.action in actions)) return null;
  const action = actions[proposal.action as keyof typeof actions];
  return saleEntry(action, proposal.saleId, dataOf(proposal), doer);
}

export const saleEntry = (
  action: ActionCode,
  subject: string,
  data: { readonly [key: string]: Json },
  { actor, approvalId }: Doer,
): AuditEntry => ({ actor, action, subject, data: { ...data, ...(approvalId !== null && { approvalId }) } });

export const teamEntry = (action: ActionCode, data: { readonly [key: string]: Json }, doer: Doer): AuditEntry =>
  saleEntry(action, 'team', data, doer);

function dataOf(proposal: Proposal): { readonly [key: string]: Json } {
  switch (proposal.action) {
    case 'extend_deadlines':
      return { minutes: proposal.minutes };
    case 'void_codes':
      return { batchId: proposal.batchId };
    case 'revoke_passes':
      return { asked: 'all' };
    default:
      return 'input' in proposal ? asked(proposal.input) : {};
  }
}

/** The request as received; it contains no secret. */
export const asked = (input: object): { asked: Json } => ({ asked: JSON.parse(JSON.stringify(input)) as Json });
