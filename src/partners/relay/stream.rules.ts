import type { WebhookEventType } from '../../contract/webhook-events.js';

/** Who reads a stream: the house sees everything, a partner what concerns its channels. */
export type Audience = { kind: 'house' } | { kind: 'partner'; channels: readonly string[] };

export interface StreamCandidate {
  type: WebhookEventType;
  data: Record<string, unknown>;
}

/** Whether a stream shows an event. Orders and tickets belong to a channel; sale, stock and line figures are for all. */
export function sees(audience: Audience, event: StreamCandidate): boolean {
  if (audience.kind === 'house') return true;
  const personal =
    event.type.startsWith('order.') || event.type.startsWith('ticket.') || event.type.startsWith('allocation.');
  if (event.type === 'endpoint.test') return false;
  return !personal || (typeof event.data.channel === 'string' && audience.channels.includes(event.data.channel));
}

/** An endpoint without types is told everything of its stream. */
export function wants(types: readonly string[], type: string): boolean {
  return types.length === 0 || types.includes(type);
}
