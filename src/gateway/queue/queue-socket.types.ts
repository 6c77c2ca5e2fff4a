import type { DefaultEventsMap, Socket } from 'socket.io';
import type { Snapshot } from '../../contract/shapes.js';
import type { QueueServerEvents } from '../../contract/socket-events.js';
import type { PlaceRef } from '../../queue/queue.types.js';
import type { EventRateLimit } from '../server/client-events.js';
import type { SeatedPlaces, SeatedPlace } from './seated-places.js';

export type QueueSocket = Socket<DefaultEventsMap, QueueServerEvents, DefaultEventsMap, QueueSocketData>;

/** What a waiting socket carries. Small: there are thousands, and nearly all only wait. */
export interface QueueSocketData {
  ref: PlaceRef;
  token: string;
  room: ConnectedSale | null;
  place: SeatedPlace<QueueSocket> | null;
  /** Made when it says something for the first time. */
  talk: EventRateLimit | null;
}

/** What this node knows of a sale whose fans are connected to it. */
export interface ConnectedSale {
  readonly saleId: string;
  readonly places: SeatedPlaces<QueueSocket>;
  snapshot: Snapshot | null;
  /** Whoever connected before this node knew anything of the sale. */
  readonly ungreeted: Set<QueueSocket>;
  readonly stop: () => void;
}
