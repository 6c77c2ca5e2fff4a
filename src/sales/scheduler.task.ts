import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { Leases } from '../platform/lifecycle/lease.js';
import { PeriodicTask } from '../platform/lifecycle/periodic-task.js';
import { forEachSale } from './for-each-sale.js';
import { SaleCache } from './sale-cache.js';
import { SaleLife } from './sale-life.js';
import { boundaryDue } from './sale.state.js';
import { timesOf } from './sale-view.rules.js';

/** Long enough to draw and to write; another node takes over after it. */
const LEASE_MS = 10_000;

/** Opens the prequeue, opens and closes sales when their time has come. Costs nothing while nothing is due. */
@Injectable()
export class SchedulerTask extends PeriodicTask {
  override readonly name = 'SchedulerTask';
  override readonly everyMs = 100;
  private readonly log = new Logger('Scheduler');

  constructor(
    private readonly cache: SaleCache,
    private readonly life: SaleLife,
    private readonly leases: Leases,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    const due = (await this.cache.live()).filter(
      (view) => boundaryDue(view.state, timesOf(view), this.clock.nowMs()) !== null,
    );
    await forEachSale(due, signal, this.log, async (view) => {
      await this.leases.withLease(`boundary:${view.id}`, LEASE_MS, async () => {
        await this.life.crossBoundaries(view);
      });
      this.cache.dropAll();
    });
  }
}
