import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '../../platform/audit/audit.sql.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { voidPaid } from '../attention/attention.sql.js';
import type { DisputeRules } from './dispute.rules.js';
import { type DisputeNews, letTicketsGo, noteDispute } from './disputes.sql.js';

/** The disputes of orders, and what they do to tickets. */
@Injectable()
export class DisputesRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns the sale of an order; null if there is no such order. */
  async saleOf(orderId: string): Promise<string | null> {
    const row = await this.prisma.order.findUnique({ where: { id: orderId }, select: { saleId: true } });
    return row?.saleId ?? null;
  }

  /** @returns whether the dispute's status advanced */
  async note(news: DisputeNews, rules: DisputeRules): Promise<boolean> {
    return (await this.prisma.$queryRaw<unknown[]>(noteDispute(news, rules))).length > 0;
  }

  /** Voids the tickets of a paid order that has lost a dispute. Idempotent. */
  async voidLost(orderId: string): Promise<void> {
    const entry = { actor: 'system', action: 'order.void', subject: orderId, data: { dispute: 'lost' } } as const;
    await this.prisma.$queryRaw(voidPaid(orderId, 'dispute_lost', entry));
  }

  /** @returns false if no ticket of the order is held */
  async letTicketsGo(orderId: string, entry: AuditEntry): Promise<boolean> {
    return (await this.prisma.$queryRaw<unknown[]>(letTicketsGo(orderId, entry))).length > 0;
  }
}
