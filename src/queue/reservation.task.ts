import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../platform/lifecycle/periodic-task.js';
import { Core } from './core.service.js';
import { RESERVE_AHEAD } from './epoch.service.js';
import { LineStore } from './line.store.js';
import { LiveLines } from './live-lines.js';
import { QueueRepository } from './queue.repository.js';

const AHEAD_SECONDS = 5;

/** Keeps numbers ahead of the joins: first in Postgres, then in Redis, so that a loss of Redis never gives one twice. */
@Injectable()
export class ReservationTask extends PeriodicTask {
  readonly name = 'reservation';
  readonly everyMs = 250;

  constructor(
    private readonly live: LiveLines,
    private readonly repository: QueueRepository,
    private readonly store: LineStore,
    private readonly core: Core,
  ) {
    super();
  }

  async runOnce(): Promise<void> {
    for (const { saleId, line } of this.live.all()) {
      for (const lane of line.lanes) {
        const ahead = Math.max(RESERVE_AHEAD, Math.ceil(AHEAD_SECONDS * this.live.joinsPerSecond(saleId, lane.key)));
        // half of it used: one write in Postgres for thousands of joins
        if (lane.reserved - lane.arrivals > ahead / 2) continue;
        const reserved = await this.repository.raiseReserved(saleId, lane.key, lane.arrivals + ahead);
        await this.core.call(saleId, (stamp) => this.store.raiseReserved(saleId, lane.key, stamp, reserved));
      }
    }
  }
}
