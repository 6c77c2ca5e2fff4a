import type { SaleState } from '../../contract/sale/sale-shapes.js';
import { type Stale, staleOr } from '../line/line.store.js';

/** A place, as passed to its scripts. */
export interface PlaceQuery {
  saleId: string;
  lane: string;
  number: number;
  generation: string;
  /** 0 before the draw. */
  position: number;
  admissionId: string;
  deferredUntilSaleMs: number;
  deferrals: number;
  member: number;
  extraTime: boolean;
}
/** `shared`: another member of the group is shopping, or has left time to shop. */
export type Standing = 'admitted' | 'undrawn' | 'done' | 'shared' | 'called' | 'expired' | 'passed' | 'ahead';
export type PlaceGuard =
  | { kind: 'RATE_LIMITED'; retryAfterMs: number }
  | { kind: 'PLACE_UNKNOWN' }
  | { kind: 'PLACE_LEFT' }
  | { kind: 'PLACE_MOVED' }
  | Stale;

export interface PlaceReading {
  standing: Standing;
  serving: number;
  saleMs: number;
  /** Deadline of an admission or a call, else 0. In sale time, like the others. */
  untilSaleMs: number;
  keptUntilSaleMs: number;
  deferredUntilSaleMs: number;
  saleState: SaleState;
  /** It has been asked for a confirmed address, and has not answered. */
  isAsked: boolean;
}
export type ReadReply = ({ kind: 'place' } & PlaceReading) | PlaceGuard;
export type ClaimReply =
  /** `isObserved`: a sale that did not only observe would have asked it for an address. */
  | {
      kind: 'admitted';
      deadlineSaleMs: number;
      shopUntilSaleMs: number;
      saleMs: number;
      isObserved: boolean;
      members: number;
    }
  | { kind: 'STEP_UP_REQUIRED'; untilSaleMs: number; saleMs: number; isFirst: boolean }
  | { kind: 'NOT_YET'; nearFront: boolean }
  | { kind: 'state'; state: string }
  | { kind: 'PLACE_DONE' }
  | { kind: 'PLACE_EXPIRED' }
  | { kind: 'GROUP_SHOPPING' }
  | PlaceGuard;
export type MoveReply =
  | { kind: 'moved_now'; generation: string }
  | { kind: 'stands'; standing: string }
  | { kind: 'HANDOFF_CLOSED' }
  | PlaceGuard;
export type GroupReply =
  /** `networkPlaces`: places of the new member's network, 0 if networks are not counted. */
  | { kind: 'members'; members: number; most: number; networkPlaces: number }
  | { kind: 'GROUP_CLOSED' }
  | { kind: 'GROUP_FULL' }
  | PlaceGuard;
export type DeferReply =
  | { kind: 'deferred'; untilSaleMs: number; saleMs: number; deferrals: number }
  | { kind: 'DEFER_LIMIT' }
  /** The idempotency key belongs to a call with another duration. */
  | { kind: 'IDEMPOTENCY_MISMATCH' }
  | { kind: 'PLACE_DONE' }
  | { kind: 'PLACE_EXPIRED' }
  | { kind: 'stands'; standing: string }
  | PlaceGuard;

/** A place that is over. */
export type PlaceOver = { kind: 'PLACE_DONE' } | { kind: 'PLACE_EXPIRED' };

export const endOf = (code: unknown): PlaceOver | null =>
  code === 'PLACE_DONE' || code === 'PLACE_EXPIRED' ? { kind: code } : null;

/** Returns how a place that was read is over; null while it stands. */
export function endOfStanding(standing: string): PlaceOver | null {
  if (standing === 'done') return { kind: 'PLACE_DONE' };
  return standing === 'expired' ? { kind: 'PLACE_EXPIRED' } : null;
}

export function guardOf(code: unknown, rest: readonly unknown[]): PlaceGuard {
  if (code === 'RATE_LIMITED') return { kind: code, retryAfterMs: Number(rest[0]) };
  return code === 'PLACE_UNKNOWN' || code === 'PLACE_MOVED' || code === 'PLACE_LEFT' ? { kind: code } : staleOr(code);
}
