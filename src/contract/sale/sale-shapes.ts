import Type, { type Static } from 'typebox';
import { BrandingShape } from './branding-shapes.js';
import { HandoffRule } from '../line/handoff-rule.js';
import { FeeShape, TaxShape } from '../money/price-shapes.js';
import { Count, Currency, Money, Nullable, Time } from '../schema.js';
import { SellerShape } from './seller-shapes.js';
import { TurnTermsShape } from '../line/turn-shapes.js';

// What a sale is, as its page and its promoter see it. Times are RFC 3339 UTC with milliseconds; money is in minor units.

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

export const ShowShape = Type.Object(
  {
    name: Type.String(),
    venue: Type.String(),
    startsAt: Time,
    timeZone: Type.String({ description: 'IANA name' }),
    canceledAt: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'It does not take place: the sale is closed, its orders are refunded.',
      }),
    ),
  },
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
    maxPerOrder: Nullable(
      Type.Integer({
        minimum: 1,
        description: 'Most tickets of one order, of all types together; null: no such limit.',
      }),
    ),
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
