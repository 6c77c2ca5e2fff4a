import type { FieldError } from '../contract/errors.js';
import type { MapPoint, MapStage, MapStanding, MapZone } from '../contract/stock/seat-map-shapes.js';
import type { PricedUnit, PriceLine, PriceTerms } from '../contract/money/pricing.js';
import type { Admission } from '../contract/sale/sale-shapes.js';
import type { EpochStamp } from '../saletime/epoch-stamp.js';
import type { StockDifference } from './rebuild/difference.types.js';

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

/** Redis is down or timed out. The outcome is unknown; retrying is safe. */
export interface Away {
  kind: 'away';
}
/** The caller's epoch or run id is outdated: the sale is being rebuilt, or was. */
export interface Stale {
  kind: 'stale';
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

export interface PoolRow {
  poolId: string;
  ticketTypeId: string;
  channel: string;
  capacity: number;
  /** Tickets of orders whose payment is authorized, from Postgres. */
  sold: number;
  withdrawn: number;
  /** Letter of a free seat of this pool in its block's string. */
  letter: string;
}

export interface SeatRow {
  id: string;
  poolId: string;
  ticketTypeId: string;
  section: string;
  sectionLabel: string;
  row: string;
  label: string;
  rowIndex: number;
  seatIndex: number;
  x: number;
  y: number;
  /** Rank of its block, fixed when the stock is created; blocks of equal rank keep the order of the house. */
  blockRank: number;
  zone: string | null;
  /** A wheelchair place. */
  accessible: boolean;
  /** Id of the wheelchair place whose companion seat this is. */
  companionOf: string | null;
  /** The view is restricted. */
  restricted: boolean;
  /** Its row is a table. */
  atTable: boolean;
  withdrawn: boolean;
  /** Temporarily withdrawn; counts as withdrawn. */
  blocked: boolean;
}

/** A seat of a map, before it belongs to a sale. */
export type DraftSeat = Omit<SeatRow, 'poolId' | 'ticketTypeId' | 'withdrawn' | 'blocked'>;

/** Everything in a map except its seats. */
export interface HouseFrame {
  name: string | null;
  focalPoint: MapPoint | null;
  stage: MapStage | null;
  zones: MapZone[];
  standing: MapStanding[];
}

/** Frame of a sale's own map; every change of the map increments the version. */
export interface SaleFrame {
  version: number;
  /** The stored map it was copied from. */
  seatMapId: string | null;
  frame: HouseFrame;
}

/** A validated seat map with the coordinates of every seat. */
export interface HouseMap {
  frame: HouseFrame;
  seats: DraftSeat[];
}

/** Units owned by an order. */
export interface OrderUnit {
  poolId: string;
  seatId: string | null;
  /** Always 1 for a seat. */
  quantity: number;
}

/** Units owned by an order that has not ended, from Postgres: the input of a rebuild. */
export interface CommittedUnits extends OrderUnit {
  orderId: string;
  fanKey: string;
  /** The hold that the order came from, which gets the units back if its payment is canceled in time. */
  holdId?: string | null;
}

/** An order that owns units in Redis. */
export interface CommittedOrder {
  orderId: string;
  fanKey: string;
  units: { poolId: string; seatId: string | null; quantity: number }[];
}

/** `conflicts`: units not given to their order because an earlier order in the list owns them. */
export interface RebuildReport {
  units: number;
  conflicts: CommittedUnits[];
  difference: StockDifference;
}

export interface PoolFigures {
  poolId: string;
  ticketTypeId: string;
  capacity: number;
  free: number;
  held: number;
  committed: number;
  returning: number;
  withdrawn: number;
}

/** Result of one sweep: holds ended, and holds and returned units whose deadline is still ahead. */
export interface Sweep {
  ended: number;
  left: number;
}

export interface StockFigures {
  pools: PoolFigures[];
  /**
   * True if every pool adds up to its capacity and nothing is negative; with a recount, the seats must match the counts
   * too.
   */
  conserved: boolean;
  /** Human-readable descriptions of the violations. */
  faults: string[];
}

export interface StockTicketType {
  id: string;
  admission: Admission;
  /** Units of general admission; reserved seats are counted from the map. */
  capacity?: number | undefined;
  /** Keys of the sections sold, or of the standing areas of general admission. */
  sections: readonly string[];
  /** Keys of the zones sold, within its sections or, without sections, the whole house. */
  zones?: readonly string[] | undefined;
  /** Where its stock begins; default: public. */
  channel?: string;
}

/** `pools`: ticket type id → pool id. */
export type CreateStockResult =
  | { kind: 'created'; pools: Map<string, string> }
  | { kind: 'invalid'; errors: FieldError[] };

/** `fixed`: the sale is published, and the requested change is no longer allowed. */
export type RedrawResult =
  | { kind: 'redrawn'; version: number }
  | { kind: 'fixed'; detail: string }
  | { kind: 'conflict' };

export type SeatMapResult = { kind: 'map'; house: HouseMap } | { kind: 'invalid'; errors: FieldError[] };
