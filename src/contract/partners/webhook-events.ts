import Type, { type Static } from 'typebox';
import { Nullable, Time } from '../schema.js';

/** Event types delivered to partners, by webhook and in the event list alike. */
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
  'endpoint.disabled',
  'endpoint.test',
] as const;
export const WebhookEventType = Type.Enum([...webhookEventTypes]);
export type WebhookEventType = (typeof webhookEventTypes)[number];

/** An event as delivered by webhook and in GET /v1/partner/events. */
export const WebhookBody = Type.Object(
  {
    id: Type.String({ description: 'The same in every delivery of the event: the `webhook-id` header.' }),
    version: Type.Integer({ description: 'Of the payload; new fields do not raise it.' }),
    type: WebhookEventType,
    timestamp: Time,
    sequence: Type.Integer({ minimum: 0, description: 'Without gaps in a stream; 0: not of the stream (a test).' }),
    previousSequence: Nullable(
      Type.Integer({
        description: 'The event before it that matched, whether or not it arrived; null: it is the first.',
      }),
    ),
    data: Type.Record(Type.String(), Type.Unknown()),
  },
  { title: 'WebhookBody' },
);
export type WebhookBody = Static<typeof WebhookBody>;

/** GET /v1/partner/events. */
export const EventsPage = Type.Object(
  {
    events: Type.Array(WebhookBody),
    next: Nullable(
      Type.Integer({
        description: 'Give it as `after` for what follows; null: nothing follows yet, ask again with the same `after`.',
      }),
    ),
  },
  { title: 'EventsPage' },
);
export type EventsPage = Static<typeof EventsPage>;
