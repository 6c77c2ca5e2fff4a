import type { FieldError } from '../contract/errors.js';
import type { MapPoint, MapStage, MapStanding, MapZone } from '../contract/stock/seat-map-shapes.js';
import type { Admission } from '../contract/sale/sale-shapes.js';
import type { StockDifference } from './rebuild/difference.types.js';

/** Redis is down or timed out. The outcome is unknown; retrying is safe. */
export interface Away {
  kind: 'away';
}

/** The caller's epoch or run id is outdated: the sale is being rebuilt, or was. */
export interface Stale {
  kind: 'stale';
}

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
