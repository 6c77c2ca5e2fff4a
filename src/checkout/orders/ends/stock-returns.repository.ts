import { Injectable } from '@nestjs/common';
import type { OrderUnit } from '../../../inventory/inventory.types.js';
import { Prisma } from '../../../generated/prisma/client.js';
import { PrismaService } from '../../../platform/prisma/prisma.service.js';
import { DueRows } from '../../../platform/work/due-rows.sql.js';
import type { StockReturnKind } from '../../facts/moved-orders.sql.js';

export interface StockReturn {
  id: bigint;
  orderId: string;
  saleId: string;
  kind: StockReturnKind;
  /** Times the row was taken, including this one. */
  tries: number;
  /** A closed sale is not rebuilt after a loss of Redis, so what is gone from there stays gone. */
  isClosed: boolean;
}

const queue = new DueRows({
  table: 'stock_return',
  idType: 'bigint',
  open: Prisma.sql`done_at IS NULL`,
  columns: Prisma.sql`id, order_id AS "orderId", sale_id AS "saleId", kind, tries,
    NOT EXISTS (SELECT FROM sale WHERE sale.id = sale_id AND sale.state <> 'closed') AS "isClosed"`,
  leaseSeconds: 15,
});

/** Outbox of stock returns from Postgres to Redis, retried until done. */
@Injectable()
export class StockReturnsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Leases at most `limit` due rows. */
  async take(limit: number): Promise<StockReturn[]> {
    return await this.prisma.rows<StockReturn>(queue.take(limit));
  }

  /** Leaves due the rows that were requested again meanwhile, which restarted their tries. */
  async done(rows: readonly StockReturn[]): Promise<void> {
    await this.prisma.$executeRaw`UPDATE stock_return SET done_at = now()
      FROM unnest(${rows.map(({ id }) => id)}::bigint[], ${rows.map(({ tries }) => tries)}::int[]) AS done (id, tries)
      WHERE stock_return.id = done.id AND stock_return.tries = done.tries`;
  }

  /** Returns the units of an order that were not given back. */
  async keptBy(orderId: string): Promise<OrderUnit[]> {
    return await this.prisma.$queryRaw<OrderUnit[]>`
      SELECT pool_id AS "poolId", seat_id AS "seatId", count(*)::int AS quantity FROM order_item
      WHERE order_id = ${orderId} AND returned_at IS NULL GROUP BY pool_id, seat_id`;
  }

  /** Postpones the next try by `delayMs`. */
  async later(id: bigint, delayMs: number): Promise<void> {
    await this.prisma.$executeRaw(queue.postpone([id], delayMs));
  }
}
