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
  'ticket.issued',
  'ticket.voided',
  'allocation.released',
  'queue.stats',
  'endpoint.test',
] as const;
export type WebhookEventType = (typeof webhookEventTypes)[number];

/** The body of a webhook and an item of GET /v1/partner/events. `sequence` has no gaps in a partner's stream. */
export interface WebhookBody {
  type: WebhookEventType;
  timestamp: string;
  sequence: number;
  previousSequence: number | null;
  data: Record<string, unknown>;
}
