import { Injectable } from '@nestjs/common';
import type { WebhookEventType } from '../../contract/webhook-events.js';
import { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../prisma/prisma.service.js';

export interface OutboxEvent {
  saleId: string | null;
  type: WebhookEventType;
  data: Prisma.InputJsonObject;
}
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
}
