import { Injectable } from '@nestjs/common';
import type { MessageVariant } from '../../contract/orders/buyer-message-shapes.js';
import { Prisma } from '../../generated/prisma/client.js';
import { BackgroundPrisma, PrismaService } from '../../platform/prisma/prisma.service.js';
import { freeRows } from '../../platform/work/free-rows.sql.js';
import { personOf, queueMessageMails } from '../../tickets/mail/message-mails.sql.js';
import type { BuyerMessageRecord, MailCounts, MessageDraft, MessageFilter } from './buyer-messages.types.js';

/** Tickets looked at by one statement. */
const BATCH = 500;
const LISTED = 50;

/** Valid tickets of a sale that the filter names, for readers who have them now. */
const ticketsOf = (saleId: Prisma.Sql, types: Prisma.Sql, sections: Prisma.Sql): Prisma.Sql => Prisma.sql`
  ticket t JOIN orders o ON o.id = t.order_id
  WHERE t.sale_id = ${saleId} AND t.issued_at IS NOT NULL AND t.voided_at IS NULL
    AND COALESCE(t.holder_email, o.buyer_email) <> ''
    AND (cardinality(${types}) = 0 OR t.ticket_type_id = ANY(${types}))
    AND (cardinality(${sections}) = 0 OR EXISTS (
      SELECT 1 FROM seat WHERE seat.sale_id = t.sale_id AND seat.id = t.seat_id AND seat.section = ANY(${sections})))`;

interface NewMessage {
  id: string;
  actor: string;
  draft: MessageDraft;
  people: number;
}
type WithMessage = (tx: Prisma.TransactionClient) => Promise<void>;

@Injectable()
export class BuyerMessagesRepository {
  constructor(
    private readonly prisma: PrismaService,
    private readonly background: BackgroundPrisma,
  ) {}

  async audience(
    saleId: string,
    { ticketTypeIds, sections }: MessageFilter,
  ): Promise<{ language: string; people: number }[]> {
    const named = ticketsOf(
      Prisma.sql`${saleId}`,
      Prisma.sql`${[...ticketTypeIds]}::text[]`,
      Prisma.sql`${[...sections]}::text[]`,
    );
    return await this.prisma.rows<{ language: string; people: number }>(Prisma.sql`
      SELECT language, count(*)::int AS people FROM (
        SELECT DISTINCT ON (lower(COALESCE(t.holder_email, o.buyer_email)))
          CASE WHEN t.holder_email IS NULL THEN o.buyer_language ELSE COALESCE(t.holder_language, 'en') END AS language
        FROM ${named}) AS reader
      GROUP BY language ORDER BY people DESC, language`);
  }

  async sections(saleId: string): Promise<{ key: string; label: string }[]> {
    return await this.prisma.rows<{ key: string; label: string }>(Prisma.sql`
      SELECT section AS key, min(section_label) AS label FROM seat WHERE sale_id = ${saleId} GROUP BY section ORDER BY section LIMIT 500`);
  }

  /**
   * Inserts the message in one transaction with what `write` writes. Returns false if as many messages as are allowed in a
   * day were sent.
   */
  async insert(message: NewMessage, mostADay: number, write: WithMessage): Promise<boolean> {
    return await this.prisma.$transaction(async (tx) => {
      const isWritten = await this.insertIn(tx, message, mostADay);
      if (isWritten) await write(tx);
      return isWritten;
    });
  }

  private async insertIn(
    tx: Prisma.TransactionClient,
    { id, actor, draft, people }: NewMessage,
    mostADay: number,
  ): Promise<boolean> {
    const { saleId, subject, text, texts, ticketTypeIds, sections } = draft;
    const written = await tx.$executeRaw`
      INSERT INTO buyer_message (id, sale_id, actor, subject, text, texts, ticket_type_ids, sections, people)
      SELECT ${id}, sale.id, ${actor}, ${subject}, ${text}, ${JSON.stringify(texts)}::jsonb, ${[...ticketTypeIds]}::text[], ${[...sections]}::text[], ${people}::int
      FROM (SELECT id FROM sale WHERE id = ${saleId} FOR NO KEY UPDATE) AS sale
      WHERE (SELECT count(*) FROM buyer_message WHERE sale_id = sale.id AND created_at > now() - interval '24 hours') < ${mostADay}::int`;
    return written > 0;
  }

  async list(saleId: string): Promise<(BuyerMessageRecord & { mails: MailCounts })[]> {
    return await this.counted({ saleId });
  }

  async find(id: string): Promise<(BuyerMessageRecord & { mails: MailCounts }) | null> {
    return (await this.counted({ id }))[0] ?? null;
  }

  private async counted(where: Prisma.BuyerMessageWhereInput): Promise<(BuyerMessageRecord & { mails: MailCounts })[]> {
    const rows = await this.prisma.buyerMessage.findMany({ where, orderBy: { id: 'desc' }, take: LISTED });
    const counts = await this.prisma.rows<MailCounts & { id: string }>(Prisma.sql`
      SELECT message_id AS id, count(*) FILTER (WHERE state = 'pending')::int AS waiting, count(*) FILTER (WHERE state = 'sent')::int AS sent,
        count(*) FILTER (WHERE state = 'skipped')::int AS skipped, count(*) FILTER (WHERE state = 'failed')::int AS failed
      FROM mail WHERE message_id = ANY(${rows.map(({ id }) => id)}::text[]) GROUP BY message_id`);
    const byId = new Map(counts.map(({ id, ...mails }) => [id, mails]));
    return rows.map((row) => ({
      ...recordOf(row),
      mails: byId.get(row.id) ?? { waiting: 0, sent: 0, skipped: 0, failed: 0 },
    }));
  }

  async byId(id: string): Promise<BuyerMessageRecord | null> {
    const row = await this.background.buyerMessage.findUnique({ where: { id } });
    return row && recordOf(row);
  }

  /** Returns messages whose mails are not all queued, the oldest first, with how many of their mails no one has tried. */
  async open(limit: number): Promise<{ id: string; waiting: number }[]> {
    return await this.background.rows<{ id: string; waiting: number }>(Prisma.sql`
      SELECT id, (SELECT count(*)::int FROM mail WHERE message_id = message.id AND state = 'pending' AND tries = 0) AS waiting
      FROM buyer_message AS message WHERE queued_at IS NULL ORDER BY created_at LIMIT ${limit}`);
  }

  /**
   * Queues the next mails in one statement. Two nodes never queue the same batch; a repeated one adds nothing.
   * @param key of the digests by which a person gets one mail
   */
  async queueNext(id: string, key: string): Promise<void> {
    const named = ticketsOf(
      Prisma.sql`(SELECT sale_id FROM message)`,
      Prisma.sql`(SELECT ticket_type_ids FROM message)::text[]`,
      Prisma.sql`(SELECT sections FROM message)::text[]`,
    );
    const readers = Prisma.sql`
      SELECT t.order_id, CASE WHEN t.holder_email IS NOT NULL THEN t.id END AS ticket_id,
        ${personOf(Prisma.sql`COALESCE(t.holder_email, o.buyer_email)`, key)} AS person
      FROM ${named} AND t.id IN (SELECT id FROM batch) AND t.issued_at <= (SELECT created_at FROM message)`;
    await this.background.$executeRaw`
      WITH message AS (
        ${freeRows({ select: Prisma.sql`*`, from: Prisma.sql`buyer_message`, where: Prisma.sql`id = ${id} AND queued_at IS NULL` })}
      ), batch AS (
        SELECT id FROM ticket WHERE sale_id = (SELECT sale_id FROM message) AND id > (SELECT last_ticket_id FROM message)
        ORDER BY id LIMIT ${BATCH}
      ), queued AS (${queueMessageMails(id, readers)})
      UPDATE buyer_message SET last_ticket_id = COALESCE((SELECT max(id) FROM batch), buyer_message.last_ticket_id),
        queued_at = CASE WHEN (SELECT count(*) FROM batch) < ${BATCH} THEN now() END
      FROM message WHERE buyer_message.id = message.id`;
  }
}

type Row = Prisma.BuyerMessageGetPayload<object>;
const recordOf = ({ lastTicketId: _, texts, ...row }: Row): BuyerMessageRecord => ({
  ...row,
  texts: texts as unknown as Record<string, MessageVariant>,
});
