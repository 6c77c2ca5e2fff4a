import Type, { type Static, type TSchema } from 'typebox';
import type { Problem } from '../errors.js';
import { Notice } from '../sale/notice-shapes.js';
import { DEFER_MINUTES_MAX } from '../line/defer-bounds.js';
import { Time } from '../schema.js';
import { AdmissionShape, DeferredPlaceShape, PlaceShape, Snapshot } from '../line/line-shapes.js';
import { HoldShape, OrderShape } from '../orders/order-shapes.js';
import { LiveShape } from './live-shapes.js';
import { SeatState, TypeFigures } from '../stock/availability-shapes.js';

/** The fan is called: claim before the first time; the place is still kept until the second. */
export const TurnShape = Type.Object({ claimBefore: Time, placeKeptUntil: Time }, { title: 'Turn' });

/** The server asks the client to reconnect after a delay, over this transport. */
export const RetryHint = Type.Object(
  { afterMs: Type.Integer({ minimum: 0 }), transport: Type.Enum(['websocket', 'polling', 'http']) },
  { title: 'RetryHint' },
);

/** Seats and free counts changed since version − 1 of this stream; on a gap, refetch over HTTP. */
export const AvailabilityDelta = Type.Object(
  {
    version: Type.Integer(),
    ticketTypes: Type.Array(TypeFigures),
    seats: Type.Array(Type.Object({ id: Type.String(), section: Type.String(), state: SeatState })),
  },
  { title: 'AvailabilityDelta' },
);
export type AvailabilityDelta = Static<typeof AvailabilityDelta>;

export const DeadlineShape = Type.Object(
  { what: Type.Enum(['hold', 'order', 'admission']), id: Type.String(), expiresAt: Time },
  { title: 'Deadline' },
);

/** A client event: its payload and its successful response. */
interface ClientEventSchemas {
  payload: TSchema;
  answer: TSchema;
}

/** Every event of every namespace; source of the types below and of the AsyncAPI document. */
export const socketEvents = {
  '/queue': {
    server: { snapshot: Snapshot, place: PlaceShape, turn: TurnShape, notice: Notice, retry: RetryHint },
    client: {
      claim: {
        payload: Type.Object({ pass: Type.Optional(Type.String()) }, { title: 'ClaimEvent' }),
        answer: AdmissionShape,
      },
      defer: {
        payload: Type.Object(
          { minutes: Type.Integer({ minimum: 1, maximum: DEFER_MINUTES_MAX }) },
          { title: 'DeferEvent' },
        ),
        answer: DeferredPlaceShape,
      },
      leave: { payload: Type.Object({}, { title: 'LeaveEvent' }), answer: Type.Null({ title: 'Nothing' }) },
    },
  },
  '/shop': {
    server: { availability: AvailabilityDelta, hold: HoldShape, order: OrderShape, deadline: DeadlineShape },
    client: {},
  },
  '/control': { server: { live: LiveShape }, client: {} },
} as const satisfies Record<string, { server: Record<string, TSchema>; client: Record<string, ClientEventSchemas> }>;

export type SocketNamespace = keyof typeof socketEvents;

/**
 * Answer to a client event: the body of the equivalent HTTP call, or the same problem. Its fields stand at the top as in
 * HTTP, and again under `data` or `problem`; `ok` tells which it is.
 */
export type Acknowledged<T> =
  | ({ ok: true; data: T } & (T extends object ? T : unknown))
  | ({ ok: false; problem: Problem } & Problem);

export type Ack<T> = (answer: Acknowledged<T>) => void;

type ServerEvents<E extends Record<string, TSchema>> = { [K in keyof E]: (payload: Static<E[K]>) => void };
type ClientEvents<E extends Record<string, ClientEventSchemas>> = {
  [K in keyof E]: (payload: Static<E[K]['payload']>, ack: Ack<Static<E[K]['answer']>>) => void;
};

export type QueueServerEvents = ServerEvents<(typeof socketEvents)['/queue']['server']>;
export type QueueClientEvents = ClientEvents<(typeof socketEvents)['/queue']['client']>;
export type ShopServerEvents = ServerEvents<(typeof socketEvents)['/shop']['server']>;
export type ControlServerEvents = ServerEvents<(typeof socketEvents)['/control']['server']>;
