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
  | { kind: 'rate_limited'; retryAfterMs: number }
  | { kind: 'unknown' }
  | { kind: 'left' }
  | { kind: 'moved' }
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
  | { kind: 'step_up'; untilSaleMs: number; saleMs: number; isFirst: boolean }
  | { kind: 'not_yet'; nearFront: boolean }
  | { kind: 'state'; state: string }
  | { kind: 'done' }
  | { kind: 'expired' }
  | { kind: 'group_shopping' }
  | PlaceGuard;
export type MoveReply =
  | { kind: 'moved_now'; generation: string }
  | { kind: 'stands'; standing: string }
  | { kind: 'handoff_closed' }
  | PlaceGuard;
export type GroupReply =
  /** `networkPlaces`: places of the new member's network, 0 if networks are not counted. */
  | { kind: 'members'; members: number; most: number; networkPlaces: number }
  | { kind: 'group_closed' }
  | { kind: 'group_full' }
  | PlaceGuard;
export type DeferReply =
  | { kind: 'deferred'; untilSaleMs: number; saleMs: number; deferrals: number }
  | { kind: 'defer_limit' }
  /** The idempotency key belongs to a call with another duration. */
  | { kind: 'mismatch' }
  | { kind: 'done' }
  | { kind: 'expired' }
  | { kind: 'stands'; standing: string }
  | PlaceGuard;

export function endOf(code: unknown): { kind: 'done' } | { kind: 'expired' } | null {
  if (code === 'PLACE_DONE') return { kind: 'done' };
  return code === 'PLACE_EXPIRED' ? { kind: 'expired' } : null;
}

export function guardOf(code: unknown, rest: readonly unknown[]): PlaceGuard {
  if (code === 'RATE_LIMITED') return { kind: 'rate_limited', retryAfterMs: Number(rest[0]) };
  if (code === 'PLACE_UNKNOWN') return { kind: 'unknown' };
  if (code === 'PLACE_MOVED') return { kind: 'moved' };
  return code === 'PLACE_LEFT' ? { kind: 'left' } : staleOr(code);
}
