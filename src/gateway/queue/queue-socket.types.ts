import type { DefaultEventsMap, Socket } from 'socket.io';
import type { Snapshot } from '../../contract/line/line-shapes.js';
import type { QueueServerEvents } from '../../contract/live/socket-events.js';
import type { EventRateLimit } from '../server/event-rate-limit.js';
import type { Message } from '../server/message.js';
import type { SeatedPlace, SeatedPlaces } from './seated-places.js';

export type QueueSocket = Socket<DefaultEventsMap, QueueServerEvents, DefaultEventsMap, QueueSocketData>;

/** State of a waiting socket. Kept small: there are thousands, nearly all idle. */
export interface QueueSocketData {
  /** Contents of its token, until the socket is seated. */
  entrance: Entrance | null;
  sale: ConnectedSale | null;
  place: SeatedPlace<QueueSocket> | null;
  rateLimit: EventRateLimit | null;
  /** The socket's own token: group members share a place, and a place can move to another device. */
  token: string;
}
export interface Entrance {
  saleId: string;
  lane: string;
  number: number;
  member: number;
  generation: string;
  isDeferred: boolean;
  extraTime: boolean;
  token: string;
}

/** This node's state of a sale that has fans connected here. */
export interface ConnectedSale {
  readonly saleId: string;
  readonly places: SeatedPlaces<QueueSocket>;
  snapshot: Snapshot | null;
  /** The encoded snapshot, identical for every socket. */
  message: Message | null;
  /** Sockets that connected before the first snapshot arrived on this node. */
  readonly ungreeted: Set<QueueSocket>;
  readonly stop: () => void;
}
