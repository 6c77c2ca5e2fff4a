import Type, { type Static } from 'typebox';
import { Nullable, Time } from './schema.js';

/** Types of events that partners are told of, by webhook and by the event list alike. */
export const webhookEventTypes = [
  'sale.scheduled',
  'sale.prequeue_opened',
  'sale.opened',
  'sale.paused',
  'sale.resumed',
  'sale.sold_out',
  'sale.closed',
  'stock.low',
  'stock.gone',
  'stock.returned',
  'order.paid',
  'order.refunded',
  'order.canceled',
  'order.needs_attention',
  'order.disputed',
  'ticket.issued',
  'ticket.voided',
  'allocation.released',
  'queue.stats',
  'endpoint.test',
] as const;
export const WebhookEventType = Type.Enum([...webhookEventTypes]);
export type WebhookEventType = (typeof webhookEventTypes)[number];

/** The body of a webhook. `sequence` has no gaps in a partner's stream. */
export const WebhookBody = Type.Object(
  {
    type: WebhookEventType,
    timestamp: Time,
    sequence: Type.Integer({ minimum: 1 }),
    previousSequence: Nullable(Type.Integer()),
    data: Type.Record(Type.String(), Type.Unknown()),
  },
  { title: 'WebhookBody' },
);
export type WebhookBody = Static<typeof WebhookBody>;

/** An item of GET /v1/partner/events: the same stream as the webhooks. */
export const StreamEventShape = Type.Object(
  {
    id: Type.String(),
    type: Type.String(),
    sequence: Type.Integer({ minimum: 1 }),
    timestamp: Time,
    data: Type.Record(Type.String(), Type.Unknown()),
  },
  { title: 'StreamEvent' },
);
export type StreamEventShape = Static<typeof StreamEventShape>;

export const EventsPage = Type.Object(
  {
    events: Type.Array(StreamEventShape),
    next: Type.Integer({ description: 'Give it as `after` for what follows.' }),
  },
  { title: 'EventsPage' },
);
export type EventsPage = Static<typeof EventsPage>;
