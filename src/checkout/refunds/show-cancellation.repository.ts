import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

export interface ShowCancellation {
  saleId: string;
  actor: string;
  reason: string | null;
  beganAt: Date;
  endedAt: Date | null;
}

export interface CancellationProgress {
  open: number;
  waiting: number;
  asked: number;
  refunded: number;
  refused: number;
  refundedMinor: bigint;
}

/** Idempotency key of the show's refunds: each order is refunded once, however often rounds restart. */
export const askingKeyOf = (saleId: string): string => `cancel-show-${saleId}`;

/** Matches paid orders with money or tickets left and no refund requested by this cancellation. */
const waiting = (saleId: string): Prisma.Sql => Prisma.sql`o.sale_id = ${saleId} AND o.state = 'paid'
  AND (o.total_minor > o.refunded_minor OR EXISTS (SELECT FROM ticket t WHERE t.order_id = o.id AND t.voided_at IS NULL))
  AND NOT EXISTS (SELECT FROM payment_refund r WHERE r.order_id = o.id AND r.asking = ${`show:${askingKeyOf(saleId)}`})`;

@Injectable()
export class ShowCancellationRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns false if it had already begun. */
  async begin(saleId: string, actor: string, reason: string | null): Promise<boolean> {
    const { count } = await this.prisma.showCancellation.createMany({
      data: [{ saleId, actor, reason }],
      skipDuplicates: true,
    });
    return count > 0;
  }

  async find(saleId: string): Promise<ShowCancellation | null> {
    return await this.prisma.showCancellation.findUnique({ where: { saleId } });
  }

  async running(limit: number): Promise<ShowCancellation[]> {
    return await this.prisma.showCancellation.findMany({
      where: { endedAt: null },
      orderBy: { beganAt: 'asc' },
      take: limit,
    });
  }

  async end(saleId: string): Promise<void> {
    await this.prisma.showCancellation.updateMany({ where: { saleId, endedAt: null }, data: { endedAt: new Date() } });
  }

  async nextOrders(saleId: string, limit: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT o.id FROM orders o WHERE ${waiting(saleId)} ORDER BY o.id LIMIT ${limit}::int`;
    return rows.map(({ id }) => id);
  }

  /** Returns pending orders, which may still request payment and are ended first. */
  async pendingOrders(saleId: string, limit: number): Promise<string[]> {
    const rows = await this.prisma.order.findMany({
      where: { saleId, state: 'pending' },
      select: { id: true },
      take: limit,
    });
    return rows.map(({ id }) => id);
  }

  /** Counts the refunds of all shows that the provider has not answered yet. */
  async outstanding(): Promise<number> {
    return await this.prisma.paymentRefund.count({ where: { origin: 'show', state: { in: ['asked', 'sent'] } } });
  }

  async progress(saleId: string): Promise<CancellationProgress> {
    const [row] = await this.prisma.$queryRaw<CancellationProgress[]>`
      SELECT (SELECT count(*)::int FROM orders o WHERE o.sale_id = ${saleId} AND o.state IN ('pending', 'canceling', 'authorized', 'voiding')) AS open,
        (SELECT count(*)::int FROM orders o WHERE ${waiting(saleId)}) AS waiting,
        count(*) FILTER (WHERE r.state IN ('asked', 'sent'))::int AS asked,
        count(*) FILTER (WHERE r.state = 'succeeded')::int AS refunded,
        count(*) FILTER (WHERE r.state IN ('refused', 'failed'))::int AS refused,
        COALESCE(sum(r.amount_minor::bigint) FILTER (WHERE r.state = 'succeeded'), 0)::bigint AS "refundedMinor"
      FROM payment_refund r JOIN orders o ON o.id = r.order_id
      WHERE o.sale_id = ${saleId} AND r.asking = ${`show:${askingKeyOf(saleId)}`}`;
    if (!row) throw new Error('aggregate query returned no row');
    return row;
  }
}
