import { Injectable, Logger } from '@nestjs/common';
import type { StockState } from '../../../contract/sale/sale-shapes.js';
import { stockState } from '../../../inventory/availability/availability.rules.js';
import type { StockBook } from '../../../inventory/channels/stock-book.rules.js';
import { StockService } from '../../../inventory/stock/stock.service.js';
import type { PoolFigures, PoolRow, StockFigures } from '../../../inventory/inventory.types.js';
import type { StockFigure } from '../../sales.types.js';

export interface SaleFigures {
  all: StockFigure[];
  /** What some lane of the sale may buy: a partner's allocation is for nobody who waits in line. */
  forFans: StockFigure[];
  /** Free units that only some lanes may buy, by lane: those of a channel with several lanes are divided among them. */
  own: Record<string, number>;
}

/** Stock by ticket type, merged from both stores: Redis counts free and held units, Postgres sold ones. */
@Injectable()
export class SaleStock {
  private readonly log = new Logger('Stock');

  constructor(private readonly stock: StockService) {}

  /** Returns figures in the order of the pools; null while a store is down or the stock is being rebuilt. */
  async figures(saleId: string): Promise<SaleFigures | null> {
    const [counts, rows, book] = await this.read(saleId);
    // stock without any capacity has not been rebuilt yet, so it is inconclusive
    const known = counts?.pools.some(({ capacity }) => capacity > 0) === true;
    if (!counts || !known || !book) return null;
    const channels = book.channelsForFans();
    const offered = new Set(rows.filter(({ channel }) => channels.has(channel)).map(({ poolId }) => poolId));
    const pools = counts.pools.filter(({ poolId }) => offered.has(poolId));
    return {
      all: mergeStock(counts.pools, rows),
      forFans: mergeStock(pools, rows),
      own: ownOfLanes(counts, rows, book),
    };
  }

  /** Treats an unreachable store as unknown: the snapshot continues without stock while Postgres is down. */
  private async read(saleId: string): Promise<[StockFigures | null, PoolRow[], StockBook | null]> {
    try {
      return await Promise.all([this.stock.figures(saleId), this.stock.pools(saleId), this.stock.book(saleId)]);
    } catch (error) {
      this.log.debug(`the stock of ${saleId} cannot be read: ${String(error)}`);
      return [null, [], null];
    }
  }
}

function ownOfLanes(counts: StockFigures, rows: readonly PoolRow[], book: StockBook): Record<string, number> {
  const channelOf = new Map(rows.map(({ poolId, channel }) => [poolId, channel]));
  const own: Record<string, number> = {};
  for (const { key, lanes } of book.channels) {
    const free = counts.pools.reduce((sum, pool) => sum + (channelOf.get(pool.poolId) === key ? pool.free : 0), 0);
    for (const lane of lanes) own[lane] = (own[lane] ?? 0) + free / lanes.length;
  }
  return own;
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
