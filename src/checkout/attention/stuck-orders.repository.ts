import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { wishFrom } from '../../payments/payments.sql.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { Backlog } from '../../platform/work/backlog.js';
import { backlogOf, readBacklog } from '../../platform/work/backlog.sql.js';
import type { StuckRow } from './stuck.types.js';

/** A sale, and the sale time before which its deadlines are long past. */
export interface DueSale {
  saleId: string;
  beforeSaleMs: number;
}

/** About a quarter of an hour of tries. */
const RETURN_TRIES = 20;

/** In-flight orders and stock returns that have not progressed for long. */
@Injectable()
export class StuckOrdersRepository {
  constructor(private readonly prisma: PrismaService) {}

  async onTheirWay(minutes: number, limit: number, known: readonly string[]): Promise<StuckRow[]> {
    const rows = await this.prisma.$queryRaw<{ id: string; state: string }[]>`SELECT id, state FROM orders
      WHERE state IN ('authorized', 'canceling', 'voiding') AND updated_at < now() - make_interval(mins => ${minutes}::int)
        AND NOT id = ANY(${[...known]}::text[])
      ORDER BY updated_at LIMIT ${limit}::int`;
    return rows.map(({ id, state }) => ({ ref: id, orderId: id, detail: { ref: id, state } }));
  }

  /** Returns the sales of pending orders unchanged for `minutes`. */
  async salesPending(minutes: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`SELECT DISTINCT sale_id AS id FROM orders
      WHERE state = 'pending' AND updated_at < now() - make_interval(mins => ${minutes}::int)`;
    return rows.map(({ id }) => id);
  }

  /** Returns their pending orders whose deadline passed before the given sale time. */
  async overdue(
    sales: readonly DueSale[],
    minutes: number,
    limit: number,
    known: readonly string[],
  ): Promise<StuckRow[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`SELECT o.id FROM orders o
      JOIN jsonb_to_recordset(${JSON.stringify(sales)}::jsonb) AS due ("saleId" text, "beforeSaleMs" float8) ON due."saleId" = o.sale_id
      WHERE o.state = 'pending' AND o.deadline_sale_ms < due."beforeSaleMs" AND o.updated_at < now() - make_interval(mins => ${minutes}::int)
        AND NOT o.id = ANY(${[...known]}::text[])
      ORDER BY o.updated_at LIMIT ${limit}::int`;
    return rows.map(({ id }) => ({ ref: id, orderId: id, detail: { ref: id, state: 'pending' } }));
  }

  async ordersWaiting(ids: readonly string[], minutes: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`SELECT id FROM orders WHERE id = ANY(${[...ids]}::text[])
      AND state IN ('pending', 'authorized', 'canceling', 'voiding') AND updated_at < now() - make_interval(mins => ${minutes}::int)`;
    return rows.map(({ id }) => id);
  }

  async ordersBacklog(): Promise<Backlog> {
    const waiting = Prisma.sql`orders WHERE state IN ('authorized', 'canceling', 'voiding')`;
    return await readBacklog(this.prisma.$queryRaw(backlogOf(Prisma.sql`updated_at`, waiting)));
  }

  /** Renews the wish that the order's state waits for. */
  async askAgain(orderId: string): Promise<boolean> {
    const of = (states: Prisma.Sql) =>
      Prisma.sql`SELECT id AS order_id, attempt FROM orders WHERE id = ${orderId} AND state IN ${states}`;
    const due = await this.prisma
      .$executeRaw`UPDATE payment SET due_at = now() WHERE order_id = ${orderId} AND wants IS NOT NULL`;
    if (due > 0) return true;
    const capture = await this.prisma.$queryRaw<unknown[]>(wishFrom('capture', of(Prisma.sql`('authorized')`)));
    if (capture.length > 0) return true;
    const cancel = await this.prisma.$queryRaw<unknown[]>(wishFrom('cancel', of(Prisma.sql`('canceling', 'voiding')`)));
    return cancel.length > 0;
  }

  async returns(limit: number, known: readonly string[]): Promise<StuckRow[]> {
    const rows = await this.prisma.$queryRaw<{ id: bigint; orderId: string; kind: string }[]>`
      SELECT id, order_id AS "orderId", kind FROM stock_return WHERE done_at IS NULL AND tries >= ${RETURN_TRIES}::int
        AND NOT id::text = ANY(${[...known]}::text[])
      ORDER BY id LIMIT ${limit}::int`;
    return rows.map(({ id, orderId, kind }) => ({ ref: String(id), orderId, detail: { ref: String(id), kind } }));
  }

  async returnsWaiting(refs: readonly string[]): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ ref: string }[]>`
      SELECT id::text AS ref FROM stock_return WHERE id::text = ANY(${[...refs]}::text[]) AND done_at IS NULL`;
    return rows.map(({ ref }) => ref);
  }

  async wakeReturn(ref: string): Promise<boolean> {
    return (
      (await this.prisma
        .$executeRaw`UPDATE stock_return SET next_at = now(), tries = 0 WHERE id = ${ref}::bigint AND done_at IS NULL`) >
      0
    );
  }

  /** Measures by the overdue next try, which exposes rows that are no longer retried. */
  async returnsBacklog(): Promise<Backlog> {
    const waiting = Prisma.sql`stock_return WHERE done_at IS NULL`;
    return await readBacklog(this.prisma.$queryRaw(backlogOf(Prisma.sql`next_at`, waiting)));
  }
}
