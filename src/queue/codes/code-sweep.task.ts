import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { CodesRepository } from './codes.repository.js';

/** Deletes access codes whose retention has ended. */
@Injectable()
export class CodeSweepTask extends PeriodicTask {
  override readonly name = 'access-code-sweep';
  override readonly everyMs = 10 * 60_000;

  constructor(
    private readonly codes: CodesRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    const before = new Date(this.clock.nowMs());
    while (!signal.aborted && (await this.codes.sweep(before)));
  }
}
