import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { QueueService } from '../../queue/queue.service.js';
import { ConnectedSales } from './connected-sales.js';
import { Placement } from './placement.js';
import type { ConnectedSale } from './queue-socket.types.js';

/** Places read again in one round. */
const MAX_LOOKS = 200;
const LOOKS_AT_ONCE = 20;

/** Signs of life: every two seconds says which fans near the front have a socket here, and how many each lane has. */
@Injectable()
export class PresenceTask extends PeriodicTask {
  override readonly name = 'PresenceTask';
  override readonly everyMs = 2_000;

  constructor(
    private readonly rooms: ConnectedSales,
    private readonly queue: QueueService,
    private readonly clock: Clock,
    private readonly placement: Placement,
  ) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    for (const room of this.rooms.all()) {
      if (signal.aborted) return;
      await this.queue.reportNode(room.saleId, room.places.counts());
      if (!this.placement.isBusy) void this.placement.place(room, room.places.unplaced());
      await this.reportPresent(room);
      await this.lookAgain(room);
    }
  }

  private async reportPresent(room: ConnectedSale): Promise<void> {
    for (const [lane, { drawn, serving, window }] of Object.entries(room.snapshot?.lanes ?? {})) {
      if (drawn === null) continue;
      const present = room.places.presentUpTo(lane, serving + window, this.clock.nowMs());
      if (present.length > 0) await this.queue.reportPresent(room.saleId, lane, present);
    }
  }

  private async lookAgain(room: ConnectedSale): Promise<void> {
    const due = room.places.dueForALook(this.clock.nowMs(), MAX_LOOKS);
    for (let from = 0; from < due.length; from += LOOKS_AT_ONCE) {
      await Promise.all(due.slice(from, from + LOOKS_AT_ONCE).map((place) => this.rooms.lookAgain(place, null)));
    }
  }
}
