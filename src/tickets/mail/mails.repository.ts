import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { NaturalBatch } from '../../platform/batch/natural-batch.js';
import { BackgroundPrisma } from '../../platform/prisma/prisma.service.js';
import type { Backlog } from '../../platform/work/backlog.js';
import { backlogOf, readBacklog } from '../../platform/work/backlog.sql.js';
import { DueRows } from '../../platform/work/due-rows.sql.js';

export type OrderMailKind = 'paid' | 'refunded' | 'canceled' | 'resent';
/** transferred and voided go to the ticket's holder, passed_on to the buyer who transferred it. */
export type TicketMailKind = 'transferred' | 'voided' | 'passed_on';
/** Mails that tell what happened to an order or ticket. */
export type ToldKind = OrderMailKind | TicketMailKind;
/** `message`: written by staff, to whoever has the tickets. */
export type MailKind = ToldKind | 'message';
export type MailEnd = 'sent' | 'skipped' | 'failed';
export interface DueMail {
  id: bigint;
  orderId: string;
  /** The ticket concerned; null for the whole order. */
  ticketId: string | null;
  /** The message it carries, for the kind `message`. */
  messageId: string | null;
  kind: MailKind;
  tries: number;
}

const queue = new DueRows({
  table: 'mail',
  idType: 'bigint',
  open: Prisma.sql`state = 'pending'`,
  columns: Prisma.sql`id, order_id AS "orderId", ticket_id AS "ticketId", message_id AS "messageId", kind, tries`,
  leaseSeconds: 60,
});

/** Outbox of mails: rows are written with the change they report, and sent by any node that runs the task. */
@Injectable()
export class MailsRepository {
  private readonly endings = new NaturalBatch<{ id: bigint; state: MailEnd }, void>({
    maxSize: 100,
    run: async (ended) => {
      await this.prisma.rows(Prisma.sql`
        UPDATE mail SET state = ended.state, done_at = now()
        FROM unnest(${ended.map(({ id }) => id)}::bigint[], ${ended.map(({ state }) => state)}::text[]) AS ended (id, state)
        WHERE mail.id = ended.id AND mail.state = 'pending'`);
      return ended.map(() => undefined);
    },
  });

  constructor(private readonly prisma: BackgroundPrisma) {}

  async queue(orderId: string, kind: OrderMailKind): Promise<void> {
    await this.prisma.mail.create({ data: { orderId, kind } });
  }

  /** Leases due mails. Those of purchases never wait for a message of staff, which only fills what they leave. */
  async take(limit: number): Promise<DueMail[]> {
    const own = await this.prisma.rows<DueMail>(queue.take(limit, Prisma.sql`kind <> 'message'`));
    if (own.length >= limit) return own;
    const rest = queue.take(limit - own.length, Prisma.sql`kind = 'message'`);
    return [...own, ...(await this.prisma.rows<DueMail>(rest))];
  }

  async backlog(): Promise<Backlog> {
    const waiting = Prisma.sql`mail WHERE state = 'pending'`;
    return await readBacklog(this.prisma.$queryRaw(backlogOf(Prisma.sql`created_at`, waiting)));
  }

  async end(id: bigint, state: MailEnd): Promise<void> {
    await this.endings.add({ id, state });
  }

  async postpone(id: bigint, delayMs: number): Promise<void> {
    await this.prisma.$executeRaw(queue.postpone([id], delayMs));
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
