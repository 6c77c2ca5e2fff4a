import type { WebhookBody, WebhookEventType } from '../../contract/webhook-events.js';

/** Raised when a field changes its meaning or goes away; new fields do not raise it. */
export const PAYLOAD_VERSION = 1;

export interface EventRecord {
  id: string;
  type: string;
  sequence: bigint;
  previousSequence: bigint | null;
  happenedAt: Date;
  data: Record<string, unknown>;
}

/** An event as it is told, by webhook and in the event list alike. */
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
