import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { QueueService } from '../../queue/queue.service.js';
import { ConnectedSales } from './connected-sales.js';
import type { ConnectedSale } from './queue-socket.types.js';

/** Working out positions gives way to everything else after so long. */
const SLICE_MS = 5;
/** Positions worked out in one round, about two seconds of work; the rest in the next. */
const MAX_PLACED = 20_000;
/** Places read again in one round. */
const MAX_LOOKS = 200;
const LOOKS_AT_ONCE = 20;

const breathe = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

/** Signs of life: every two seconds says which fans near the front have a socket here, and how many each lane has. */
@Injectable()
export class PresenceTask extends PeriodicTask {
  override readonly name = 'PresenceTask';
  override readonly everyMs = 2_000;

  constructor(
    private readonly rooms: ConnectedSales,
    private readonly queue: QueueService,
    private readonly clock: Clock,
  ) {
    super();
    rooms.onDrawn = () => this.wake();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    for (const room of this.rooms.all()) {
      if (signal.aborted) return;
      await this.queue.reportNode(room.saleId, room.places.counts());
      await this.workOutPositions(room, signal);
      await this.reportPresent(room);
      await this.lookAgain(room);
    }
  }

  /** After the draw: 0.1 ms for each fan, in slices, each told as soon as it is known. */
  private async workOutPositions(room: ConnectedSale, signal: AbortSignal): Promise<void> {
    let sliceEnds = performance.now() + SLICE_MS;
    for (let n = 0; n < MAX_PLACED && !signal.aborted; n += 1) {
      const place = room.places.nextUnplaced();
      if (!place) return;
      const position = await this.queue.positionOf(room.saleId, place.lane, place.number);
      if (position === null) {
        room.places.putBack(place);
        return; // not drawn yet
      }
      room.places.place(place, position);
      this.rooms.tellStanding(room, place, place.sockets);
      if (performance.now() < sliceEnds) continue;
      await breathe();
      sliceEnds = performance.now() + SLICE_MS;
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
