import type { Notice } from './notice-shapes.js';
import type { AvailabilityDelta } from './socket-events.js';
import type { HoldShape, LiveShape, OrderShape, Snapshot } from './shapes.js';

/**
 * News that may be lost, because whoever missed it reads again: audience → event → payload.
 * What must not be lost goes by the outbox instead.
 */
export interface SaleNews {
  snapshot: Snapshot;
  /** Positions called by one tick; the node that holds such a fan's socket says "your turn". Times are sale time in ms. */
  called: { lane: string; positions: number[]; claimBeforeSaleMs: number; keptUntilSaleMs: number; saleMs: number };
  availability: AvailabilityDelta;
  notice: Notice;
  /** A place is on another device: tokens of an older generation are refused, and their sockets closed. */
  moved: { lane: string; number: number; member: number; generation: string };
  changed: { what: 'sale' | 'policy' | 'epoch' };
}
export interface PlaceNews {
  changed: Record<string, never>;
}
export interface AdmissionNews {
  hold: HoldShape;
  order: OrderShape;
  deadline: { what: 'hold' | 'order' | 'admission'; id: string; expiresAt: string };
  ended: Record<string, never>;
  /** By order of staff: its sockets are closed. */
  revoked: Record<string, never>;
  /** A group of connections began to shop with this admission: groups of other machines are closed. */
  shopping: { group: string };
}
export interface ControlNews {
  live: LiveShape;
  revoked: { sessionId: string };
}

/** What conductors tell each other and every node that serves a snapshot. The only audience name is `all`. */
export interface ConductorNews {
  /** Somebody is there, or something has changed: the sale is to be conducted again. Also published by wake-sale.lua. */
  wake: { saleId: string };
  /** Each second: this node conducts its sales, but for those in `troubled`. */
  pulse: { nodeId: string; troubled: string[] };
}

export interface NewsByAudience {
  sale: SaleNews;
  place: PlaceNews;
  admission: AdmissionNews;
  control: ControlNews;
  conductor: ConductorNews;
}
export type AudienceKind = keyof NewsByAudience;
export type Audience<K extends AudienceKind = AudienceKind> = `${K}:${string}`;
