import { Injectable } from '@nestjs/common';
import { AuditService } from '../../platform/audit/audit.service.js';
import { AccessCodesService } from '../../queue/codes/access-codes.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { ApprovalGate, type NeedsApproval } from '../approvals/approval-gate.js';
import { type Doer, saleEntry } from '../approvals/proposal-entry.rules.js';
import type { Staff } from '../sign-in/staff.types.js';

export type VoidResult = { kind: 'voided' } | { kind: 'not_found' };

/** Voids lists of access codes, subject to the approval gate. */
@Injectable()
export class CodeVoids {
  constructor(
    private readonly codes: AccessCodesService,
    private readonly audit: AuditService,
    private readonly gate: ApprovalGate,
  ) {}

  async void(staff: Staff, { id: saleId, state }: SaleView, batchId: string): Promise<VoidResult | NeedsApproval> {
    const lists = await this.codes.counts(saleId);
    if (!lists.some(({ id }) => id === batchId)) return { kind: 'not_found' };
    const isDraft = state === 'draft'; // whose codes nobody has used
    const stop = isDraft ? null : await this.gate.stop(staff, { action: 'void_codes', saleId, batchId });
    return stop ?? (await this.voidNow({ actor: staff.actor, approvalId: null }, saleId, batchId));
  }

  async voidNow(doer: Doer, saleId: string, batchId: string): Promise<VoidResult> {
    if (!(await this.codes.void(saleId, batchId))) return { kind: 'not_found' };
    await this.audit.recordOnce(saleEntry('sale.access-codes-void', saleId, { batchId }, doer));
    return { kind: 'voided' };
  }
}
