import { Injectable } from '@nestjs/common';
import { ApprovalGate, type NeedsApproval } from '../approvals/approval-gate.js';
import type { Staff } from '../sign-in/staff.types.js';
import { type PublishResult, ReportService } from './report.service.js';

/** Publishes reports, subject to the approval gate. */
@Injectable()
export class StaffReports {
  constructor(
    private readonly reports: ReportService,
    private readonly gate: ApprovalGate,
  ) {}

  async publish(staff: Staff, saleId: string): Promise<PublishResult | NeedsApproval> {
    const stop = await this.gate.stop(staff, { action: 'publish_report', saleId });
    return stop ?? (await this.reports.publish(saleId, staff.actor));
  }
}
