import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { HealthRepository } from './health.repository.js';
import { PspHealth } from './psp-health.js';

const FORGET_EVERY_ROUNDS = 600;

/** Reports the provider's health to the other roles. It calls no provider: a round that waits for one is late. */
@Injectable()
export class HealthTask extends PeriodicTask {
  readonly name = 'payments-health';
  readonly everyMs = 1_000;
  private rounds = 0;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly health: PspHealth,
    private readonly repository: HealthRepository,
  ) {
    super();
  }

  async runOnce(): Promise<void> {
    await this.repository.report(this.config.nodeId, this.health.figures(this.clock.monotonicMs()));
    this.rounds += 1;
    if (this.rounds % FORGET_EVERY_ROUNDS === 1) await this.repository.forgetOld();
  }
}
