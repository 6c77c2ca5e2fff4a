import { Injectable } from '@nestjs/common';
import type { WebhookEventType } from '../../contract/webhook-events.js';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../prisma/prisma.service.js';

export interface OutboxEvent {
  saleId: string | null;
  type: WebhookEventType;
  data: Prisma.InputJsonObject;
}
export interface OutboxRow {
  id: bigint;
  saleId: string | null;
  type: WebhookEventType;
  data: Record<string, unknown>;
  createdAt: Date;
}
type Reader = Pick<Prisma.TransactionClient, '$queryRaw'>;
type Writer = Pick<Prisma.TransactionClient, '$executeRaw'>;

@Injectable()
export class OutboxService {
  constructor(private readonly prisma: PrismaService) {}

  /** Appends within `tx` when the change runs in a transaction; by itself only for news that is no change (a test event). */
  async append(events: readonly OutboxEvent[], tx: Writer = this.prisma): Promise<void> {
    if (events.length === 0) return;
    const rows = events.map(
      (event) => Prisma.sql`(${event.saleId}::text, ${event.type}, ${JSON.stringify(event.data)}::jsonb)`,
    );
    await tx.$executeRaw`INSERT INTO outbox (sale_id, type, data) VALUES ${Prisma.join(rows)}`;
  }

  /**
   * The oldest committed rows that no stream has numbered, at most `limit`. The caller holds a lock that lets only one
   * transaction at a time do this, and marks them in the same transaction.
   */
  async unnumbered(tx: Reader, limit: number): Promise<OutboxRow[]> {
    return await tx.$queryRaw<OutboxRow[]>`
      SELECT id, sale_id AS "saleId", type, data, created_at AS "createdAt"
        FROM outbox WHERE numbered_at IS NULL ORDER BY id LIMIT ${limit}`;
  }

  async markNumbered(tx: Writer, ids: readonly bigint[]): Promise<void> {
    await tx.$executeRaw`UPDATE outbox SET numbered_at = now() WHERE id = ANY(${[...ids]}::bigint[])`;
  }
}
