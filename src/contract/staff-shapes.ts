import Type, { type Static } from 'typebox';
import { Count, Currency, Nullable, Time } from './schema.js';
import { FeeShape, OrderLineShape, TaxShape } from './price-shapes.js';
import {
  Admission,
  BuyerShape,
  ChallengeMode,
  EntryMode,
  LaneShape,
  Notice,
  OrderState,
  SaleState,
  ShowShape,
} from './shapes.js';

/** The wire shapes of `/v1/admin`, which the panel and promoters' own programs read. */
export const StaffRoleName = Type.Enum(['owner', 'manager', 'finance', 'viewer', 'scanner']);
export type StaffRoleName = Static<typeof StaffRoleName>;

/** POST /v1/admin/sessions and GET /v1/admin/sessions/current. */
export const StaffSessionShape = Type.Object(
  {
    member: Type.Object({ id: Type.String(), email: Type.String(), name: Type.String(), role: StaffRoleName }),
    csrfToken: Type.String({ description: 'Goes into `x-csrf-token` of every call that changes something by cookie.' }),
  },
  { title: 'StaffSession' },
);
export type StaffSessionShape = Static<typeof StaffSessionShape>;

/** How fast people are let in and how long each step may take; the promoter changes it while the sale runs. */
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
    ramp: Type.Null(),
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
    joinsFrozen: Type.Boolean(),
    listed: Type.Boolean(),
    lanes: Type.Array(LaneShape),
    ticketTypes: Type.Array(StaffTicketTypeShape),
    policy: SalePolicyShape,
    policyVersion: Type.Integer(),
    limits: Type.Object({ by: Type.Array(Type.String()), across: Type.String() }),
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
    next: Nullable(Type.String({ description: 'Give it as `after` for the next page; null on the last one.' })),
  },
  { title: 'StaffSalesPage' },
);
export type StaffSalesPage = Static<typeof StaffSalesPage>;

/** GET /v1/admin/sales/{id}/input. */
export const SaleInputAnswer = Type.Object(
  { input: Type.Unknown({ description: 'The body that made the sale or wrote the draft anew, as it was sent.' }) },
  { title: 'SaleInputAnswer' },
);
export type SaleInputAnswer = Static<typeof SaleInputAnswer>;

/** GET and PUT /v1/admin/sales/{id}/policy. */
export const SalePolicyAnswer = Type.Object(
  {
    policy: SalePolicyShape,
    version: Type.Integer(),
    lanes: Type.Array(Type.Object({ key: Type.String(), weight: Type.Number() })),
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

/** GET /v1/admin/orders/{id} */
export const StaffOrderDetail = Type.Object(
  {
    ...StaffOrderShape.properties,
    lines: Type.Array(OrderLineShape),
    history: Type.Array(
      Type.Object({ at: Time, what: Type.String(), cause: Type.String({ description: 'Who or what caused it.' }) }),
      { description: 'What happened to it, the oldest first.' },
    ),
  },
  { title: 'StaffOrderDetail' },
);
export type StaffOrderDetail = Static<typeof StaffOrderDetail>;

export const StaffOrdersPage = Type.Object(
  {
    orders: Type.Array(StaffOrderShape),
    next: Nullable(Type.String({ description: 'Give it as `before` for the next page; null on the last one.' })),
  },
  { title: 'StaffOrdersPage' },
);
export type StaffOrdersPage = Static<typeof StaffOrdersPage>;

export const AuditEntryShape = Type.Object(
  { at: Time, actor: Type.String(), action: Type.String(), subject: Type.String(), data: Type.Unknown() },
  { title: 'AuditEntry' },
);
export type AuditEntryShape = Static<typeof AuditEntryShape>;

/** POST /v1/admin/socket-tickets. */
export const SocketTicketShape = Type.Object({ ticket: Type.String(), expiresAt: Time }, { title: 'SocketTicket' });
export type SocketTicketShape = Static<typeof SocketTicketShape>;
