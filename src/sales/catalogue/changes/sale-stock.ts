import { Injectable, Logger } from '@nestjs/common';
import type { StockState } from '../../../contract/sale/sale-shapes.js';
import { stockState } from '../../../inventory/availability/availability.rules.js';
import { StockService } from '../../../inventory/stock/stock.service.js';
import type { PoolFigures, PoolRow, StockFigures } from '../../../inventory/inventory.types.js';
import type { StockFigure } from '../../sales.types.js';

export interface SaleFigures {
  all: StockFigure[];
  /** What some lane of the sale may buy: a partner's allocation is for nobody who waits in line. */
  forFans: StockFigure[];
}

/** Stock by ticket type, merged from both stores: Redis counts free and held units, Postgres sold ones. */
@Injectable()
export class SaleStock {
  private readonly log = new Logger('Stock');

  constructor(private readonly stock: StockService) {}

  /** Returns figures in the order of the pools; null while a store is down or the stock is being rebuilt. */
  async figures(saleId: string): Promise<SaleFigures | null> {
    const [counts, rows, channels] = await this.read(saleId);
    // stock without any capacity has not been rebuilt yet, so it is inconclusive
    const known = counts?.pools.some(({ capacity }) => capacity > 0) === true;
    if (!counts || !known || !channels) return null;
    const offered = new Set(rows.filter(({ channel }) => channels.has(channel)).map(({ poolId }) => poolId));
    const pools = counts.pools.filter(({ poolId }) => offered.has(poolId));
    return { all: mergeStock(counts.pools, rows), forFans: mergeStock(pools, rows) };
  }

  /** Treats an unreachable store as unknown: the snapshot continues without stock while Postgres is down. */
  private async read(saleId: string): Promise<[StockFigures | null, PoolRow[], ReadonlySet<string> | null]> {
    try {
      return await Promise.all([
        this.stock.figures(saleId),
        this.stock.pools(saleId),
        this.stock.channelsForFans(saleId),
      ]);
    } catch (error) {
      this.log.debug(`the stock of ${saleId} cannot be read: ${String(error)}`);
      return [null, [], null];
    }
  }
}

/**
 * Merges both by pool and sums up per ticket type. Redis does not distinguish paying from sold, so the units sold in
 * Postgres are subtracted from those committed in Redis; the remainder is being paid for and counts as held.
 */
export function mergeStock(counts: readonly PoolFigures[], rows: readonly PoolRow[]): StockFigure[] {
  const sold = new Map(rows.map((row) => [row.poolId, row.sold]));
  const merged = new Map<string, StockFigure>();
  for (const pool of counts) {
    const { ticketTypeId } = pool;
    const before = merged.get(ticketTypeId) ?? { ticketTypeId, capacity: 0, free: 0, held: 0, sold: 0, withdrawn: 0 };
    const ofPool = sold.get(pool.poolId) ?? 0;
    merged.set(ticketTypeId, {
      ticketTypeId,
      capacity: before.capacity + pool.capacity,
      free: before.free + pool.free,
      // an order may have been sold between the two reads: clamp at zero
      held: before.held + Math.max(0, pool.held + pool.returning + pool.committed - ofPool),
      sold: before.sold + ofPool,
      withdrawn: before.withdrawn + pool.withdrawn,
    });
  }
  return [...merged.values()];
}

export const publicStock = (figures: readonly StockFigure[]): Map<string, StockState> =>
  new Map(figures.map((figure) => [figure.ticketTypeId, stockState(figure.free, figure.capacity - figure.withdrawn)]));
