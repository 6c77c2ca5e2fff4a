import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { DueRows } from '../../platform/work/due-rows.sql.js';
import type { PaymentFact } from '../payments.events.js';

export type LeasedFact = PaymentFact & { tries: number };

/** Facts whose node died become due again when the lease expires. */
const queue = new DueRows({
  table: 'payment_fact',
  idType: 'bigint',
  open: Prisma.sql`taken_at IS NULL`,
  columns: Prisma.sql`id, order_id AS "orderId", attempt, kind, data, tries, created_at AS "createdAt"`,
  leaseSeconds: 30,
});
/** Stripe retries events for days; after this long their dedupe keys are no longer needed. */
const KEEP_DAYS = 30;
const PRUNE_AT_ONCE = 2_000;

@Injectable()
export class FactsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Leases the oldest due facts to this node. */
  async lease(limit: number): Promise<LeasedFact[]> {
    const rows = await this.prisma.rows<LeasedFact>(queue.take(limit));
    return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async taken(ids: readonly bigint[]): Promise<void> {
    if (ids.length === 0) return;
    await this.prisma.$executeRaw`UPDATE payment_fact SET taken_at = now() WHERE id = ANY(${ids}) AND taken_at IS NULL`;
  }

  async postpone(id: bigint, delayMs: number): Promise<void> {
    await this.prisma.$executeRaw(queue.postpone([id], delayMs));
  }

  /**
   * Deletes taken facts of old payments. Facts of refunds, disputes and oddities stay: their keys prevent double
   * counting.
   */
  async prune(): Promise<void> {
    await this.prisma.$executeRaw`DELETE FROM payment_fact WHERE id IN (
      SELECT id FROM payment_fact
      WHERE taken_at < now() - make_interval(days => ${KEEP_DAYS}) AND kind NOT IN ('refunded', 'refund_refused', 'refund_failed', 'odd', 'disputed')
      ORDER BY id LIMIT ${PRUNE_AT_ONCE})`;
  }
}
