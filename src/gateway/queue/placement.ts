import { Injectable, Logger } from '@nestjs/common';
import { PlaceIdentity } from '../../queue/places/place-identity.service.js';
import type { ConnectedSale, QueueSocket } from './queue-socket.types.js';
import type { SeatedPlace } from './seated-places.js';

/** Time slice after which the computation yields to other work. */
const SLICE_MS = 5;

type Place = SeatedPlace<QueueSocket>;
interface Unplaced {
  sale: ConnectedSale;
  place: Place;
}
const breathe = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

/** Computes positions after the draw: 0.1 ms per fan, in time slices, never while a socket is being admitted. */
@Injectable()
export class Placement {
  private readonly log = new Logger('Sockets');
  private queue: Unplaced[] = [];
  private running = false;
  /** Called for each place as soon as its position is known. */
  onPlaced: (sale: ConnectedSale, place: Place) => void = () => undefined;

  constructor(private readonly placeIdentity: PlaceIdentity) {}

  /** Enqueues places; those not drawn yet are left to a later call. */
  async place(sale: ConnectedSale, places: Iterable<Place>): Promise<void> {
    for (const place of places) this.queue.push({ sale, place });
    if (this.running) return;
    this.running = true;
    try {
      await this.workOut();
    } finally {
      this.running = false;
    }
  }

  get isBusy(): boolean {
    return this.running;
  }

  private async workOut(): Promise<void> {
    while (this.queue.length > 0) {
      await breathe(); // lets a burst of arrivals share one batch
      const batch = this.queue;
      this.queue = [];
      await this.workOutBatch(batch);
    }
  }

  private async workOutBatch(batch: readonly Unplaced[]): Promise<void> {
    let sliceEnds = performance.now() + SLICE_MS;
    const failed = new Set<ConnectedSale>();
    for (const unplaced of batch) {
      if (failed.has(unplaced.sale)) continue; // retried in the next round; other sales continue
      try {
        await this.workOutOne(unplaced);
      } catch (error) {
        failed.add(unplaced.sale);
        this.log.error(`positions of ${unplaced.sale.saleId} cannot be computed: ${String(error)}`);
      }
      if (performance.now() < sliceEnds) continue;
      await breathe();
      sliceEnds = performance.now() + SLICE_MS;
    }
  }

  private async workOutOne({ sale, place }: Unplaced): Promise<void> {
    if (place.position !== null || place.sockets.length === 0) return;
    const position = await this.placeIdentity.positionOf(sale.saleId, place.lane, place.number);
    if (position === null) return; // not drawn yet
    sale.places.place(place, position);
    this.onPlaced(sale, place);
  }
}
