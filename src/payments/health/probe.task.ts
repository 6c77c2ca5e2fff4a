import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';
import { PspHealth } from './psp-health.js';

/**
 * Probes the provider while the circuit is not closed: otherwise nobody would be admitted while it is open, and without
 * traffic it would never close. Reports do not wait for it: a call to a provider that hangs outlives them.
 */
@Injectable()
export class ProbeTask extends PeriodicTask {
  readonly name = 'payments-probe';
  readonly everyMs = 1_000;

  constructor(
    private readonly health: PspHealth,
    private readonly gateway: StripeGateway,
  ) {
    super();
  }

  async runOnce(): Promise<void> {
    if (this.health.breaker !== 'closed') await this.gateway.probe();
  }
}
