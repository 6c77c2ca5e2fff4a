import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { ApprovalsService } from './approvals.service.js';

/** Expires overdue proposals and resumes interrupted ones. */
@Injectable()
export class ApprovalsTask extends PeriodicTask {
  override readonly name = 'admin-approvals';
  override readonly everyMs = 10_000;

  constructor(private readonly approvals: ApprovalsService) {
    super();
  }

  override async runOnce(): Promise<void> {
    await this.approvals.sweep();
  }
}
