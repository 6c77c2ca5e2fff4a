import Type, { type Static } from 'typebox';
import { HandoffRule } from '../line/handoff-rule.js';
import { StepUpRule } from '../line/step-up.js';
import { Notice } from '../sale/notice-shapes.js';
import { Count, Currency, Nullable, Time, nextPage } from '../schema.js';
import { OrderNoteShape } from '../orders/order-note-shapes.js';
import { SellerShape } from '../sale/seller-shapes.js';
import { BrandingShape } from '../sale/branding-shapes.js';
import { SaleLimitsShape } from '../sale/limit-shapes.js';
import { FeeShape, OrderLineShape, TaxShape } from '../money/price-shapes.js';
import { Admission, ChallengeMode, EntryMode, LaneShape, SaleState, ShowShape } from '../sale/sale-shapes.js';
import { BuyerShape, OrderState } from '../orders/order-shapes.js';

/** Wire shapes of `/v1/admin`, used by the panel and by promoters' own programs. */
export const StaffRoleName = Type.Enum(['owner', 'manager', 'operator', 'finance', 'viewer', 'scanner']);
export type StaffRoleName = Static<typeof StaffRoleName>;

/** POST /v1/admin/sessions and GET /v1/admin/sessions/current. */
export const StaffSessionShape = Type.Object(
  {
    member: Type.Object({ id: Type.String(), email: Type.String(), name: Type.String(), role: StaffRoleName }),
    csrfToken: Type.String({ description: 'Goes into `x-csrf-token` of every call that changes something by cookie.' }),
    twoFactor: Type.Enum(['on', 'off', 'needed'], {
      description: 'needed: the team asks for a second factor; until there is one, only the account can be used.',
    }),
  },
  { title: 'StaffSession' },
);
export type StaffSessionShape = Static<typeof StaffSessionShape>;

/** How the rate rises after the opening: evenly, from `fromPerMinute` to the policy's `perMinute`. */
export const RampShape = Type.Object(
  { minutes: Type.Number({ exclusiveMinimum: 0 }), fromPerMinute: Type.Integer({ minimum: 1 }) },
  { title: 'Ramp' },
);

/** Admission rate and time allowed for each step; adjustable while the sale runs. */
export const SalePolicyShape = Type.Object(
  {
    cap: Type.Integer({ minimum: 0, description: 'Admissions at the same time, called fans included.' }),
    perMinute: Type.Number(),
    graceSeconds: Type.Number(),
    claimMinutes: Type.Number(),
    shopMinutes: Type.Number(),
    holdMinutes: Type.Number(),
    payMinutes: Type.Number(),
    idleMinutes: Type.Number(),
    groupMax: Type.Integer({ minimum: 1, description: 'How many friends may share a number; 1 for no groups.' }),
    handoff: HandoffRule,
    stepUp: StepUpRule,
    threeDSecure: Type.Enum(['auto', 'any'], {
      description: 'any: every card is authenticated by its bank; auto: where bank or provider ask for it.',
    }),
    disputedTickets: Type.Enum(['keep', 'hold', 'void'], {
      description:
        'Tickets whose payment is disputed. hold: refused at the door while the dispute is open or lost; void: held, and void once it is lost; keep: they count.',
    }),
    warnedTickets: Type.Enum(['keep', 'hold'], {
      description:
        'Tickets whose bank warns of fraud. hold: refused at the door until it is settled; keep: they count.',
    }),
    ramp: Nullable(RampShape),
  },
  { title: 'SalePolicy' },
);
export type SalePolicyShape = Static<typeof SalePolicyShape>;

export const StaffTicketTypeShape = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    admission: Admission,
    price: Type.Integer({ description: "Minor units of the sale's currency, as in the body that created the sale." }),
    fee: Nullable(FeeShape),
    tax: Nullable(TaxShape),
    maxPerFan: Count,
    min: Count,
    multiple: Count,
    channel: Type.String({ description: 'The channel that has all of it; public when several do.' }),
    sections: Type.Array(Type.String()),
    capacity: Count,
    sold: Count,
    withdrawn: Count,
  },
  { title: 'StaffTicketType' },
);
export type StaffTicketTypeShape = Static<typeof StaffTicketTypeShape>;

/** A sale as its promoter sees it, drafts included. */
export const StaffSaleShape = Type.Object(
  {
    id: Type.String(),
    slug: Type.String(),
    name: Type.String(),
    state: SaleState,
    pausedFrom: Nullable(SaleState),
    currency: Currency,
    show: ShowShape,
    prequeueAt: Time,
    opensAt: Time,
    closesAt: Nullable(Time),
    challenge: ChallengeMode,
    entry: EntryMode,
    beacon: Type.Boolean({ description: 'The draw needs the randomness of a public beacon, too.' }),
    joinsFrozen: Type.Boolean(),
    listed: Type.Boolean(),
    transferable: Type.Boolean({ description: 'Its tickets may be given to somebody else.' }),
    seller: Nullable(SellerShape),
    branding: Nullable(BrandingShape),
    lanes: Type.Array(LaneShape),
    ticketTypes: Type.Array(StaffTicketTypeShape),
    policy: SalePolicyShape,
    policyVersion: Type.Integer(),
    version: Type.String({
      description:
        'Of page, times and ticket types, of a draft of everything. Sent back with a change, another one is a conflict.',
    }),
    limits: SaleLimitsShape,
    notice: Nullable(Notice),
    createdAt: Time,
    publishedAt: Nullable(Time),
  },
  { title: 'StaffSale' },
);
export type StaffSaleShape = Static<typeof StaffSaleShape>;

export const StaffSalesPage = Type.Object(
  {
    sales: Type.Array(StaffSaleShape),
    next: nextPage('after'),
  },
  { title: 'StaffSalesPage' },
);
export type StaffSalesPage = Static<typeof StaffSalesPage>;

/** GET /v1/admin/sales/{id}/input. */
export const SaleInputAnswer = Type.Object(
  {
    version: Type.String({ description: 'Of the sale; sent back with a draft, another one is a conflict.' }),
    input: Type.Unknown({
      description:
        'The body that made the sale or wrote the draft anew, with what the sale page shows as it is now. Times, speed, stock and challenge of a published sale are those it was made with: the control room moves them for one night.',
    }),
  },
  { title: 'SaleInputAnswer' },
);
export type SaleInputAnswer = Static<typeof SaleInputAnswer>;

/** GET and PUT /v1/admin/sales/{id}/policy. */
export const SalePolicyAnswer = Type.Object(
  {
    policy: SalePolicyShape,
    version: Type.Integer(),
    lanes: Type.Array(Type.Object({ key: Type.String(), weight: Type.Number() })),
    paymentsPerMinute: Type.Integer({
      description: 'Purchases a minute that a node may pass on to the payment provider, by ROPELINE_STRIPE_RATE.',
    }),
  },
  { title: 'SalePolicyAnswer' },
);
export type SalePolicyAnswer = Static<typeof SalePolicyAnswer>;

/** One line of GET /v1/admin/orders. */
export const StaffOrderShape = Type.Object(
  {
    id: Type.String(),
    saleId: Type.String(),
    saleName: Type.String(),
    state: OrderState,
    reason: Nullable(Type.String()),
    buyer: BuyerShape,
    items: Type.Array(Type.String()),
    totalMinor: Type.Integer(),
    refundedMinor: Type.Integer(),
    dispute: Nullable(Type.String({ description: 'warning, opened, won or lost.' })),
    currency: Currency,
    channel: Type.String(),
    partnerId: Nullable(Type.String({ description: 'The partner that sold it and has its money; null: sold here.' })),
    externalReference: Nullable(Type.String({ description: 'How that partner names the payment.' })),
    createdAt: Time,
    paidAt: Nullable(Time),
  },
  { title: 'StaffOrder' },
);
export type StaffOrderShape = Static<typeof StaffOrderShape>;

export const staffTicketStates = ['valid', 'held', 'void', 'admitted'] as const;
export type StaffTicketState = (typeof staffTicketStates)[number];

/** GET /v1/admin/orders/{id} */
export const StaffOrderDetail = Type.Object(
  {
    ...StaffOrderShape.properties,
    lines: Type.Array(OrderLineShape),
    tickets: Type.Array(
      Type.Object({
        id: Type.String(),
        label: Type.String(),
        state: Type.Enum([...staffTicketStates], {
          description: 'held: its money is disputed. admitted: its bearer is inside.',
        }),
        admittedAt: Nullable(Time),
        gate: Nullable(Type.String()),
        /** The transferee; null: still held by the buyer. */
        holder: Nullable(BuyerShape),
      }),
      { description: 'Issued ones; empty before the order is paid.' },
    ),
    history: Type.Array(
      Type.Object({ at: Time, what: Type.String(), cause: Type.String({ description: 'Who or what caused it.' }) }),
      { description: 'What happened to it, the oldest first.' },
    ),
    notes: Type.Array(OrderNoteShape, { description: 'What staff wrote about it, the oldest first.' }),
  },
  { title: 'StaffOrderDetail' },
);
export type StaffOrderDetail = Static<typeof StaffOrderDetail>;

export const StaffOrdersPage = Type.Object(
  {
    orders: Type.Array(StaffOrderShape),
    next: nextPage('before'),
  },
  { title: 'StaffOrdersPage' },
);
export type StaffOrdersPage = Static<typeof StaffOrdersPage>;

export const AuditEntryShape = Type.Object(
  {
    id: Type.String(),
    at: Time,
    actor: Type.String(),
    actorName: Nullable(Type.String({ description: 'Of a member, as it is now.' })),
    action: Type.String(),
    subject: Type.String(),
    subjectName: Nullable(Type.String({ description: 'Of a sale or a member.' })),
    data: Type.Unknown(),
    hash: Nullable(
      Type.String({ description: 'SHA-256 over the hash before and this entry; null until sealed, seconds later.' }),
    ),
  },
  { title: 'AuditEntry' },
);
export type AuditEntryShape = Static<typeof AuditEntryShape>;

/** GET /v1/admin/audit. */
export const AuditPageShape = Type.Object(
  {
    entries: Type.Array(AuditEntryShape),
    next: nextPage('before'),
  },
  { title: 'AuditPage' },
);
export type AuditPageShape = Static<typeof AuditPageShape>;

/** POST /v1/admin/socket-tickets. */
export const SocketTicketShape = Type.Object({ ticket: Type.String(), expiresAt: Time }, { title: 'SocketTicket' });
export type SocketTicketShape = Static<typeof SocketTicketShape>;
