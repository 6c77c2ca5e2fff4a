import type { WebhookBody, WebhookEventType } from '../../contract/partners/webhook-events.js';

/** Incremented when a field changes meaning or is removed; adding fields does not. */
export const PAYLOAD_VERSION = 1;

export interface EventRecord {
  id: string;
  type: string;
  sequence: bigint;
  previousSequence: bigint | null;
  happenedAt: Date;
  data: Record<string, unknown>;
}

/** Builds the event payload, identical in webhooks and in the event list. */
export function eventBody(event: EventRecord): WebhookBody {
  return {
    id: event.id,
    version: PAYLOAD_VERSION,
    type: event.type as WebhookEventType,
    timestamp: event.happenedAt.toISOString(),
    sequence: Number(event.sequence),
    previousSequence: event.previousSequence === null ? null : Number(event.previousSequence),
    data: event.data,
  };
}
