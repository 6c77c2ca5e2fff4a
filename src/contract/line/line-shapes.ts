import Type, { type Static } from 'typebox';
import { Notice } from '../sale/notice-shapes.js';
import { Count, Money, Nullable, Share, Time } from '../schema.js';
import { Range, SaleState, StockState } from '../sale/sale-shapes.js';

// What a fan in the line is told: the snapshot for everybody, the place for one. Times are RFC 3339 UTC with milliseconds; money is in minor units.

export const PlaceState = Type.Enum(['waiting', 'called', 'deferred', 'admitted', 'expired', 'left', 'done']);
export type PlaceState = Static<typeof PlaceState>;

export const LaneSnapshot = Type.Object(
  {
    arrivals: Count,
    drawn: Nullable(Type.Integer({ minimum: 0, description: 'N: numbers ordered by the draw; null before it.' })),
    serving: Type.Integer({ minimum: 0, description: 'S: positions at or below it were called or passed over.' }),
    window: Count,
    present: Count,
    weight: Type.Number(),
    perMinute: Type.Number(),
    measured: Nullable(Range),
    chance: Type.Array(Type.Object({ ahead: Count, from: Share, to: Share })),
  },
  { title: 'LaneSnapshot' },
);
export type LaneSnapshot = Static<typeof LaneSnapshot>;

export const DrawShape = Type.Object(
  {
    scheme: Type.Literal('ropeline-draw-v1'),
    commitment: Type.String({ description: 'SHA-256 in hex, published before anybody takes a number.' }),
    seed: Nullable(Type.String()),
    frozenAt: Nullable(Time),
    beaconChain: Nullable(Type.String()),
    round: Nullable(Type.Integer({ description: 'The first round at least 10 s after N was fixed.' })),
    beacon: Nullable(Type.String({ description: 'Randomness of the round, in hex: SHA-256 of its signature.' })),
    beaconSignature: Nullable(Type.String({ description: 'The chain’s own, in hex; anybody can check it.' })),
    beaconSkippedAt: Nullable(
      Type.String({
        format: 'date-time',
        description: 'When the promoter opened without the promised beacon, because it did not answer.',
      }),
    ),
  },
  { title: 'Draw' },
);
export type DrawShape = Static<typeof DrawShape>;

/** GET /v1/sales/{slug}/queue, and the socket event `snapshot`: identical for everybody. */
export const Snapshot = Type.Object(
  {
    version: Type.Integer(),
    at: Time,
    saleId: Type.String(),
    state: SaleState,
    prequeueAt: Time,
    opensAt: Time,
    closesAt: Nullable(Time),
    lanes: Type.Record(Type.String(), LaneSnapshot),
    draw: DrawShape,
    stock: Type.Array(Type.Object({ ticketTypeId: Type.String(), price: Money, state: StockState })),
    notice: Nullable(Notice),
    stepUp: Type.Optional(
      Type.Literal('everyone', { description: 'Everyone confirms an e-mail address at their turn; else left out.' }),
    ),
    showCanceledAt: Type.Optional(
      Type.String({ format: 'date-time', description: 'The show does not take place; absent while it does.' }),
    ),
    pollAfterMs: Count,
    stale: Type.Boolean(),
  },
  { title: 'Snapshot' },
);
export type Snapshot = Static<typeof Snapshot>;

export const JoinShape = Type.Object(
  { placeToken: Type.String(), number: Type.Integer({ minimum: 1 }), lane: Type.String(), joinedAt: Time },
  { title: 'Join' },
);
export type JoinShape = Static<typeof JoinShape>;

/** GET /v1/place and the socket event `place`. */
export const PlaceShape = Type.Object(
  {
    state: PlaceState,
    saleState: Nullable(
      Type.Enum(SaleState.enum, {
        description: 'A place of a closed sale is expired. Null when it was not asked for.',
      }),
    ),
    number: Type.Integer({ minimum: 1 }),
    lane: Type.String(),
    position: Nullable(Type.Integer({ minimum: 1 })),
    ahead: Nullable(Count),
    wait: Nullable(Range),
    chance: Nullable(Range),
    claimBefore: Nullable(Type.String({ format: 'date-time', description: 'While called: claim before this.' })),
    placeKeptUntil: Nullable(
      Type.String({ format: 'date-time', description: 'A missed call can be caught up until then.' }),
    ),
    deferredUntil: Nullable(Time),
    stepUp: Type.Optional(
      Type.Boolean({
        description: 'Its turn has come: confirm an e-mail address before placeKeptUntil, by POST /v1/place/step-up.',
      }),
    ),
    moved: Type.Optional(Type.Boolean({ description: 'Of a place that was left: it goes on, on another device.' })),
  },
  { title: 'Place' },
);
export type PlaceShape = Static<typeof PlaceShape>;

/** POST /v1/place/defer: the place, and the token with the deferral. */
export const DeferredPlaceShape = Type.Object(
  { ...PlaceShape.properties, placeToken: Type.String() },
  { title: 'DeferredPlace' },
);
export type DeferredPlaceShape = Static<typeof DeferredPlaceShape>;

/** GET /.well-known/jwks.json (RFC 7517). */
export const JwksShape = Type.Object(
  { keys: Type.Array(Type.Record(Type.String(), Type.Unknown())) },
  { title: 'Jwks' },
);

export const AdmissionShape = Type.Object(
  {
    pass: Type.String({ description: 'EdDSA JWT' }),
    expiresAt: Time,
    admissionEndsAt: Time,
    idleUntil: Type.String({
      format: 'date-time',
      description: 'Without a hold or another claim until then, the slot goes to the next in line.',
    }),
    members: Type.Integer({
      minimum: 1,
      description: 'People who share the basket: each may have as many tickets of a type as one person may buy.',
    }),
  },
  { title: 'Admission' },
);
export type AdmissionShape = Static<typeof AdmissionShape>;
