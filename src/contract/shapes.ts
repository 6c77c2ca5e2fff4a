import { Notice } from './notice-shapes.js';
import { HandoffRule } from './handoff-rule.js';
import { DegradationStep } from './degradation.js';
import { LiveFlowShape, OpenItems } from './live-flow.js';
import Type, { type Static } from 'typebox';
import { FeeShape, OrderLineShape, TaxShape } from './price-shapes.js';
import { LiveAbuseShape } from './abuse-shapes.js';
import { LiveJoinsShape } from './entry-shapes.js';
import { LiveCallsShape } from './live-calls.js';
import { SellerShape } from './seller-shapes.js';
import { BrandingShape } from './branding-shapes.js';
import { RefundShape } from './refund-shapes.js';
import { Count, Currency, Money, Nullable, Share, Time } from './schema.js';
import { TransferShape } from './transfer-shapes.js';
import { TurnTermsShape } from './turn-shapes.js';

/**
 * Wire shapes of fan-facing HTTP and socket calls. Times are RFC 3339 UTC with milliseconds; money is in minor units.
 */
export { Money };
export type Money = Static<typeof Money>;

export const Range = Type.Object({ from: Type.Number(), to: Type.Number() }, { title: 'Range' });
export type Range = Static<typeof Range>;

export const SaleState = Type.Enum(['draft', 'scheduled', 'prequeue', 'on_sale', 'paused', 'sold_out', 'closed']);
export type SaleState = Static<typeof SaleState>;
export const StockState = Type.Enum(['plenty', 'low', 'gone']);
export type StockState = Static<typeof StockState>;
export const Admission = Type.Enum(['general', 'reserved']);
export type Admission = Static<typeof Admission>;
export const LaneAccess = Type.Enum(['open', 'code', 'invite']);
export type LaneAccess = Static<typeof LaneAccess>;
export const ChallengeMode = Type.Enum(['off', 'observe', 'auto', 'on']);
export const EntryMode = Type.Enum(['open', 'email', 'account', 'card']);
export const PlaceState = Type.Enum(['waiting', 'called', 'deferred', 'admitted', 'expired', 'left', 'done']);
export type PlaceState = Static<typeof PlaceState>;
export const OrderState = Type.Enum([
  'pending',
  'authorized',
  'paid',
  'expired',
  'canceled',
  'refunded',
  'needs_attention',
]);
export type OrderState = Static<typeof OrderState>;
export const HoldState = Type.Enum(['active', 'paying', 'sold', 'released', 'expired']);
export type HoldState = Static<typeof HoldState>;
export const SeatState = Type.Enum(['free', 'held', 'sold', 'withdrawn']);
export type SeatState = Static<typeof SeatState>;

export const ShowShape = Type.Object(
  { name: Type.String(), venue: Type.String(), startsAt: Time, timeZone: Type.String({ description: 'IANA name' }) },
  { title: 'Show' },
);
export type ShowShape = Static<typeof ShowShape>;

export const LaneShape = Type.Object(
  { key: Type.String(), label: Type.String(), weight: Type.Number(), access: LaneAccess },
  { title: 'Lane' },
);
export type LaneShape = Static<typeof LaneShape>;

export const TicketTypeShape = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    admission: Admission,
    price: Money,
    /** Includes fee and added tax. */
    fullPrice: Money,
    fee: Nullable(FeeShape),
    tax: Nullable(TaxShape),
    maxPerFan: Count,
    min: Type.Integer({ minimum: 1, description: 'One hold takes at least so many.' }),
    multiple: Type.Integer({ minimum: 1, description: 'One hold takes a multiple of it.' }),
    state: StockState,
  },
  { title: 'TicketType' },
);
export type TicketTypeShape = Static<typeof TicketTypeShape>;

/** GET /v1/sales/{slug} */
export const SaleShape = Type.Object(
  {
    id: Type.String(),
    slug: Type.String(),
    name: Type.String(),
    state: SaleState,
    currency: Currency,
    show: ShowShape,
    prequeueAt: Time,
    opensAt: Time,
    closesAt: Nullable(Time),
    challenge: ChallengeMode,
    entry: EntryMode,
    lanes: Type.Array(LaneShape),
    ticketTypes: Type.Array(TicketTypeShape),
    seller: Nullable(SellerShape),
    branding: Nullable(BrandingShape),
    transferable: Type.Boolean({ description: 'Its tickets may be given to somebody else.' }),
    turn: TurnTermsShape,
    handoff: HandoffRule,
    demo: Type.Boolean(),
  },
  { title: 'Sale' },
);
export type SaleShape = Static<typeof SaleShape>;

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
  },
  { title: 'Admission' },
);
export type AdmissionShape = Static<typeof AdmissionShape>;

export const SectionFigures = Type.Object(
  { key: Type.String(), label: Type.String(), state: StockState, free: Type.Optional(Count) },
  { title: 'SectionFigures' },
);
export const TypeFigures = Type.Object(
  {
    ticketTypeId: Type.String(),
    state: StockState,
    free: Type.Optional(Count),
    sections: Type.Optional(Type.Array(SectionFigures)),
  },
  { title: 'TicketTypeFigures' },
);
/** `free` is included only for bearers of a pass. */
export const AvailabilityShape = Type.Object(
  { version: Type.Integer(), ticketTypes: Type.Array(TypeFigures) },
  { title: 'Availability' },
);
export type AvailabilityShape = Static<typeof AvailabilityShape>;

export const SeatShape = Type.Object(
  {
    id: Type.String(),
    row: Type.String(),
    label: Type.String(),
    ticketTypeId: Type.String(),
    state: SeatState,
    x: Type.Number(),
    y: Type.Number(),
    /** The following are present only where they apply. */
    zone: Type.Optional(Type.String()),
    accessible: Type.Optional(Type.Boolean()),
    companionOf: Type.Optional(Type.String()),
    restricted: Type.Optional(Type.Boolean()),
    table: Type.Optional(Type.Boolean()),
  },
  { title: 'Seat' },
);
export type SeatShape = Static<typeof SeatShape>;

export const SectionShape = Type.Object(
  { version: Type.Integer(), section: Type.String(), label: Type.String(), seats: Type.Array(SeatShape) },
  { title: 'Section' },
);
export type SectionShape = Static<typeof SectionShape>;

/** GET /v1/sales/{slug}/availability: all ticket types, or with `?section=` the seats of one section. */
export const AvailabilityAnswer = Type.Union([AvailabilityShape, SectionShape], { title: 'AvailabilityAnswer' });

export const HoldItemShape = Type.Object(
  { ticketTypeId: Type.String(), seatId: Nullable(Type.String()), label: Type.String(), price: Money },
  { title: 'HoldItem' },
);
export type HoldItemShape = Static<typeof HoldItemShape>;

export const HoldShape = Type.Object(
  {
    id: Type.String(),
    state: HoldState,
    items: Type.Array(HoldItemShape),
    lines: Type.Array(OrderLineShape),
    total: Money,
    expiresAt: Time,
    extendable: Type.Boolean(),
    relaxed: Nullable(Type.String()),
    orderId: Nullable(Type.String()),
  },
  { title: 'Hold' },
);
export type HoldShape = Static<typeof HoldShape>;

export const PaymentShape = Type.Object(
  {
    provider: Type.Literal('stripe'),
    intentId: Type.String(),
    clientSecret: Type.String(),
    publishableKey: Type.String(),
    confirmUrl: Nullable(Type.String({ description: "The simulator's form; null with Stripe itself." })),
  },
  { title: 'Payment' },
);
export type PaymentShape = Static<typeof PaymentShape>;

export const TicketShape = Type.Object(
  {
    id: Type.String(),
    label: Type.String(),
    ticketTypeId: Type.String(),
    seatId: Nullable(Type.String()),
    barcode: Type.String(),
  },
  { title: 'Ticket' },
);
export type TicketShape = Static<typeof TicketShape>;

export const BuyerShape = Type.Object({ email: Type.String(), name: Type.String() }, { title: 'Buyer' });

export const OrderShape = Type.Object(
  {
    id: Type.String(),
    state: OrderState,
    saleId: Type.String(),
    saleSlug: Nullable(Type.String({ description: 'Of the page that sold it: /s/{saleSlug}.' })),
    lines: Type.Array(OrderLineShape),
    total: Money,
    refunded: Money,
    refunds: Type.Array(RefundShape, { description: 'The oldest first.' }),
    expiresAt: Time,
    payment: Nullable(PaymentShape),
    tickets: Type.Array(TicketShape),
    transferable: Type.Boolean({ description: 'Its tickets may be given to somebody else.' }),
    transferred: Type.Optional(
      Type.Array(TransferShape, { description: 'Its tickets that others hold now; to its buyer only.' }),
    ),
    wallets: Type.Array(Type.Enum(['apple', 'google']), {
      description: 'Wallets that its tickets can be put into, each by tickets/{ticketId}/wallet/{wallet}.',
    }),
    accessToken: Type.Optional(Type.String({ description: 'Only in the answer that placed the order.' })),
    reason: Nullable(Type.String()),
    dispute: Nullable(Type.Enum(['warning', 'opened', 'won', 'lost'])),
    buyer: Type.Optional(BuyerShape),
    show: ShowShape,
  },
  { title: 'Order' },
);
export type OrderShape = Static<typeof OrderShape>;

export const PaymentHealthState = Type.Enum(['healthy', 'degraded', 'down', 'unknown']);

/** GET /v1/admin/sales/{id}/live and the socket event `live`. */
export const LiveShape = Type.Object(
  {
    at: Time,
    state: SaleState,
    lanes: Type.Record(
      Type.String(),
      Type.Object({
        ...{ arrivals: Count, waiting: Count, present: Count, serving: Count, called: Count },
        admitted: Type.Integer({ minimum: 0, description: 'Places let in so far.' }),
      }),
    ),
    epoch: Nullable(
      Type.Integer({ description: 'Rises each time the line and the stock are rebuilt. null: they cannot be read.' }),
    ),
    connected: Count,
    active: Count,
    admittedPerMinute: Type.Number(),
    target: Type.Object({ cap: Count, perMinute: Type.Number() }),
    reason: Type.String({ description: 'Why people are let in at this speed; see docs/glossary.md.' }),
    stock: Type.Array(
      Type.Object({
        ticketTypeId: Type.String(),
        name: Type.String(),
        capacity: Count,
        free: Count,
        held: Count,
        sold: Count,
        withdrawn: Count,
      }),
    ),
    orders: Type.Object({ pending: Count, authorized: Count, paid: Count, attention: Count }),
    flow: LiveFlowShape,
    attentionItems: OpenItems,
    revenue: Money,
    payments: Type.Object({
      state: PaymentHealthState,
      successRate: Nullable(Share),
      p95Ms: Nullable(Type.Number()),
    }),
    conservation: Type.Object({ ok: Type.Boolean(), checkedAt: Nullable(Time) }),
    joins: LiveJoinsShape,
    abuse: Nullable(LiveAbuseShape),
    calls: Nullable(LiveCallsShape),
    nodes: Type.Array(
      Type.Object({
        id: Type.String(),
        connected: Count,
        roles: Type.Array(Type.String()),
        step: DegradationStep,
        shedding: Type.Array(Type.String(), {
          description: 'What an overloaded node turns away for now: poll, socket, join, inside, money, in this order.',
        }),
        at: Time,
      }),
    ),
  },
  { title: 'Live' },
);
export type LiveShape = Static<typeof LiveShape>;
