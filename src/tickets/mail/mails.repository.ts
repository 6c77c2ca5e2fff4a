import { Injectable } from '@nestjs/common';
import { BackgroundPrisma } from '../../platform/prisma/prisma.service.js';

export const mailKinds = ['paid', 'refunded', 'canceled', 'resent'] as const;
export type MailKind = (typeof mailKinds)[number];
export interface DueMail {
  id: bigint;
  orderId: string;
  kind: MailKind;
  tries: number;
}

/** Mails to buyers: rows written with the change they tell of, sent by any node that has the task. */
@Injectable()
export class MailsRepository {
  constructor(private readonly prisma: BackgroundPrisma) {}

  async queue(orderId: string, kind: MailKind): Promise<void> {
    await this.prisma.mail.create({ data: { orderId, kind } });
  }

  /** Takes due mails; one whose node dies is taken again after `leaseSeconds`. */
  async claim(limit: number, leaseSeconds: number): Promise<DueMail[]> {
    return await this.prisma.$queryRaw<DueMail[]>`
      WITH due AS (
        SELECT id FROM mail WHERE state = 'pending' AND next_at <= now() ORDER BY next_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
      )
      UPDATE mail SET tries = tries + 1, next_at = now() + make_interval(secs => ${leaseSeconds}::int)
      FROM due WHERE mail.id = due.id RETURNING mail.id, order_id AS "orderId", kind, tries`;
  }

  async oldestSeconds(): Promise<number> {
    const [row] = await this.prisma.$queryRaw<{ age: number }[]>`
      SELECT COALESCE(extract(epoch FROM now() - min(created_at)), 0)::float8 AS age FROM mail WHERE state = 'pending'`;
    return row?.age ?? 0;
  }

  async end(id: bigint, state: 'sent' | 'skipped' | 'failed'): Promise<void> {
    await this.prisma.mail.updateMany({ where: { id, state: 'pending' }, data: { state, doneAt: new Date() } });
  }

  async retry(id: bigint, afterSeconds: number): Promise<void> {
    const nextAt = new Date(Date.now() + afterSeconds * 1_000);
    await this.prisma.mail.updateMany({ where: { id, state: 'pending' }, data: { nextAt } });
  }

  async ofOrders(
    orderIds: readonly string[],
  ): Promise<{ orderId: string; kind: string; state: string; createdAt: Date }[]> {
    return await this.prisma.mail.findMany({
      where: { orderId: { in: [...orderIds] } },
      orderBy: { id: 'asc' },
      take: 10_000,
      select: { orderId: true, kind: true, state: true, createdAt: true },
    });
  }
}
