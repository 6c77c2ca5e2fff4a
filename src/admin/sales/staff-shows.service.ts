import { Injectable } from '@nestjs/common';
import { ShowCancellations } from '../../checkout/refunds/show-cancellation.service.js';
import type { ShowCancellationShape } from '../../contract/orders/show-cancellation-shapes.js';
import { ApprovalGate, type NeedsApproval } from '../approvals/approval-gate.js';
import type { Staff } from '../sign-in/staff.types.js';

/** Cancels a whole show, subject to the approval gate. */
@Injectable()
export class StaffShows {
  constructor(
    private readonly shows: ShowCancellations,
    private readonly gate: ApprovalGate,
  ) {}

  /** Returns the progress of one that is under way or has left nothing; one that left something begins another round. */
  async cancel(
    staff: Staff,
    saleId: string,
    reason: string | null,
  ): Promise<ShowCancellationShape | NeedsApproval | 'away' | 'draft' | null> {
    const progress = await this.shows.progress(saleId);
    if (progress && !(await this.shows.hasLeft(saleId))) return progress;
    const stop = await this.gate.stop(staff, { action: 'cancel_show', saleId, reason });
    return stop ?? (await this.shows.begin(saleId, staff.actor, reason));
  }
}
