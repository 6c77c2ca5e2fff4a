import Type, { type Static } from 'typebox';
import { OrderLineShape } from '../money/price-shapes.js';
import { RefundShape } from '../money/refund-shapes.js';
import { Money, Nullable, Time } from '../schema.js';
import { TransferShape } from './transfer-shapes.js';
import { ShowShape } from '../sale/sale-shapes.js';

// Holds, orders and what was bought with them. Times are RFC 3339 UTC with milliseconds; money is in minor units.

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
    held: Type.Optional(
      Type.Boolean({ description: 'Does not admit anybody while its payment is disputed; absent otherwise.' }),
    ),
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
    placedAt: Time,
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
