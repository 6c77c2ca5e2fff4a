import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';
import { HealthRepository } from './health.repository.js';
import { PspHealth } from './psp-health.js';

const FORGET_EVERY_ROUNDS = 600;

/**
 * Reports the provider's health to the other roles. Probes the provider while the circuit is not closed: otherwise
 * nobody would be admitted while it is open, and without traffic it would never close.
 */
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
    private readonly gateway: StripeGateway,
  ) {
    super();
  }

  async runOnce(): Promise<void> {
    const before = this.health.figures(this.clock.monotonicMs());
    await this.repository.report(this.config.nodeId, before);
    this.rounds += 1;
    if (this.rounds % FORGET_EVERY_ROUNDS === 1) await this.repository.forgetOld();
    if (before.breaker === 'closed') return;
    await this.gateway.probe();
    await this.repository.report(this.config.nodeId, this.health.figures(this.clock.monotonicMs()));
  }
}
