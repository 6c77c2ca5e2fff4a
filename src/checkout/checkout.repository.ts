import { Injectable } from '@nestjs/common';
import { Prisma } from '../generated/prisma/client.js';
import type { CommittedUnits } from '../inventory/inventory.types.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { committedSteps, type OrderStep } from './orders/order.state.js';

export interface OrderCount {
  saleId: string;
  state: OrderStep;
  count: bigint;
  units: bigint;
  /** Money taken minus refunds. */
  keptMinor: bigint;
}

/** The last audit of a sale. */
export interface AuditRecord {
  /** By the database's clock, because the clocks of nodes differ. */
  ageMs: number;
  suspects: string[];
}

/** Upper bound of checks read at once; more sales than can be live. */
const CHECKS_MAX = 10_000;

/** Queries over all orders of a sale, for the rebuild, the audit and the control room. */
@Injectable()
export class CheckoutRepository {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Returns the units owned by orders that have not ended; sold ones first, so that they win a conflicting claim.
   * Excludes orders that never requested payment: their hold may have ended and its units gone to another fan.
   */
  async committedFor(saleId: string): Promise<CommittedUnits[]> {
    return await this.prisma.rows<CommittedUnits>(Prisma.sql`
      SELECT o.id AS "orderId", o.fan_key AS "fanKey", o.hold_id AS "holdId", i.pool_id AS "poolId", i.seat_id AS "seatId", count(*)::int AS quantity
      FROM orders o JOIN order_item i ON i.order_id = o.id
      WHERE o.sale_id = ${saleId} AND i.returned_at IS NULL AND o.state IN (${Prisma.join([...committedSteps])}) AND o.payment <> 'none'
      GROUP BY o.id, i.pool_id, i.seat_id
      ORDER BY o.state NOT IN ('paid', 'authorized'), o.id`);
  }

  /** Returns those of the orders that may own units in Redis: not ended, or with a stock return pending. */
  async mayOwnUnits(orderIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.prisma.rows<{ id: string }>(Prisma.sql`
      SELECT o.id FROM orders o WHERE o.id = ANY(${[...orderIds]}::text[]) AND (
        o.state IN (${Prisma.join([...committedSteps])})
        OR EXISTS (SELECT FROM stock_return r WHERE r.order_id = o.id AND r.done_at IS NULL))`);
    return new Set(rows.map(({ id }) => id));
  }

  /** Returns those of the ids that exist. */
  async known(orderIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.prisma.order.findMany({ where: { id: { in: [...orderIds] } }, select: { id: true } });
    return new Set(rows.map(({ id }) => id));
  }

  /** Counts the units of a fan's paid orders, without returned ones. */
  async boughtBy(saleId: string, fanKey: string): Promise<number> {
    const [row] = await this.prisma.rows<{ n: number }>(Prisma.sql`
      SELECT count(*)::int AS n FROM orders o JOIN order_item i ON i.order_id = o.id
      WHERE o.fan_key = ${fanKey} AND o.sale_id = ${saleId} AND i.returned_at IS NULL AND o.state = 'paid'`);
    return row?.n ?? 0;
  }

  /** Counts orders by state from the counter table: about eight rows per state, however many orders there are. */
  async counts(saleIds: readonly string[]): Promise<OrderCount[]> {
    return await this.prisma.rows<OrderCount>(Prisma.sql`
      SELECT sale_id AS "saleId", state, sum(orders)::bigint AS count, sum(units)::bigint AS units, sum(kept_minor)::bigint AS "keptMinor"
      FROM order_counter WHERE sale_id = ANY(${[...saleIds]}::text[]) GROUP BY sale_id, state`);
  }

  async openItems(saleId: string): Promise<number> {
    return await this.prisma.attention.count({ where: { saleId, resolvedAt: null } });
  }

  async conservation(saleId: string): Promise<{ ok: boolean; checkedAt: Date } | null> {
    return await this.prisma.conservationCheck.findUnique({
      where: { saleId },
      select: { ok: true, checkedAt: true },
    });
  }

  /** Returns the last audits of these sales, and of every sale with a discrepancy or a suspect. */
  async auditsOf(saleIds: readonly string[]): Promise<Map<string, AuditRecord>> {
    const rows = await this.prisma.rows<{ saleId: string; ageMs: number; suspects: unknown }>(Prisma.sql`
      SELECT sale_id AS "saleId", suspects, (extract(epoch FROM now() - checked_at) * 1000)::float8 AS "ageMs"
      FROM conservation_check WHERE sale_id = ANY(${[...saleIds]}::text[]) OR NOT ok OR suspects <> '[]'::jsonb LIMIT ${CHECKS_MAX}`);
    return new Map(rows.map(({ saleId, ageMs, suspects }) => [saleId, { ageMs, suspects: textsOf(suspects) }]));
  }

  async recordConservation(saleId: string, ok: boolean, suspects: readonly string[]): Promise<void> {
    await this.prisma.$executeRaw`
      INSERT INTO conservation_check (sale_id, ok, checked_at, suspects) VALUES (${saleId}, ${ok}, now(), ${JSON.stringify(suspects)}::jsonb)
      ON CONFLICT (sale_id) DO UPDATE SET ok = excluded.ok, checked_at = excluded.checked_at, suspects = excluded.suspects`;
  }
}

const textsOf = (stored: unknown): string[] =>
  Array.isArray(stored) ? stored.filter((item) => typeof item === 'string') : [];
