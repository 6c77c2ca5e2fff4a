import Type, { type Static } from 'typebox';
import { Currency, Nullable, Time, nextPage } from '../schema.js';
import { OrderState } from './order-shapes.js';

/** POST /v1/orders/{id}/link: shows the order's tickets on another device; anyone with the link has the tickets. */
export const OrderLinkShape = Type.Object({ url: Type.String() }, { title: 'OrderLink' });
export type OrderLinkShape = Static<typeof OrderLinkShape>;

export const scanResults = ['admitted', 'already', 'void', 'invalid', 'other_show'] as const;
export const ScanResult = Type.Enum([...scanResults]);
export type ScanResult = (typeof scanResults)[number];

export const ScannedTicketShape = Type.Object(
  {
    id: Type.String(),
    saleId: Type.String(),
    label: Type.String(),
    ticketTypeId: Type.String(),
    seatId: Nullable(Type.String()),
  },
  { title: 'ScannedTicket' },
);

/** POST /v1/admin/scans. `first`: the scan that admitted the bearer earlier. */
export const ScanAnswer = Type.Object(
  {
    result: ScanResult,
    ticket: Type.Optional(ScannedTicketShape),
    first: Type.Optional(Type.Object({ at: Time, gate: Type.String() })),
  },
  { title: 'ScanAnswer' },
);
export type ScanAnswer = Static<typeof ScanAnswer>;

/** GET /v1/admin/scans/sales: sales whose tickets can be scanned. */
export const ScanSaleShape = Type.Object(
  { id: Type.String(), name: Type.String(), show: Type.String(), venue: Type.String(), startsAt: Time },
  { title: 'ScanSale' },
);
export type ScanSaleShape = Static<typeof ScanSaleShape>;

/** GET /v1/admin/scans/list: one page of a sale's valid tickets, for offline scanners. */
export const ScanListShape = Type.Object(
  {
    saleId: Type.String(),
    at: Time,
    list: Type.String({
      description:
        'JWS (EdDSA) by a ticket key; its payload is {saleId, at, after, tickets: [{id, serial, label, admittedAt, gate}]}.',
    }),
    keys: Type.Array(Type.Record(Type.String(), Type.Unknown()), { description: 'Public ticket keys, as JWKs.' }),
    next: nextPage('after'),
  },
  { title: 'ScanList' },
);
export type ScanListShape = Static<typeof ScanListShape>;

/** POST /v1/admin/scans/merge: the result of each scan, in request order. */
export const MergedScans = Type.Object(
  {
    scans: Type.Array(
      Type.Object({
        result: ScanResult,
        conflict: Type.Boolean({
          description: 'Somebody was let in who should not have been, here or at another gate.',
        }),
        first: Type.Optional(Type.Object({ at: Time, gate: Type.String() })),
      }),
    ),
  },
  { title: 'MergedScans' },
);
export type MergedScans = Static<typeof MergedScans>;

/** GET /v1/admin/scans/conflicts: tickets that admitted more than one bearer. */
export const ScanConflictShape = Type.Object(
  {
    ticketId: Type.String(),
    orderId: Type.String(),
    label: Type.String(),
    scans: Type.Array(Type.Object({ at: Time, gate: Type.String(), device: Nullable(Type.String()) })),
  },
  { title: 'ScanConflict' },
);
export type ScanConflictShape = Static<typeof ScanConflictShape>;

/** POST /v1/admin/orders/{id}/resend. */
export const ResendAnswer = Type.Object({ state: Type.Literal('queued') }, { title: 'ResendAnswer' });
export type ResendAnswer = Static<typeof ResendAnswer>;

/** POST /v1/admin/privacy/exports: all data stored about one buyer. */
export const BuyerExport = Type.Object(
  {
    email: Type.String(),
    complete: Type.Boolean({ description: 'False when the buyer has more orders than one export holds.' }),
    orders: Type.Array(
      Type.Object({
        id: Type.String(),
        saleId: Type.String(),
        state: OrderState,
        buyer: Type.Object({ email: Type.String(), name: Type.String(), language: Type.String() }),
        totalMinor: Type.Integer(),
        refundedMinor: Type.Integer(),
        currency: Currency,
        createdAt: Time,
        paidAt: Nullable(Time),
        items: Type.Array(Type.String()),
        tickets: Type.Array(Type.Object({ id: Type.String(), label: Type.String(), admittedAt: Nullable(Time) })),
        mails: Type.Array(Type.Object({ kind: Type.String(), state: Type.String(), createdAt: Time })),
        notes: Type.Array(Type.String(), { description: 'What staff wrote about the order.' }),
      }),
    ),
    heldTickets: Type.Array(
      Type.Object({
        id: Type.String(),
        saleId: Type.String(),
        label: Type.String(),
        name: Type.String(),
        language: Type.String(),
        transferredAt: Time,
        admittedAt: Nullable(Time),
      }),
      { description: 'Tickets that others have transferred to this address.' },
    ),
  },
  { title: 'BuyerExport' },
);
export type BuyerExport = Static<typeof BuyerExport>;

/** POST /v1/admin/privacy/erasures. */
export const BuyerErasure = Type.Object(
  {
    erased: Type.Integer({ minimum: 0, description: 'Orders that name nobody any more; their amounts stay.' }),
    tickets: Type.Integer({
      minimum: 0,
      description: 'Transferred tickets that name nobody any more; they stay valid.',
    }),
    kept: Type.Array(Type.String(), { description: 'Orders that have not ended: ask again when they have.' }),
  },
  { title: 'BuyerErasure' },
);
export type BuyerErasure = Static<typeof BuyerErasure>;
