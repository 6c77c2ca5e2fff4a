import type { PricedUnit, PriceLine, PriceTerms } from '../../contract/money/pricing.js';
import type { Admission } from '../../contract/sale/sale-shapes.js';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import type { Away, Stale } from '../inventory.types.js';

/** One item of a hold request. */
export type HoldItem =
  | { ticketTypeId: string; quantity: number; bestAvailable?: BestWish | undefined }
  | { seatIds: string[] };

/** Preferences for best available seats. */
export interface BestWish {
  section?: string | undefined;
  zone?: string | undefined;
  /** Wheelchair places plus adjacent companion seats; together they make up the quantity. */
  accessible?: AccessibleWish | undefined;
}
export interface AccessibleWish {
  wheelchairs: number;
  companions: number;
}

/** Current terms of a ticket type; a hold keeps the price of the moment it was made. */
export interface HoldTerms extends PriceTerms {
  name: string;
  admission: Admission;
  maxPerFan: number;
  /** Smallest quantity per hold; `multiple`: the quantity must be a multiple of it. */
  min: number;
  multiple: number;
}

/** Reference to an admission, from the queue's permit; the script verifies it and reads its fan key. */
export interface Admitted {
  /** The queue's zset of active admissions and its hash of admissions. */
  keys: readonly [string, string];
  member: string;
}

/** The same with its fan key, for operations on an existing hold. */
export interface HoldPermit extends Admitted {
  fanKey: string;
  admissionId: string;
}

/** Whose holds are read; the fan key is null once the admission has ended. */
export interface HoldReader {
  admissionId: string;
  fanKey: string | null;
}

export interface HoldRequest {
  saleId: string;
  stamp: EpochStamp;
  permit: Admitted;
  idempotencyKey: string;
  /** Digest of the request body: reusing the key with another body is a mismatch. */
  bodyHash: string;
  items: readonly HoldItem[];
  terms: ReadonlyMap<string, HoldTerms>;
  currency: string;
  /** The fan's lane: opens the channels that list it. */
  lane?: string | undefined;
  /** Maximum units of a hold, of all types together; null: each type's own limit alone. */
  most: number | null;
  /** Lifetime of the hold and of one extension, in ms of sale time. */
  holdMs: number;
  /** Maximum lifetime since creation, extensions included. */
  absoluteMs: number;
}

/** A partner's hold from a channel's allocation, without an admission. */
export interface AllocationHoldRequest extends Omit<HoldRequest, 'permit' | 'lane' | 'most' | 'absoluteMs'> {
  /** The only channel sold from. */
  channel: string;
  /**
   * Owner of the hold: its units count together, and only it may release, read and commit. Must be distinguishable from
   * a fan key.
   */
  sellerKey: string;
}

export interface SwapRequest {
  saleId: string;
  stamp: EpochStamp;
  permit: HoldPermit;
  holdId: string;
  items: readonly HoldItem[];
  terms: ReadonlyMap<string, HoldTerms>;
  currency: string;
  lane?: string | undefined;
  most: number | null;
  /** null or omitted: every call is one of its own. */
  idempotencyKey?: string | null;
  /** Maximum lifetime of consecutive holds of one type, as for a new hold. */
  absoluteMs: number;
}

export type Relaxed = 'orphan' | 'split';
export type StoredHoldState = 'active' | 'committed' | 'released' | 'expired';

/** `label` is for display: "Standing", or "Stalls, row 1, seat 12". */
export interface HeldUnit extends PricedUnit {
  poolId: string;
  seatId: string | null;
}

export interface Hold {
  id: string;
  saleId: string;
  fanKey: string;
  admissionId: string;
  state: StoredHoldState;
  /** The order that owns the hold's units; null while active. */
  orderId: string | null;
  items: HeldUnit[];
  /** Tickets, fees and taxes as displayed when they were held. */
  lines: PriceLine[];
  totalMinor: number;
  currency: string;
  /** In ms of sale time, as is `readAtSaleMs`. */
  expiresAtSaleMs: number;
  readAtSaleMs: number;
  extendable: boolean;
  /**
   * The preference that best available dropped: `orphan` strands a single free seat, `split` is not all side by side.
   */
  relaxed: Relaxed | null;
  /** Incremented by every swap: an order written for one revision cannot take the units of another. */
  revision: number;
}

export type ClaimRefusal =
  | { kind: 'sold_out' }
  | { kind: 'seats_taken'; seatIds: string[] }
  /** Enough is free, but it was just returned and is offered to the line first, for at most `forMs`. */
  | { kind: 'line_first'; forMs: number }
  /** `left` is what the fan may still take, counting what the swapped hold gives back. */
  | { kind: 'limit_exceeded'; ticketTypeId: string; left: number }
  /** More units than one order may have. */
  | { kind: 'order_limit_exceeded'; most: number }
  | { kind: 'quantity_not_offered'; name: string; min: number; multiple: number }
  | { kind: 'not_chargeable'; minimum: number; maximum: number; currency: string }
  | { kind: 'ticket_type_unknown'; ticketTypeId: string }
  | { kind: 'seat_unknown'; seatId: string }
  /** A companion seat was requested without its wheelchair place. */
  | { kind: 'companion_only'; seatId: string };

export type HoldResult =
  | { kind: 'held'; hold: Hold; fresh: boolean }
  | ClaimRefusal
  | { kind: 'mismatch' }
  | { kind: 'not_active' }
  /** The admission has reached its maximum number of holds. */
  | { kind: 'holds_spent' }
  /** The fan held this type for the maximum time, or let a hold lapse: new holds are refused for `forMs`. */
  | { kind: 'resting'; forMs: number }
  /** The fan has given back many units within seconds. */
  | { kind: 'exchanging_too_fast'; forMs: number }
  /** The sale is paused: no new holds. */
  | { kind: 'paused' }
  /** The sale is not open yet, or closed. */
  | { kind: 'closed' }
  | Stale
  | Away;

export type SwapResult =
  | { kind: 'swapped'; hold: Hold }
  | ClaimRefusal
  | { kind: 'resting'; forMs: number }
  /** The fan has given back many units within seconds. */
  | { kind: 'exchanging_too_fast'; forMs: number }
  | { kind: 'mismatch' | 'unknown' | 'expired' | 'committed' | 'not_active' | 'paused' | 'closed' }
  | Stale
  | Away;

export type ReleaseResult = { kind: 'released'; hold: Hold } | { kind: 'unknown' | 'committed' } | Stale | Away;
export type ExtendResult =
  | { kind: 'extended'; hold: Hold }
  | { kind: 'unknown' | 'expired' | 'committed' | 'not_extendable' | 'not_active' | 'closed' }
  | Stale
  | Away;
/** `hold` is null if a rebuild lost the hold's record; the order owns its units regardless. */
export type CommitResult = { kind: 'committed'; hold: Hold | null } | { kind: 'expired' | 'unknown' } | Stale | Away;

/** Asks to end a fan's admission. */
export interface FinishCall {
  saleId: string;
  stamp: EpochStamp;
  permit: Admitted;
  fanKey: string;
  /** Units of the fan's paid orders; any beyond them are held or being paid for. */
  bought: number;
  ticketTypeIds: readonly string[];
}
/** `holds`: the fan has units besides those bought. `over`: the admission had ended before. */
export type FinishResult = { kind: 'finished' | 'over' | 'holds' } | Stale | Away;

/**
 * `later`: a rebuild is running, so the stock to return may not exist yet. Retry. `gone`: Redis has lost the sale; unless
 * it will be rebuilt, there is nothing to return to.
 */
export type ReturnResult = { kind: 'done'; units: number } | { kind: 'later' | 'gone' } | Away;
export type ReactivateResult = { kind: 'reactivated'; units: number } | ReturnResult;
