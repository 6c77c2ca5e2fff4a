import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { ApprovalsService } from './approvals.service.js';

/** Gives every proposal its end. */
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
