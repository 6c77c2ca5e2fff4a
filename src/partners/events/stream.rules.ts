import type { WebhookEventType } from '../../contract/partners/webhook-events.js';

/** Stream of the promoter's own endpoints; a partner's stream has the partner's id. */
export const HOUSE_STREAM = 'house';
export const streamOf = (partnerId: string | null): string => partnerId ?? HOUSE_STREAM;
/** Returns the partner whose stream it is; null for the house. */
export const partnerOf = (streamId: string): string | null => (streamId === HOUSE_STREAM ? null : streamId);

/** Reader of a stream: the house sees everything, a partner only what concerns it. */
export type Audience = { kind: 'house' } | { kind: 'partner'; partnerId: string };

export interface StreamCandidate {
  type: WebhookEventType;
  data: Record<string, unknown>;
}

/**
 * Returns whether a stream includes an event. Orders, tickets, allocations and endpoints name their partner; sale,
 * stock and line figures are visible to all.
 */
export function sees(audience: Audience, { type, data }: StreamCandidate): boolean {
  if (audience.kind === 'house') return true;
  return !owned.has(type.split('.')[0] ?? '') || data.partnerId === audience.partnerId;
}

const owned = new Set(['order', 'ticket', 'allocation', 'endpoint']);

/** An endpoint without types subscribes to everything in its stream. */
export function wants(types: readonly string[], type: string): boolean {
  return types.length === 0 || types.includes(type);
}
