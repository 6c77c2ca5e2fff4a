import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { BackgroundPrisma } from '../../platform/prisma/prisma.service.js';
import { DueRows } from '../../platform/work/due-rows.sql.js';
import { freeRows } from '../../platform/work/free-rows.sql.js';
import type { PushChannel, PushKind } from './push.rules.js';

export interface DuePush {
  id: bigint;
  channel: PushChannel;
  due: PushKind | 'outcome';
  sealed: string;
  tries: number;
}
interface PushPlace {
  saleId: string;
  lane: string;
  number: number;
  member: number;
}

const queueOf = (channel: PushChannel, leaseSeconds: number): DueRows =>
  new DueRows({
    table: 'queue_push',
    idType: 'bigint',
    open: Prisma.sql`due IS NOT NULL AND channel = ${channel}`,
    columns: Prisma.sql`id, channel, due, wish_sealed AS sealed, tries`,
    leaseSeconds,
  });
/** A mail server may take longer to answer than a push service. */
const queues: Record<PushChannel, DueRows> = { push: queueOf('push', 30), mail: queueOf('mail', 60) };
/** Rows marked per statement; the next round, a second later, marks the rest. */
const MARKED_AT_ONCE = 1_000;
const PLACES_OF_ADDRESS = 3;

/** Push subscriptions, one row per place. The device's address and the place token are sealed. */
@Injectable()
export class PushRepository {
  constructor(private readonly prisma: BackgroundPrisma) {}

  /** Upserts the place's device: the newest subscription wins. */
  async put({ saleId, lane, number, member }: PushPlace, sealed: string): Promise<void> {
    await this.prisma.$executeRaw`
      INSERT INTO queue_push (sale_id, lane, number, member, wish_sealed) VALUES (${saleId}, ${lane}, ${number}, ${member}, ${sealed})
      ON CONFLICT (sale_id, lane, number, member, channel) DO UPDATE SET wish_sealed = excluded.wish_sealed, created_at = now()`;
  }

  /**
   * Upserts the place's address. Several places may share an address, but few: a mailbox must not be flooded by them.
   * @returns false if the address has all the places it may have
   */
  async putMail({ saleId, lane, number, member }: PushPlace, sealed: string, person: string): Promise<boolean> {
    const written = await this.prisma.$executeRaw`
      INSERT INTO queue_push (sale_id, lane, number, member, channel, wish_sealed, person)
      SELECT ${saleId}, ${lane}, ${number}::int, ${member}::int, 'mail', ${sealed}, ${person}
       WHERE (SELECT count(*) FROM queue_push WHERE sale_id = ${saleId} AND person = ${person}
                AND (lane, number, member) <> (${lane}, ${number}::int, ${member}::int)) < ${PLACES_OF_ADDRESS}::int
      ON CONFLICT (sale_id, lane, number, member, channel)
      DO UPDATE SET wish_sealed = excluded.wish_sealed, person = excluded.person, created_at = now()`;
    return written > 0;
  }

  async drop({ saleId, lane, number, member }: PushPlace, channel: PushChannel): Promise<void> {
    await this.prisma.queuePush.deleteMany({ where: { saleId, lane, number, member, channel } });
  }

  /** Lists the sales with mail subscriptions; rows are deleted a day after their sale. */
  async mailedSales(): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ saleId: string }[]>`
      SELECT DISTINCT sale_id AS "saleId" FROM queue_push WHERE channel = 'mail'`;
    return rows.map(({ saleId }) => saleId);
  }

  /** @param persons the person's digest in each of the sales, in their order. @returns how many rows it deleted */
  async forget(saleIds: readonly string[], persons: readonly string[]): Promise<number> {
    return await this.prisma.$executeRaw`
      DELETE FROM queue_push q USING unnest(${[...saleIds]}::text[], ${[...persons]}::text[]) AS p (sale_id, person)
       WHERE q.sale_id = p.sale_id AND q.person = p.person`;
  }

  /** Returns those of the sales that have subscriptions which are not due yet. */
  async wanted(saleIds: readonly string[]): Promise<string[]> {
    if (saleIds.length === 0) return [];
    const rows = await this.prisma.$queryRaw<{ saleId: string }[]>`
      SELECT s AS "saleId" FROM unnest(${saleIds}::text[]) s
       WHERE EXISTS (SELECT FROM queue_push WHERE sale_id = s AND due IS NULL)`;
    return rows.map(({ saleId }) => saleId);
  }

  /** Lists rows after an id that have no position; before the draw no place has one. */
  async unplaced(
    saleId: string,
    after: bigint,
    limit: number,
  ): Promise<{ id: bigint; lane: string; number: number }[]> {
    return await this.prisma.queuePush.findMany({
      where: { saleId, position: null, id: { gt: after } },
      select: { id: true, lane: true, number: true },
      orderBy: { id: 'asc' },
      take: limit,
    });
  }

  async place(rows: readonly { id: bigint; position: number }[]): Promise<void> {
    if (rows.length === 0) return;
    await this.prisma.$executeRaw`
      UPDATE queue_push q SET position = p.position
        FROM unnest(${rows.map(({ id }) => id)}::bigint[], ${rows.map(({ position }) => position)}::int[]) AS p(id, position)
       WHERE q.id = p.id`;
  }

  /**
   * Marks rows as due, first in line first: `turn` up to the serving counter, `nearly` up to `lead` places behind it.
   * Rows are taken by their time, so a millisecond each keeps the order of the line.
   */
  async mark(saleId: string, lane: string, serving: number, lead: number): Promise<number> {
    return await this.prisma.$executeRaw`
      WITH next AS (
        ${freeRows({
          select: Prisma.sql`id, position`,
          from: Prisma.sql`queue_push`,
          where: Prisma.sql`sale_id = ${saleId} AND lane = ${lane} AND due IS NULL AND position <= ${serving + lead}::int
            AND (position <= ${serving}::int OR NOT nearly_told)`,
          orderBy: Prisma.sql`position`,
          limit: MARKED_AT_ONCE,
        })}),
      ranked AS (SELECT id, row_number() OVER (ORDER BY position) AS rank FROM next)
      UPDATE queue_push q
         SET due = CASE WHEN q.position <= ${serving}::int THEN 'turn' ELSE 'nearly' END, tries = 0,
             next_at = now() - (${MARKED_AT_ONCE}::int - ranked.rank) * interval '1 ms'
        FROM ranked WHERE q.id = ranked.id`;
  }

  async take(channel: PushChannel, limit: number): Promise<DuePush[]> {
    return await this.prisma.$queryRaw<DuePush[]>(queues[channel].take(limit));
  }

  async postpone({ id, channel }: DuePush, delayMs: number): Promise<void> {
    await this.prisma.$executeRaw(queues[channel].postpone([id], delayMs));
  }

  /** Postpones a message that cannot be judged yet; this is no failed try. */
  async await(id: bigint, delayMs: number): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE queue_push SET tries = 0, next_at = now() + ${delayMs}::int * interval '1 ms' WHERE id = ${id}`;
  }

  /** Takes a message back: it is marked again when the line calls. */
  async unmark(id: bigint): Promise<void> {
    await this.prisma.queuePush.updateMany({ where: { id }, data: { due: null } });
  }

  /** Records that the "nearly" message was sent; the row stays for the message about the turn. */
  async toldNearly(id: bigint): Promise<void> {
    await this.prisma.queuePush.updateMany({ where: { id }, data: { due: null, nearlyTold: true } });
  }

  /** Asks again after `delayMs` whether the fan came. */
  async awaitOutcome(id: bigint, delayMs: number): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE queue_push SET due = 'outcome', tries = 0, next_at = now() + ${delayMs}::int * interval '1 ms' WHERE id = ${id}`;
  }

  /** Counts an outcome and ends its row, in one statement: an outcome that is repeated counts once. */
  async count(id: bigint, came: boolean): Promise<void> {
    await this.prisma.$executeRaw`
      WITH over AS (DELETE FROM queue_push WHERE id = ${id} RETURNING sale_id, channel)
      INSERT INTO queue_woken (sale_id, channel, told, came) SELECT sale_id, channel, 1, ${came ? 1 : 0}::int FROM over
      ON CONFLICT (sale_id, channel) DO UPDATE SET told = queue_woken.told + 1, came = queue_woken.came + excluded.came`;
  }

  async end(id: bigint): Promise<void> {
    await this.prisma.queuePush.deleteMany({ where: { id } });
  }
}
