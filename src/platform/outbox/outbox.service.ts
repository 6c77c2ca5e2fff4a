import { Injectable } from '@nestjs/common';
import type { WebhookEventType } from '../../contract/partners/webhook-events.js';
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

  /**
   * Appends within `tx` if the change runs in a transaction; standalone only for events without a change (a test
   * event).
   */
  async append(events: readonly OutboxEvent[], tx: Writer = this.prisma): Promise<void> {
    if (events.length > 0) await tx.$executeRaw(outboxInsert(events));
  }

  /**
   * Returns the oldest committed rows not yet numbered by a stream, at most `limit`. The caller must hold the lock that
   * serializes numbering, and mark them in the same transaction.
   */
  async unnumbered(tx: Reader, limit: number): Promise<OutboxRow[]> {
    return await tx.$queryRaw<OutboxRow[]>(oldestUnnumbered(limit));
  }

  /** Returns the backlog of rows not yet numbered. */
  async backlog(tx: Reader): Promise<Backlog> {
    return await readBacklog(tx.$queryRaw(unnumberedBacklog));
  }

  async markNumbered(tx: Writer, ids: readonly bigint[]): Promise<void> {
    await tx.$executeRaw(markNumbered(ids));
  }
}
