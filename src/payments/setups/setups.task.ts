import { Injectable, Logger } from '@nestjs/common';
import { Leases } from '../../platform/lifecycle/lease.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { StripeCaller } from '../stripe/stripe.caller.js';
import { SetupEndings } from './setup-endings.service.js';
import { SetupsStore } from './setups.store.js';

const AT_ONCE = 20;
const LEASE_MS = 60_000;
/** Delay of a cancellation that failed, so that it does not keep the others waiting. */
const RETRY_MS = 60_000;

/** Cancels checks of cards that are unfinished at their expiry. Idempotent, so the lease only saves calls. */
@Injectable()
export class SetupsTask extends PeriodicTask {
  readonly name = 'payments-setups';
  readonly everyMs = 10_000;
  private readonly log = new Logger('Setups');

  constructor(
    private readonly leases: Leases,
    private readonly caller: StripeCaller,
    private readonly setups: SetupsStore,
    private readonly endings: SetupEndings,
  ) {
    super();
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    await this.leases.withLease(this.name, LEASE_MS, () => this.sweep(signal));
  }

  /** Runs one round, without the lease. */
  async sweep(signal: AbortSignal): Promise<void> {
    for (const id of await this.setups.expired(AT_ONCE)) {
      // new checks come first
      if (signal.aborted || this.caller.capacity('setup') < 1) return;
      if (!(await this.cancelled(id))) await this.setups.opened(id, RETRY_MS);
    }
  }

  private async cancelled(id: string): Promise<boolean> {
    try {
      return await this.endings.cancel(id);
    } catch (error) {
      this.log.warn(`the check ${id} could not be cancelled: ${String(error)}`);
      return false;
    }
  }
}
