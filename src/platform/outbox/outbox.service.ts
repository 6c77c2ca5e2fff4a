import { Injectable } from '@nestjs/common';
import type { WebhookEventType } from '../../contract/webhook-events.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { markNumbered, oldestUnnumbered, outboxInsert, unnumberedBacklog } from './outbox.sql.js';
import type { Backlog } from '../work/backlog.js';
import { readBacklog } from '../work/backlog.sql.js';

export interface OutboxEvent {
  saleId: string | null;
  type: WebhookEventType;
  data: object;
}
export interface OutboxRow {
  id: bigint;
  saleId: string | null;
  type: WebhookEventType;
  data: Record<string, unknown>;
  createdAt: Date;
}
type Reader = Pick<PrismaService, '$queryRaw'>;
type Writer = Pick<PrismaService, '$executeRaw'>;

@Injectable()
export class OutboxService {
  constructor(private readonly prisma: PrismaService) {}

  /** Appends within `tx` when the change runs in a transaction; by itself only for news that is no change (a test event). */
  async append(events: readonly OutboxEvent[], tx: Writer = this.prisma): Promise<void> {
    if (events.length > 0) await tx.$executeRaw(outboxInsert(events));
  }

  /**
   * The oldest committed rows that no stream has numbered, at most `limit`. The caller holds a lock that lets only one
   * transaction at a time do this, and marks them in the same transaction.
   */
  async unnumbered(tx: Reader, limit: number): Promise<OutboxRow[]> {
    return await tx.$queryRaw<OutboxRow[]>(oldestUnnumbered(limit));
  }

  /** What no stream has numbered yet. */
  async backlog(tx: Reader): Promise<Backlog> {
    return await readBacklog(tx.$queryRaw(unnumberedBacklog));
  }

  async markNumbered(tx: Writer, ids: readonly bigint[]): Promise<void> {
    await tx.$executeRaw(markNumbered(ids));
  }
}
