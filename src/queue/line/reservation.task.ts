import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { EpochGuard } from './epoch-guard.service.js';
import { RESERVE_AHEAD } from './epoch.service.js';
import type { LaneReading } from './line.reading.js';
import { LineStore } from './line.store.js';
import { LineReadings } from './line-readings.js';
import { QueueRepository, type ReservedLane } from '../queue.repository.js';

const AHEAD_SECONDS = 5;
const AT_ONCE = 20;
const WITHIN_MS = 2_000;

/** Reserves numbers ahead of the joins, in Postgres before Redis, so that a loss of Redis never gives one twice. */
@Injectable()
export class ReservationTask extends PeriodicTask {
  readonly name = 'reservation';
  readonly everyMs = 250;

  constructor(
    private readonly live: LineReadings,
    private readonly repository: QueueRepository,
    private readonly store: LineStore,
    private readonly epochs: EpochGuard,
  ) {
    super();
  }

  /** Looks only at memory until a line has used half of its reservation. */
  async runOnce(signal: AbortSignal = new AbortController().signal): Promise<void> {
    const due = this.live.all().flatMap(({ saleId, line }) => line.lanes.flatMap((lane) => this.wishOf(saleId, lane)));
    if (due.length === 0) return;
    const raised = await this.repository.raiseReservedOf(due);
    const terms = { atOnce: AT_ONCE, withinMs: WITHIN_MS, signal };
    await this.each(raised, { ...terms, subjectOf: ({ saleId }) => saleId }, async ({ saleId, lane, reserved }) => {
      await this.epochs.call(saleId, (stamp) => this.store.raiseReserved(saleId, lane, stamp, reserved));
    });
  }

  private wishOf(saleId: string, { key, reserved, arrivals }: LaneReading): ReservedLane[] {
    const ahead = Math.max(RESERVE_AHEAD, Math.ceil(AHEAD_SECONDS * this.live.joinsPerSecond(saleId, key)));
    // reserves again only at half, so that one write in Postgres serves thousands of joins
    return reserved - arrivals > ahead / 2 ? [] : [{ saleId, lane: key, reserved: arrivals + ahead }];
  }
}
