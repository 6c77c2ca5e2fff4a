import type { DefaultEventsMap, Socket } from 'socket.io';
import type { Snapshot } from '../../contract/shapes.js';
import type { QueueServerEvents } from '../../contract/socket-events.js';
import type { EventRateLimit } from '../server/event-rate-limit.js';
import type { Message } from '../server/message.js';
import type { SeatedPlace, SeatedPlaces } from './seated-places.js';

export type QueueSocket = Socket<DefaultEventsMap, QueueServerEvents, DefaultEventsMap, QueueSocketData>;

/** What a waiting socket carries. Small: there are thousands, and nearly all only wait. */
export interface QueueSocketData {
  /** What its token says, until the socket is seated. */
  entrance: Entrance | null;
  sale: ConnectedSale | null;
  place: SeatedPlace<QueueSocket> | null;
  rateLimit: EventRateLimit | null;
  /** Its own: members of a group share a place, and a place can move to another device. */
  token: string;
}
export interface Entrance {
  saleId: string;
  lane: string;
  number: number;
  member: number;
  generation: string;
  token: string;
}

/** What this node knows of a sale whose fans are connected to it. */
export interface ConnectedSale {
  readonly saleId: string;
  readonly places: SeatedPlaces<QueueSocket>;
  snapshot: Snapshot | null;
  /** The snapshot as every socket gets it. */
  message: Message | null;
  /** Sockets that connected before this node knew anything of the sale. */
  readonly ungreeted: Set<QueueSocket>;
  readonly stop: () => void;
}
