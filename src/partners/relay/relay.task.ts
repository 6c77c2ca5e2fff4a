import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { backlogMetrics } from '../../platform/work/backlog.js';
import { DeliveryTask } from '../delivery/delivery.task.js';
import { RELAY_BATCH, RelayRepository } from './relay.repository.js';

/** Consecutive rounds before yielding. */
const MAX_ROUNDS = 20;
const BUSY_EVERY_MS = 250;
const IDLE_EVERY_MS = 1_000;
const BUSY_FOR_MS = 10_000;
const MEASURE_EVERY_MS = 10_000;

/** Numbers outbox events and addresses them to endpoints. */
@Injectable()
export class RelayTask extends PeriodicTask {
  readonly name = 'relay';
  private foundAt = Number.NEGATIVE_INFINITY;
  private prepared = false;
  private measuredAt = Number.NEGATIVE_INFINITY;
  private readonly recordBacklog;

  constructor(
    private readonly relay: RelayRepository,
    private readonly delivery: DeliveryTask,
    metrics: Metrics,
  ) {
    super();
    this.recordBacklog = backlogMetrics(metrics);
  }

  /** Polls often after recent activity, rarely otherwise. */
  override get everyMs(): number {
    return performance.now() - this.foundAt < BUSY_FOR_MS ? BUSY_EVERY_MS : IDLE_EVERY_MS;
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    if (!this.prepared) await this.relay.ensureHouseStream();
    this.prepared = true;
    await this.measure();
    for (let round = 0; round < MAX_ROUNDS && !signal.aborted; round++) {
      // an empty poll takes no locks and writes nothing
      if (!(await this.relay.hasUnnumbered())) return;
      const numbered = await this.relay.numberBatch();
      this.foundAt = performance.now();
      this.delivery.wake();
      if (numbered < RELAY_BATCH) return;
    }
  }

  private async measure(): Promise<void> {
    if (performance.now() - this.measuredAt < MEASURE_EVERY_MS) return;
    this.measuredAt = performance.now();
    this.recordBacklog('outbox', await this.relay.backlog());
  }
}
