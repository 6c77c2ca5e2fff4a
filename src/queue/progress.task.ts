import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../platform/lifecycle/periodic-task.js';
import { LiveLines } from './live-lines.js';
import { QueueRepository } from './queue.repository.js';

/** Writes S and sale time to Postgres once a second: where a line goes on after a loss of Redis. */
@Injectable()
export class ProgressTask extends PeriodicTask {
  readonly name = 'progress';
  readonly everyMs = 1_000;

  constructor(
    private readonly live: LiveLines,
    private readonly repository: QueueRepository,
  ) {
    super();
  }

  async runOnce(): Promise<void> {
    for (const { saleId, line } of this.live.all()) {
      if (line.epoch === null) continue;
      const lanes = line.lanes.map(({ key, serving }) => ({ lane: key, serving }));
      await this.repository.keepProgress(saleId, line.epoch, line.saleMs, lanes);
    }
  }
}
