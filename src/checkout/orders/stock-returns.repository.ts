import { Injectable } from '@nestjs/common';
import type { OrderUnit } from '../../inventory/inventory.types.js';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { DueRows } from '../../platform/work/due-rows.sql.js';
import type { StockReturnKind } from '../facts/endings.sql.js';

export interface StockReturn {
  id: bigint;
  orderId: string;
  saleId: string;
  kind: StockReturnKind;
  /** Times it was taken, this one included. */
  tries: number;
}

const queue = new DueRows({
  table: 'stock_return',
  idType: 'bigint',
  open: Prisma.sql`done_at IS NULL`,
  columns: Prisma.sql`id, order_id AS "orderId", sale_id AS "saleId", kind, tries`,
  leaseSeconds: 15,
});

/** Stock that Postgres gives back to Redis, retried until it is done. */
@Injectable()
export class StockReturnsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** At most `limit` that are due. */
  async take(limit: number): Promise<StockReturn[]> {
    return await this.prisma.rows<StockReturn>(queue.take(limit));
  }

  /** A row that was asked for again meanwhile, which began its tries anew, stays due. */
  async done(rows: readonly StockReturn[]): Promise<void> {
    await this.prisma.$executeRaw`UPDATE stock_return SET done_at = now()
      FROM unnest(${rows.map(({ id }) => id)}::bigint[], ${rows.map(({ tries }) => tries)}::int[]) AS done (id, tries)
      WHERE stock_return.id = done.id AND stock_return.tries = done.tries`;
  }

  /** Units of an order whose tickets were not given back. */
  async keptBy(orderId: string): Promise<OrderUnit[]> {
    return await this.prisma.$queryRaw<OrderUnit[]>`
      SELECT pool_id AS "poolId", seat_id AS "seatId", count(*)::int AS quantity FROM order_item
      WHERE order_id = ${orderId} AND returned_at IS NULL GROUP BY pool_id, seat_id`;
  }

  /** Tried again after `delayMs`. */
  async later(id: bigint, delayMs: number): Promise<void> {
    await this.prisma.$executeRaw(queue.postpone([id], delayMs));
  }
}
