import { Injectable, Logger } from '@nestjs/common';
import type { StockState } from '../../contract/shapes.js';
import { stockState } from '../../inventory/availability/availability.rules.js';
import { InventoryService } from '../../inventory/inventory.service.js';
import type { PoolFigures, PoolRow, StockFigures } from '../../inventory/inventory.types.js';
import type { StockFigure } from '../sales.types.js';

/** Stock by ticket type from both stores: Redis counts what is free and held, Postgres what is sold. */
@Injectable()
export class SaleStock {
  private readonly log = new Logger('Stock');

  constructor(private readonly inventory: InventoryService) {}

  /** In the order of the pools; null while one of the stores is away or the stock is being rebuilt. */
  async figures(saleId: string): Promise<StockFigure[] | null> {
    const [counts, rows] = await this.read(saleId);
    // stock without any capacity has not been rebuilt yet: nothing can be concluded from it
    const known = counts?.pools.some(({ capacity }) => capacity > 0) === true;
    return counts && known ? mergeStock(counts.pools, rows) : null;
  }

  /** Away is no reason to fail: the snapshot goes on without its stock while Postgres is. */
  private async read(saleId: string): Promise<[StockFigures | null, PoolRow[]]> {
    try {
      return await Promise.all([this.inventory.figures(saleId), this.inventory.pools(saleId)]);
    } catch (error) {
      this.log.debug(`the stock of ${saleId} cannot be read: ${String(error)}`);
      return [null, []];
    }
  }
}

/**
 * Merges the two by pool and adds the pools of a ticket type. Redis does not tell paying from sold, so what is sold in
 * Postgres is taken from what is committed in Redis; the rest of it is being paid for, and counts as held.
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
      // between the two readings an order may have been sold: never below nothing
      held: before.held + Math.max(0, pool.held + pool.returning + pool.committed - ofPool),
      sold: before.sold + ofPool,
      withdrawn: before.withdrawn + pool.withdrawn,
    });
  }
  return [...merged.values()];
}

export const publicStock = (figures: readonly StockFigure[]): Map<string, StockState> =>
  new Map(figures.map((figure) => [figure.ticketTypeId, stockState(figure.free, figure.capacity - figure.withdrawn)]));
