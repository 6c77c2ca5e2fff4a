import Type, { type Static } from 'typebox';
import { AbuseSection } from '../line/abuse-shapes.js';
import { Count, Currency, Nullable, Time } from '../schema.js';
import { ShowShape } from '../sale/sale-shapes.js';

/** Minor units as a decimal string, because sums may exceed the safe integer range. */
const BigMinor = Type.String({ pattern: '^-?\\d+$' });

const FigureShape = Type.Object({
  key: Type.String(),
  value: Nullable(Type.Number()),
  unit: Type.String(),
  formula: Type.String({ description: 'How it is computed. null as a value: unknown.' }),
});
const DrawSection = Type.Object({
  scheme: Type.String(),
  commitment: Type.String(),
  seed: Nullable(Type.String()),
  beaconChain: Nullable(Type.String()),
  round: Nullable(Type.Integer()),
  beacon: Nullable(Type.String()),
  beaconSignature: Nullable(Type.String()),
  beaconSkippedAt: Type.Optional(Nullable(Time)),
  frozenAt: Nullable(Time),
  verified: Nullable(
    Type.Boolean({
      description:
        'The seed shown is the one committed to, and the beacon the one of its round, or skipped as told. null: there was no draw.',
    }),
  ),
  lanes: Type.Array(
    Type.Object({
      ...{ lane: Type.String(), arrivals: Count, drawn: Nullable(Count), served: Count, unused: Count },
      admitted: Type.Optional(Nullable(Count)),
    }),
  ),
});
const TypeRow = Type.Object({
  ticketTypeId: Type.String(),
  name: Type.String(),
  priceMinor: Type.Integer(),
  capacity: Count,
  sold: Count,
  withdrawn: Count,
  liveTickets: Count,
});
const MinuteRow = Type.Object({
  at: Time,
  admitted: Type.Number({
    description:
      'Places let in a minute since the row before; in reports published before they were counted, a sampled rate.',
  }),
  span: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Minutes that the row stands for; absent where each stands for one.' }),
  ),
  waiting: Count,
  inside: Count,
  sold: Count,
  ordered: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'Orders placed in this minute; absent in reports published before it was counted.',
    }),
  ),
  paid: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'Of the orders placed in this minute, those that were paid; absent likewise.',
    }),
  ),
});

export const reportSections = [
  'figures',
  'draw',
  'types',
  'minutes',
  'money',
  'refunds',
  'conservation',
  'incidents',
  'actions',
  'abuse',
] as const;

/** GET /v1/admin/sales/{id}/report, and GET /v1/sales/{slug}/report once published. */
export const ReportShape = Type.Object(
  {
    scheme: Type.Enum(['ropeline-report-v1']),
    saleId: Type.String(),
    slug: Type.String(),
    name: Type.String(),
    show: ShowShape,
    state: Type.String(),
    opensAt: Time,
    closedAt: Nullable(Time),
    generatedAt: Time,
    sections: Type.Object({
      figures: Type.Array(FigureShape),
      draw: Nullable(DrawSection),
      types: Type.Array(TypeRow),
      minutes: Type.Array(MinuteRow),
      money: Type.Object({
        currency: Currency,
        orders: Count,
        takenMinor: BigMinor,
        refundedMinor: BigMinor,
        keptMinor: BigMinor,
      }),
      refunds: Type.Array(Type.Object({ state: Type.String(), count: Count, amountMinor: BigMinor })),
      conservation: Type.Object({
        ok: Nullable(Type.Boolean({ description: 'null: never compared.' })),
        checkedAt: Nullable(Time),
        soldEqualsTickets: Type.Boolean({ description: 'Sold of each type = its tickets that are not void.' }),
      }),
      incidents: Type.Array(
        Type.Object({ at: Time, kind: Type.String(), resolvedAt: Nullable(Time), verb: Nullable(Type.String()) }),
      ),
      actions: Type.Array(Type.Object({ at: Time, who: Type.String(), what: Type.String() })),
      abuse: Type.Optional(AbuseSection),
    }),
    chain: Type.Array(Type.Object({ section: Type.String(), hash: Type.String() }), {
      description:
        'hash = SHA-256(hash before, newline, section, newline, canonical JSON of the section); the first is over scheme, sale id and time.',
    }),
    hash: Type.String({ description: 'The last of the chain: stands for the whole report.' }),
    signature: Type.String({ description: 'JWS (EdDSA, keys at /.well-known/jwks.json) that states `hash`.' }),
  },
  { title: 'Report' },
);
export type ReportShape = Static<typeof ReportShape>;
export type ReportSections = ReportShape['sections'];

/** POST /v1/admin/sales/{id}/report/publish. */
export const PublishedReportShape = Type.Object(
  { url: Type.String(), hash: Type.String(), publishedAt: Time },
  { title: 'PublishedReport' },
);
export type PublishedReportShape = Static<typeof PublishedReportShape>;

/** GET /v1/admin/sales/{id}/report. */
export const StaffReportShape = Type.Object(
  { report: ReportShape, published: Nullable(PublishedReportShape) },
  { title: 'StaffReport' },
);
export type StaffReportShape = Static<typeof StaffReportShape>;
