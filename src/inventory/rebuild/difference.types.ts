/** What a rebuild found in Redis: the stock of an earlier epoch, nothing, a rebuild that never finished, or no answer. */
export type FormerStockKind = 'stock' | 'nothing' | 'unfinished' | 'unreadable';

export interface PoolCounts {
  free: number;
  held: number;
  committed: number;
  returning: number;
  withdrawn: number;
}

/** A pool as Postgres has it, beside what Redis held of it; null: Redis held nothing that can be compared. */
export interface PoolDifference {
  poolId: string;
  ticketTypeId: string;
  channel: string;
  rebuilt: PoolCounts;
  found: PoolCounts | null;
}

/** How the stock found in Redis differed from the one that replaced it. null: unknown, never "none". */
export interface StockDifference {
  found: FormerStockKind;
  /** Unpaid holds that the rebuild ended. */
  holdsLost: number | null;
  /** Units of orders that Redis no longer had and got back from Postgres. */
  unitsRegained: number | null;
  /** Units that Redis kept for orders that own none. */
  unitsDropped: number | null;
  /** Held or returning seats that are free again. */
  seatsFreed: number | null;
  /** Seats in any other state than the one they now have. */
  seatsCorrected: number | null;
  pools: PoolDifference[];
  /** The first differences, by id. */
  examples: string[];
}
