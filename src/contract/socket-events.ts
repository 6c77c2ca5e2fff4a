import type { Problem } from './errors.js';
import type {
  AdmissionShape,
  AvailabilityShape,
  HoldShape,
  LiveShape,
  OrderShape,
  PlaceShape,
  SeatState,
  Snapshot,
} from './shapes.js';

/** Every client call is answered: what the HTTP call would have answered, or the same problem. */
export type Ack<T> = (answer: { ok: true; data: T } | { ok: false; problem: Problem }) => void;

export interface QueueServerEvents {
  snapshot: (snapshot: Snapshot) => void;
  place: (place: PlaceShape) => void;
  turn: (turn: { claimBefore: string; placeKeptUntil: string }) => void;
  notice: (notice: { text: string; at: string }) => void;
  retry: (hint: { afterMs: number; transport: 'websocket' | 'polling' | 'http' }) => void;
}
export interface QueueClientEvents {
  claim: (body: { pass?: string }, ack: Ack<AdmissionShape>) => void;
  defer: (body: { minutes: number }, ack: Ack<PlaceShape>) => void;
  leave: (body: Record<string, never>, ack: Ack<null>) => void;
}

/** Seats and free counts that changed since version − 1 of this stream; a gap means read again over HTTP. */
export interface AvailabilityDelta {
  version: number;
  ticketTypes: AvailabilityShape['ticketTypes'];
  seats: { id: string; section: string; state: SeatState }[];
}
export interface ShopServerEvents {
  availability: (delta: AvailabilityDelta) => void;
  hold: (hold: HoldShape) => void;
  order: (order: OrderShape) => void;
  deadline: (deadline: { what: 'hold' | 'order' | 'admission'; id: string; expiresAt: string }) => void;
}
export interface ControlServerEvents {
  live: (live: LiveShape) => void;
}
