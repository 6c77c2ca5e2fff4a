import Type, { type TSchema } from 'typebox';
import { Count, Currency, Nullable, Time } from '../schema.js';
import { SaleState } from '../sale/sale-shapes.js';
import type { WebhookEventType } from './webhook-events.js';

/** The `data` of one event type, and when it is sent. */
export interface CatalogueEntry {
  when: string;
  data: TSchema;
  example: Record<string, unknown>;
}

const Id = Type.String();
const MoneyShape = Type.Object({ amount: Type.Integer(), currency: Currency });
const Partner = Nullable(
  Type.String({ description: 'The partner that sold it, or whose it is; null: nobody but the promoter.' }),
);
const SaleData = Type.Object({ saleId: Id, slug: Type.String(), name: Type.String(), state: SaleState, at: Time });
const StockData = Type.Object({
  saleId: Id,
  ticketTypeId: Id,
  name: Type.String(),
  state: Type.Enum(['plenty', 'low', 'gone']),
});
const OrderData = Type.Object({
  orderId: Id,
  saleId: Id,
  channel: Type.String(),
  partnerId: Partner,
  state: Type.String(),
  total: MoneyShape,
  refunded: MoneyShape,
  reason: Nullable(Type.String()),
  lines: Type.Array(
    Type.Object({ ticketTypeId: Id, quantity: Count, amount: Type.Integer({ description: 'Of all of them.' }) }),
  ),
  buyer: Type.Object({
    reference: Type.String({
      description: 'The same for all orders of one buyer in a sale; says nothing about who it is.',
    }),
  }),
  reference: Nullable(Type.String({ description: 'Of a payment that a partner took.' })),
});
const TicketData = Type.Object({
  ticketId: Id,
  orderId: Id,
  saleId: Id,
  ticketTypeId: Id,
  seatId: Nullable(Type.String()),
  channel: Type.String(),
  partnerId: Partner,
});
const LaneStats = Type.Object({
  ...{ arrivals: Count, waiting: Count, called: Count },
  perMinute: Type.Number({ description: 'The share of the lane in how many are let in a minute at most.' }),
  admittedPerMinute: Type.Number({
    deprecated: true,
    description: 'Deprecated: the same as `perMinute`, which it is called now. Ends with the next version.',
  }),
});

const SALE = 'sale_06f3k2v8r1c9m4t7x0p5b2n6qa';
const TYPE = 'tt_06f3k2v8r1c9m4t7x0p5b2n6qb';
const ORDER = 'ord_06f3k2v8r1c9m4t7x0p5b2n6qc';
const saleExample = (state: string): Record<string, unknown> => ({
  ...{ saleId: SALE, slug: 'arena-night', name: 'Arena Night', state },
  at: '2026-05-01T10:00:00.000Z',
});
const stockExample = (state: string): Record<string, unknown> => ({
  ...{ saleId: SALE, ticketTypeId: TYPE, name: 'Standing', state },
});
const orderExample = (state: string, refunded = 0, reason: string | null = null): Record<string, unknown> => ({
  ...{ orderId: ORDER, saleId: SALE, channel: 'public', partnerId: null, state, reason },
  total: { amount: 9000, currency: 'EUR' },
  refunded: { amount: refunded, currency: 'EUR' },
  lines: [{ ticketTypeId: TYPE, quantity: 2, amount: 9000 }],
  buyer: { reference: '3f9a5b0c7d1e4f6a8b2c9d0e' },
  reference: null,
});
const ticketExample: Record<string, unknown> = {
  ...{ ticketId: 'tkt_06f3k2v8r1c9m4t7x0p5b2n6qd', orderId: ORDER, saleId: SALE, ticketTypeId: TYPE },
  ...{ seatId: null, channel: 'public', partnerId: null },
};
const ENDPOINT = 'whe_06f3k2v8r1c9m4t7x0p5b2n6qe';

const sale = (when: string, state: string): CatalogueEntry => ({ when, data: SaleData, example: saleExample(state) });
const stock = (when: string, state: string): CatalogueEntry => ({
  when,
  data: StockData,
  example: stockExample(state),
});

/** Every event type: schema, example and when it is sent. docs/webhooks.md and the AsyncAPI document state the same. */
export const webhookCatalogue = {
  'sale.scheduled': sale('A sale was published.', 'scheduled'),
  'sale.prequeue_opened': sale('Its line takes numbers from now on.', 'prequeue'),
  'sale.opened': sale('It sells from now on; the draw is done.', 'on_sale'),
  'sale.paused': sale('Its promoter paused it: nobody is called, open holds and orders go on.', 'paused'),
  'sale.resumed': sale('It goes on where it was paused, or sells again after stock came back.', 'on_sale'),
  'sale.sold_out': sale('All stock is sold or withdrawn.', 'sold_out'),
  'sale.closed': sale('It is over for good.', 'closed'),
  'stock.low': stock('Few tickets of a type are free to fans; allocations of partners are not counted.', 'low'),
  'stock.gone': stock(
    'None is free to fans; holds may still be given back, and allocations of partners are not counted.',
    'gone',
  ),
  'stock.returned': stock('Some are free to fans again after none was.', 'low'),
  'order.paid': {
    when: 'An order was paid and its tickets were issued.',
    data: OrderData,
    example: orderExample('paid'),
  },
  'order.refunded': {
    when: 'Money went back: all of it (state `refunded`, tickets void) or a part (state `paid`).',
    data: OrderData,
    example: orderExample('refunded', 9000),
  },
  'order.canceled': {
    when: 'An order ended without a sale: canceled, or its payment was refused. A partner canceled what it had sold.',
    data: OrderData,
    example: orderExample('canceled', 0, 'canceled_by_fan'),
  },
  'order.needs_attention': {
    when: 'A person of the promoter must decide about an order.',
    data: OrderData,
    example: orderExample('needs_attention', 0, 'unexpected_payment'),
  },
  'order.disputed': {
    when: "The buyer's bank warned of a dispute, opened one or decided it; unless the sale says otherwise, tickets are held while it is open or lost.",
    data: Type.Object({ ...OrderData.properties, dispute: Type.Enum(['warning', 'opened', 'won', 'lost']) }),
    example: { ...orderExample('paid'), dispute: 'opened' },
  },
  'ticket.issued': { when: 'A ticket is valid from now on.', data: TicketData, example: ticketExample },
  'ticket.voided': { when: 'A ticket is not valid any more.', data: TicketData, example: ticketExample },
  'allocation.released': {
    when: 'Unsold stock of an allocation went back, at its time or by hand.',
    data: Type.Object({
      saleId: Id,
      channel: Type.String(),
      partnerId: Partner,
      returnTo: Type.String(),
      items: Type.Array(Type.Object({ ticketTypeId: Id, quantity: Count })),
    }),
    example: {
      ...{ saleId: SALE, channel: 'sponsor', partnerId: null, returnTo: 'public' },
      items: [{ ticketTypeId: TYPE, quantity: 12 }],
    },
  },
  'queue.stats': {
    when: 'Each minute for a sale that somebody waits or shops in.',
    data: Type.Object({
      saleId: Id,
      slug: Type.String(),
      state: SaleState,
      at: Time,
      active: Count,
      admittedPerMinute: Type.Number({ description: 'Let in a minute, averaged over about the last 20 s.' }),
      lanes: Type.Record(Type.String(), LaneStats),
    }),
    example: {
      ...{ saleId: SALE, slug: 'arena-night', state: 'on_sale', at: '2026-05-01T10:01:00.000Z', active: 180 },
      admittedPerMinute: 574,
      lanes: { general: { arrivals: 12000, waiting: 9100, called: 20, perMinute: 600, admittedPerMinute: 600 } },
    },
  },
  'endpoint.disabled': {
    when: 'An endpoint was disabled: it answered 410, failed for five days, or somebody disabled it.',
    data: Type.Object({
      endpointId: Id,
      url: Type.String(),
      partnerId: Nullable(Type.String()),
      reason: Type.Enum(['by_hand', 'gone', 'failing', 'partner_archived']),
    }),
    example: { endpointId: ENDPOINT, url: 'https://partner.example/hooks', partnerId: null, reason: 'gone' },
  },
  'endpoint.test': {
    when: 'Somebody asked for a test; it goes to that endpoint only and is no event of the stream (`sequence` 0).',
    data: Type.Object({ endpointId: Id, message: Type.String() }),
    example: { endpointId: ENDPOINT, message: 'It works.' },
  },
} as const satisfies Record<WebhookEventType, CatalogueEntry>;
