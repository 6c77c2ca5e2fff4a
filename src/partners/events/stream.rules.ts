import type { WebhookEventType } from '../../contract/webhook-events.js';

/** The stream of the promoter's own endpoints; a partner's stream bears the partner's id. */
export const HOUSE_STREAM = 'house';
export const streamOf = (partnerId: string | null): string => partnerId ?? HOUSE_STREAM;

/** Who reads a stream: the house sees everything, a partner what concerns itself. */
export type Audience = { kind: 'house' } | { kind: 'partner'; partnerId: string };

export interface StreamCandidate {
  type: WebhookEventType;
  data: Record<string, unknown>;
}

/**
 * Whether a stream shows an event. Orders, tickets, allocations and endpoints name the partner that they belong to; sale,
 * stock and line figures are for all.
 */
export function sees(audience: Audience, { type, data }: StreamCandidate): boolean {
  if (audience.kind === 'house') return true;
  return !owned.has(type.split('.')[0] ?? '') || data.partnerId === audience.partnerId;
}

const owned = new Set(['order', 'ticket', 'allocation', 'endpoint']);

/** An endpoint without types is told everything of its stream. */
export function wants(types: readonly string[], type: string): boolean {
  return types.length === 0 || types.includes(type);
}
