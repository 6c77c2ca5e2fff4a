import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../lifecycle/periodic-task.js';
import { Tallies } from './tallies.js';
import { TalliesRepository } from './tallies.repository.js';

/** Sales and kinds per statement. */
const BATCH = 1_000;

/** Adds this node's counts to the sales' totals once a second. A crash loses at most the last second. */
@Injectable()
export class TallyTask extends PeriodicTask {
  override readonly name = 'tallies';
  override readonly everyMs = 1_000;

  constructor(
    private readonly tallies: Tallies,
    private readonly repository: TalliesRepository,
  ) {
    super();
  }

  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    await this.runOnce().catch(() => undefined); // counts are for reports only: an unreachable store must not delay shutdown
  }

  override async runOnce(): Promise<void> {
    const rows = this.tallies.take();
    for (let from = 0; from < rows.length; from += BATCH) {
      try {
        await this.repository.add(rows.slice(from, from + BATCH));
      } catch (error) {
        this.tallies.putBack(rows.slice(from)); // after a lost answer a batch may count twice; it is never dropped
        throw error;
      }
    }
  }
}
