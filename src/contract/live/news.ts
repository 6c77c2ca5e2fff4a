import type { Notice } from '../sale/notice-shapes.js';
import type { AvailabilityDelta } from './socket-events.js';
import type { HoldShape, OrderShape } from '../orders/order-shapes.js';
import type { LiveShape } from './live-shapes.js';
import type { Snapshot } from '../line/line-shapes.js';

/**
 * News that may be lost, because a subscriber that missed it reads again: audience → event → payload.
 * Anything that must not be lost goes through the outbox instead.
 */
export interface SaleNews {
  snapshot: Snapshot;
  /**
   * Positions called by one tick; the node holding such a fan's socket sends "your turn". Times are sale time in ms.
   */
  called: { lane: string; positions: number[]; claimBeforeSaleMs: number; keptUntilSaleMs: number; saleMs: number };
  /** The public's delta, which nodes pass on as it is. */
  availability: AvailabilityDelta;
  /**
   * Told before the public's delta of this version: instead of it, fans of these lanes have their own, because channels
   * of their own count for them too.
   */
  lanes: { version: number; deltas: Record<string, AvailabilityDelta> };
  notice: Notice;
  /** A place moved to another device: tokens of older generations are refused and their sockets closed. */
  moved: { lane: string; number: number; member: number; generation: string };
  changed: { what: 'sale' | 'policy' | 'epoch' };
}
export interface AdmissionNews {
  hold: HoldShape;
  order: OrderShape;
  deadline: { what: 'hold' | 'order' | 'admission'; id: string; expiresAt: string };
  ended: Record<string, never>;
  /** Revoked by staff: its sockets are closed. */
  revoked: Record<string, never>;
  /** A group of connections started shopping with this admission: groups of other devices are closed. */
  shopping: { group: string };
}
export interface ControlNews {
  live: LiveShape;
}
/** To every node with control rooms. The only audience name is `all`. */
export interface StaffNews {
  /** A session ended: the control rooms that it opened are closed, whatever their sale. */
  revoked: { sessionId: string };
}

/** Messages between conductors and to every node that serves a snapshot. The only audience name is `all`. */
export interface ConductorNews {
  /** A fan arrived or something changed: conduct the sale again. Also published by wake-sale.lua. */
  wake: { saleId: string };
  /** Every second: this node conducts its sales, except those in `troubled`. */
  pulse: { nodeId: string; troubled: string[] };
}

export interface NewsByAudience {
  sale: SaleNews;
  admission: AdmissionNews;
  control: ControlNews;
  staff: StaffNews;
  conductor: ConductorNews;
}
export type AudienceKind = keyof NewsByAudience;
export type Audience<K extends AudienceKind = AudienceKind> = `${K}:${string}`;
