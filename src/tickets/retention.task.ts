import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../platform/lifecycle/periodic-task.js';
import { TicketsRetentionRepository } from './retention.repository.js';

const HOUR_MS = 3_600_000;
const MAX_BATCHES = 20;

@Injectable()
export class TicketsRetentionTask extends PeriodicTask {
  readonly name = 'tickets-retention';
  readonly everyMs = HOUR_MS;

  constructor(private readonly retention: TicketsRetentionRepository) {
    super();
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    for (let batch = 0; batch < MAX_BATCHES && !signal.aborted; batch += 1)
      if (!(await this.retention.forgetBatch())) return;
  }
}
