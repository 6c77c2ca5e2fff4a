import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { DueRows } from '../../platform/work/due-rows.sql.js';
import type { PaymentFact } from '../payments.events.js';

export type LeasedFact = PaymentFact & { tries: number };

/** A fact comes back when the node that took it died. */
const queue = new DueRows({
  table: 'payment_fact',
  idType: 'bigint',
  open: Prisma.sql`taken_at IS NULL`,
  columns: Prisma.sql`id, order_id AS "orderId", attempt, kind, data, tries, created_at AS "createdAt"`,
  leaseSeconds: 30,
});
/** A provider repeats its news for days; after this long their dedupe keys are needed no more. */
const KEEP_DAYS = 30;
const PRUNE_AT_ONCE = 2_000;

@Injectable()
export class FactsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Takes the oldest due facts for this node. */
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

  /** Deletes taken facts of old payments. Refunds and oddities stay: their keys keep a refund from being counted twice. */
  async prune(): Promise<void> {
    await this.prisma.$executeRaw`DELETE FROM payment_fact WHERE id IN (
      SELECT id FROM payment_fact
      WHERE taken_at < now() - make_interval(days => ${KEEP_DAYS}) AND kind NOT IN ('refunded', 'refund_refused', 'refund_failed', 'odd', 'disputed')
      ORDER BY id LIMIT ${PRUNE_AT_ONCE})`;
  }
}
