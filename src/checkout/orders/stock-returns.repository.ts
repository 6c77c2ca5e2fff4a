import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { StockReturnKind } from '../facts/endings.sql.js';

export interface StockReturn {
  id: bigint;
  orderId: string;
  saleId: string;
  kind: StockReturnKind;
  /** Times it was taken, this one included. */
  tries: number;
}

/** Nobody else takes a row for so long; then whoever took it has died, and doing it again is safe. */
const LEASE_SECONDS = 15;

/** Stock that Postgres gives back to Redis, retried until it is done. */
@Injectable()
export class StockReturnsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** At most `limit` that are due. */
  async take(limit: number): Promise<StockReturn[]> {
    return await this.prisma.rows<StockReturn>(Prisma.sql`
      UPDATE stock_return SET tries = tries + 1, next_at = now() + make_interval(secs => ${LEASE_SECONDS})
      WHERE id IN (
        SELECT id FROM stock_return WHERE done_at IS NULL AND next_at <= now()
        ORDER BY next_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)
      RETURNING id, order_id AS "orderId", sale_id AS "saleId", kind, tries`);
  }

  async done(ids: readonly bigint[]): Promise<void> {
    await this.prisma.stockReturn.updateMany({ where: { id: { in: [...ids] } }, data: { doneAt: new Date() } });
  }

  /** Tried again after `delayMs`. */
  async later(id: bigint, delayMs: number): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE stock_return SET next_at = now() + make_interval(secs => ${delayMs / 1_000}::float8) WHERE id = ${id}`;
  }
}
