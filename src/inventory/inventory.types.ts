import type { FieldError } from '../contract/errors.js';
import type { MapPoint, MapStage, MapStanding, MapZone } from '../contract/seat-map-shapes.js';
import type { PricedUnit, PriceLine, PriceTerms } from '../contract/pricing.js';
import type { Admission } from '../contract/shapes.js';
import type { EpochStamp } from '../saletime/epoch-stamp.js';

/** What one fan asks for in one line of a hold. */
export type HoldItem =
  | { ticketTypeId: string; quantity: number; bestAvailable?: BestWish | undefined }
  | { seatIds: string[] };

/** Where the best seats shall be. */
export interface BestWish {
  section?: string | undefined;
  zone?: string | undefined;
  /** Wheelchair places, with seats for companions beside them: together the quantity. */
  accessible?: AccessibleWish | undefined;
}
export interface AccessibleWish {
  wheelchairs: number;
  companions: number;
}

/** A ticket type as it is sold now: the price of a hold is the one of this moment. */
export interface HoldTerms extends PriceTerms {
  name: string;
  admission: Admission;
  maxPerFan: number;
  /** One hold takes at least so many, and a multiple of. */
  min: number;
  multiple: number;
}

/** Who acts, taken from queue's permit by value: an admission that the script checks, and whose fan key it reads. */
export interface Admitted {
  /** The queue's zset of active admissions and its hash of them. */
  keys: readonly [string, string];
  member: string;
}

/** The same with its fan key, for what happens to a hold that is there. */
export interface HoldPermit extends Admitted {
  fanKey: string;
  admissionId: string;
}

export interface HoldRequest {
  saleId: string;
  stamp: EpochStamp;
  permit: Admitted;
  idempotencyKey: string;
  /** Digest of the request's body: the same key with another body is a mismatch. */
  bodyHash: string;
  items: readonly HoldItem[];
  terms: ReadonlyMap<string, HoldTerms>;
  currency: string;
  /** The fan's lane: opens the channels that name it. */
  lane?: string | undefined;
  /** Life of the hold and of one extension, in ms of sale time. */
  holdMs: number;
  /** No hold outlives this, counted from its beginning, whatever is extended. */
  absoluteMs: number;
}

/** A hold from a channel's allocation by its partner, who stands in no line. */
export interface AllocationHoldRequest extends Omit<HoldRequest, 'permit' | 'lane' | 'absoluteMs'> {
  /** The one channel that may be sold from. */
  channel: string;
  /** Whose units count together, and who may release, read and commit the hold: must not look like a fan's key. */
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
}

export type Relaxed = 'orphan' | 'split';
export type StoredHoldState = 'active' | 'committed' | 'released' | 'expired';

/** Its label is for people: "Standing", or "Stalls, row 1, seat 12". */
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
  /** The order that took the hold's units; null while active. */
  orderId: string | null;
  items: HeldUnit[];
  /** Tickets, fees and taxes as they were shown when they were held. */
  lines: PriceLine[];
  totalMinor: number;
  currency: string;
  /** In ms of sale time, like the instant at which the hold was read. */
  expiresAtSaleMs: number;
  readAtSaleMs: number;
  extendable: boolean;
  /** Which wish best available gave up: `orphan` leaves a single free seat beside, `split` is not all side by side. */
  relaxed: Relaxed | null;
  /** Raised by every swap: an order written for one revision does not take the units of another. */
  revision: number;
}

/** Redis is away or did not answer in time. What happened is unknown, and asking again is safe. */
export interface Away {
  kind: 'away';
}
/** The caller's epoch or run id is not the sale's: the sale is being rebuilt, or was. */
export interface Stale {
  kind: 'stale';
}

export type ClaimRefusal =
  | { kind: 'sold_out' }
  | { kind: 'seats_taken'; seatIds: string[] }
  /** Enough is free, but it has come back just now and is offered to the line first: for `forMs` at most. */
  | { kind: 'line_first'; forMs: number }
  /** `left` is what the fan may still have of it, with what the swapped hold gives back. */
  | { kind: 'limit_exceeded'; ticketTypeId: string; left: number }
  | { kind: 'quantity_not_offered'; name: string; min: number; multiple: number }
  | { kind: 'not_chargeable'; minimum: number; maximum: number; currency: string }
  | { kind: 'ticket_type_unknown'; ticketTypeId: string }
  | { kind: 'seat_unknown'; seatId: string }
  /** A companion's seat without its wheelchair place. */
  | { kind: 'companion_only'; seatId: string };

export type HoldResult =
  | { kind: 'held'; hold: Hold; fresh: boolean }
  | ClaimRefusal
  | { kind: 'mismatch' }
  | { kind: 'not_active' }
  /** The admission has made as many holds as one may. */
  | { kind: 'holds_spent' }
  /** The fan held this type for as long as one may, or let it lapse: it rests for so many ms. */
  | { kind: 'resting'; forMs: number }
  /** The sale is paused: no new hold. */
  | { kind: 'paused' }
  /** The sale is not on sale: not yet, or closed. */
  | { kind: 'closed' }
  | Stale
  | Away;

export type SwapResult =
  | { kind: 'swapped'; hold: Hold }
  | ClaimRefusal
  | { kind: 'unknown' | 'expired' | 'committed' | 'not_active' | 'paused' | 'closed' }
  | Stale
  | Away;

export type ReleaseResult = { kind: 'released'; hold: Hold } | { kind: 'unknown' | 'committed' } | Stale | Away;
export type ExtendResult =
  | { kind: 'extended'; hold: Hold }
  | { kind: 'unknown' | 'expired' | 'committed' | 'not_extendable' | 'not_active' | 'closed' }
  | Stale
  | Away;
/** `hold` is null when a rebuild has lost the hold's own record: the order has its units all the same. */
export type CommitResult = { kind: 'committed'; hold: Hold | null } | { kind: 'expired' | 'unknown' } | Stale | Away;

/** `later`: the sale is being rebuilt, so the stock that would be given back may not be there yet. Ask again. */
export type ReturnResult = { kind: 'done'; units: number } | { kind: 'later' } | Away;
export type ReactivateResult = { kind: 'reactivated'; units: number } | ReturnResult;

export interface PoolRow {
  poolId: string;
  ticketTypeId: string;
  channel: string;
  capacity: number;
  /** Tickets of orders that money was reserved for, from Postgres. */
  sold: number;
  withdrawn: number;
  /** What a free seat of it reads in its block's string. */
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
  /** Order of its block in the house, fixed when the stock is made; blocks of one rank stand in the order of the house. */
  blockRank: number;
  zone: string | null;
  /** A wheelchair place. */
  accessible: boolean;
  /** Id of the wheelchair place whose companion sits here. */
  companionOf: string | null;
  /** The view is restricted. */
  restricted: boolean;
  /** Its row is a table. */
  atTable: boolean;
  withdrawn: boolean;
  /** Withdrawn for a while; counts as withdrawn. */
  blocked: boolean;
}

/** A seat of a map, before anybody sells it. */
export type DraftSeat = Omit<SeatRow, 'poolId' | 'ticketTypeId' | 'withdrawn' | 'blocked'>;

/** What a map has beside its seats. */
export interface HouseFrame {
  name: string | null;
  focalPoint: MapPoint | null;
  stage: MapStage | null;
  zones: MapZone[];
  standing: MapStanding[];
}

/** The frame of a sale's own map; every change of the map raises the version. */
export interface SaleFrame {
  version: number;
  /** The stored map that it was copied from. */
  seatMapId: string | null;
  frame: HouseFrame;
}

/** A checked seat map with every seat in its place. */
export interface HouseMap {
  frame: HouseFrame;
  seats: DraftSeat[];
}

/** Units that an order owns. */
export interface OrderUnit {
  poolId: string;
  seatId: string | null;
  /** 1 for a seat. */
  quantity: number;
}

/** Units that an order not yet ended owns, from Postgres: what a rebuild starts from. */
export interface CommittedUnits extends OrderUnit {
  orderId: string;
  fanKey: string;
}

/** An order that owns units in Redis. */
export interface CommittedOrder {
  orderId: string;
  fanKey: string;
  units: { poolId: string; seatId: string | null; quantity: number }[];
}

/** `conflicts`: units that could not be given to their order, because an earlier one in the list has them. */
export interface RebuildReport {
  units: number;
  conflicts: CommittedUnits[];
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

/** What one sweep ended, and how many holds and returned units still have a deadline ahead. */
export interface Sweep {
  ended: number;
  left: number;
}

export interface StockFigures {
  pools: PoolFigures[];
  /** Every pool adds up to its capacity and nothing is negative; with a recount, the seats agree with the counts too. */
  conserved: boolean;
  /** Where they do not, for a person. */
  faults: string[];
}

export interface StockTicketType {
  id: string;
  admission: Admission;
  /** Units of general admission; reserved seats are counted from the map. */
  capacity?: number | undefined;
  /** Keys of the sections that it sells, or of the standing areas of general admission. */
  sections: readonly string[];
  /** Keys of the zones that it sells, of its sections or else of the whole house. */
  zones?: readonly string[] | undefined;
}

/** `pools`: ticket type id → pool id. */
export type CreateStockResult =
  | { kind: 'created'; pools: Map<string, string> }
  | { kind: 'invalid'; errors: FieldError[] };

/** `fixed`: the sale is published, and the change is none of what may still change. */
export type RedrawResult =
  | { kind: 'redrawn'; version: number }
  | { kind: 'fixed'; detail: string }
  | { kind: 'conflict' };

export type SeatMapResult = { kind: 'map'; house: HouseMap } | { kind: 'invalid'; errors: FieldError[] };
