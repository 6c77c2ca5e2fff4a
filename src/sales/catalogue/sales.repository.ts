import type { SellerShape } from '../../contract/sale/seller-shapes.js';
import type { ChallengeMode } from '../../queue/queue.types.js';
import { Injectable } from '@nestjs/common';
import type { StockState } from '../../contract/sale/sale-shapes.js';
import type { WebhookEventType } from '../../contract/partners/webhook-events.js';
import { Prisma } from '../../generated/prisma/client.js';
import { type AuditEntry, auditInsert, auditOf } from '../../platform/audit/audit.sql.js';
import { outboxInsertFrom } from '../../platform/outbox/outbox.sql.js';
import { escapeLike } from '../../platform/prisma/like.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { SaleStanding } from '../life/sale.state.js';
import type { SaleInput } from './input/sale-input.types.js';
import { bounds } from './input/sale-bounds.types.js';
import { jsonOrNull, type NewTicketType, typeColumns } from './sale-columns.sql.js';
import { isUnchanged, type SaleRow, type SaleTransaction, withTypes } from './sale-row.sql.js';
import type { LaneSetting, NoticeMore, SalePolicy, SalesPage } from '../sales.types.js';

/**
 * Limit on live sales of an installation; publishing beyond it is refused, so that no live sale is ever left out of a
 * list.
 */
export const MAX_LIVE_SALES = 5_000;
const PAGE = 500;
/** A boundary closer than this may be crossed before the change is committed. */
export const BOUNDARY_MARGIN_MS = 1_000;

/** Rolls the caller's transaction back: the sale has as many ticket types as it may. */
export class TicketTypesFullError extends Error {}

/** A state transition of a sale, and the event that partners get. */
export interface SaleMove {
  saleId: string;
  from: SaleStanding;
  to: SaleStanding;
  event: WebhookEventType;
  at: Date;
  /** Set if a promoter opens early: the actual time becomes the opening time. */
  opensAt: Date | null;
  /** Logged with the state that it is moved to. */
  entry: AuditEntry | null;
}

/** Columns of a change; those that are not given keep their values. */
export type SaleColumns = Omit<Prisma.SaleUncheckedUpdateManyInput, 'seller'> & { seller?: SellerShape | null };

@Injectable()
export class SalesRepository {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Inserts another ticket type in the caller's transaction, where its pool already exists. Counts under the sale's
   * lock, so that simultaneous additions stay within the limit together.
   */
  async insertType(tx: SaleTransaction, saleId: string, type: NewTicketType, poolId: string): Promise<void> {
    await tx.$queryRaw`SELECT 1 FROM sale WHERE id = ${saleId} FOR NO KEY UPDATE`;
    const rank = await tx.ticketType.count({ where: { saleId } });
    if (rank >= bounds.ticketTypes) throw new TicketTypesFullError();
    await tx.ticketType.create({ data: { saleId, rank, ...typeColumns(type, new Map([[type.id, poolId]])) } });
  }

  async byId(id: string): Promise<SaleRow | null> {
    return await this.prisma.sale.findUnique({ where: { id }, include: withTypes });
  }

  /** @throws Error if there is no such sale */
  async existing(id: string): Promise<SaleRow> {
    const row = await this.byId(id);
    if (!row) throw new Error(`sale ${id} no longer exists`);
    return row;
  }

  async bySlug(slug: string): Promise<SaleRow | null> {
    return await this.prisma.sale.findUnique({ where: { slug }, include: withTypes });
  }

  /** Returns all published sales that are not closed, or closed after `closedSince`, ordered by opening time. */
  async live(closedSince: Date): Promise<SaleRow[]> {
    const rows: SaleRow[] = [];
    for (let last: string | null = null; ; ) {
      const page: SaleRow[] = await this.prisma.sale.findMany({
        where: {
          OR: [{ state: { notIn: ['draft', 'closed'] } }, { state: 'closed', closedAt: { gt: closedSince } }],
          ...(last !== null && { id: { gt: last } }),
        },
        orderBy: { id: 'asc' },
        take: PAGE,
        include: withTypes,
      });
      rows.push(...page);
      last = page.at(-1)?.id ?? null;
      if (page.length < PAGE) break;
    }
    return rows.sort((a, b) => a.opensAt.getTime() - b.opensAt.getTime() || (a.id < b.id ? -1 : 1));
  }

  /** Returns the body that created the sale, which was validated then; null if there is none. */
  async input(saleId: string): Promise<SaleInput | null> {
    const row = await this.prisma.saleInput.findUnique({ where: { saleId } });
    return row === null ? null : (row.input as unknown as SaleInput);
  }

  async countLive(): Promise<number> {
    return await this.prisma.sale.count({ where: { state: { notIn: ['draft', 'closed'] } } });
  }

  /**
   * Returns a page of sales for their promoter: live ones, then drafts, then closed ones; newest first within each.
   * @param after last id of the previous page
   */
  async page({ search, state, after, limit }: SalesPage): Promise<SaleRow[]> {
    const pattern = search === null ? null : `%${escapeLike(search)}%`;
    const ids = await this.prisma.$queryRaw<{ id: string }[]>`
      WITH ranked AS (
        SELECT id, CASE state WHEN 'draft' THEN 1 WHEN 'closed' THEN 2 ELSE 0 END AS rank FROM sale
        WHERE (${state}::text IS NULL OR state = ${state})
          AND (${pattern}::text IS NULL OR concat_ws(' ', name, slug, show_name, show_venue) ILIKE ${pattern})
      ), last AS (SELECT id, rank FROM ranked WHERE id = ${after})
      SELECT ranked.id FROM ranked LEFT JOIN last ON true
      WHERE ${after}::text IS NULL OR ranked.rank > last.rank OR (ranked.rank = last.rank AND ranked.id < last.id)
      ORDER BY ranked.rank, ranked.id DESC LIMIT ${limit}`;
    const order = new Map(ids.map(({ id }, index) => [id, index]));
    const rows = await this.prisma.sale.findMany({ where: { id: { in: [...order.keys()] } }, include: withTypes });
    return rows.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  }

  /** Returns published sales, those whose show is nearest to `at`. */
  async nearShows(at: Date, limit: number): Promise<SaleRow[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM sale WHERE state <> 'draft'
      ORDER BY abs(extract(epoch FROM show_starts_at - ${at}::timestamptz)) LIMIT ${limit}`;
    return await this.prisma.sale.findMany({ where: { id: { in: rows.map(({ id }) => id) } }, include: withTypes });
  }

  /**
   * Moves the sale and appends to the outbox in one statement. Returns false if the sale was moved concurrently;
   * whoever did so has notified partners.
   */
  async move({ saleId, from, to, event, at, opensAt, entry }: SaleMove): Promise<boolean> {
    const told = Prisma.sql`SELECT id, ${event}, jsonb_build_object('saleId', id, 'slug', slug, 'name', name, 'state', state, 'at', ${at.toISOString()}::text) FROM moved`;
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      WITH moved AS (
        UPDATE sale SET state = ${to.state}, paused_from = ${to.pausedFrom},
          opens_at = COALESCE(${opensAt}::timestamptz, opens_at),
          prequeue_at = LEAST(prequeue_at, COALESCE(${opensAt}::timestamptz, prequeue_at)),
          published_at = CASE WHEN state = 'draft' THEN ${at}::timestamptz ELSE published_at END,
          closed_at = CASE WHEN ${to.state} = 'closed' THEN ${at}::timestamptz ELSE closed_at END
        WHERE id = ${saleId} AND state = ${from.state} AND paused_from IS NOT DISTINCT FROM ${from.pausedFrom}
        RETURNING id, slug, name, state
      ), announced AS (${outboxInsertFrom(told)}), logged AS (${auditOf(Prisma.sql`moved`, entry && { ...entry, data: { ...entry.data, state: to.state } })})
      SELECT id FROM moved`;
    return rows.length > 0;
  }

  /** Returns false if the show was marked before. */
  async markShowCanceled(saleId: string, at: Date): Promise<boolean> {
    const mark = { where: { id: saleId, showCanceledAt: null }, data: { showCanceledAt: at } };
    return (await this.prisma.sale.updateMany(mark)).count > 0;
  }

  /**
   * Changes what the sale page shows: the given columns only. Requires the sale's state to be unchanged since validation, and a moved boundary
   * to be ahead of `now` by the margin: after that it may be crossed at any moment.
   */
  async change(
    saleId: string,
    { state, pausedFrom }: SaleStanding,
    moving: { opensAt: boolean; prequeueAt: boolean },
    now: Date,
    {
      columns: { seller, ...data },
      isAsRead,
      entry,
    }: { columns: SaleColumns; isAsRead: (row: SaleRow) => boolean; entry?: AuditEntry | null },
  ): Promise<'changed' | 'moved' | 'conflict'> {
    const ahead = { gt: new Date(now.getTime() + BOUNDARY_MARGIN_MS) };
    return await this.prisma.$transaction(async (tx) => {
      if (!(await isUnchanged(tx, saleId, isAsRead))) return 'conflict';
      const { count } = await tx.sale.updateMany({
        where: {
          ...{ id: saleId, state, pausedFrom },
          ...(moving.opensAt && state === 'prequeue' && { opensAt: ahead }),
          ...(moving.prequeueAt && state === 'scheduled' && { prequeueAt: ahead }),
        },
        data: { state, ...data, ...(seller !== undefined && { seller: jsonOrNull(seller) }) },
      });
      if (count > 0 && entry) await tx.$executeRaw(auditInsert(entry));
      return count > 0 ? 'changed' : 'moved';
    });
  }

  /** Reads the sale after concurrent changes of it have committed. */
  async settled(id: string): Promise<SaleRow | null> {
    await this.prisma.$queryRaw`SELECT 1 FROM sale WHERE id = ${id} FOR SHARE`;
    return await this.byId(id);
  }

  /** Returns the new version, or null if the policy is no longer at `expectedVersion`. */
  async changePolicy(
    saleId: string,
    expectedVersion: number,
    policy: SalePolicy,
    lanes: readonly LaneSetting[],
    entry: AuditEntry | null,
  ): Promise<number | null> {
    const where = { id: saleId, policyVersion: expectedVersion };
    const data = { policy: { ...policy }, lanes: lanes.map((lane) => ({ ...lane })) };
    const isChanged = await this.logged(where, { ...data, policyVersion: expectedVersion + 1 }, entry);
    return isChanged ? expectedVersion + 1 : null;
  }

  /** Makes an early opening due now, so that the scheduler completes it. */
  async bringForward(saleId: string, at: Date): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE sale SET opens_at = LEAST(opens_at, ${at}::timestamptz), prequeue_at = LEAST(prequeue_at, ${at}::timestamptz)
      WHERE id = ${saleId}`;
  }

  async setNotice(
    saleId: string,
    notice: { text: string; at: Date; more: NoticeMore } | null,
    entry: AuditEntry | null,
  ): Promise<void> {
    const data = {
      noticeText: notice?.text ?? null,
      noticeAt: notice?.at ?? null,
      noticeMore: notice ? { ...notice.more } : Prisma.DbNull,
    };
    await this.logged({ id: saleId }, data, entry);
  }

  /** Writes only the given switches, so that concurrent changes of the other are kept. */
  async setJoins(
    saleId: string,
    { frozen, challenge }: { frozen?: boolean; challenge?: ChallengeMode },
    entry: AuditEntry | null = null,
  ): Promise<void> {
    const data = { ...(frozen !== undefined && { joinsFrozen: frozen }), ...(challenge && { challenge }) };
    await this.logged({ id: saleId }, data, entry);
  }

  /** Changes the sale and logs it, or neither. Returns false if there is no such sale. */
  private async logged(
    where: Prisma.SaleWhereInput,
    data: Prisma.SaleUncheckedUpdateManyInput,
    entry: AuditEntry | null,
  ): Promise<boolean> {
    return await this.prisma.$transaction(async (tx) => {
      const { count } = await tx.sale.updateMany({ where, data });
      if (count > 0 && entry) await tx.$executeRaw(auditInsert(entry));
      return count > 0;
    });
  }

  /** Records a ticket type's new public stock state and notifies partners exactly once. */
  async stockTurned(
    type: { id: string; saleId: string },
    from: StockState,
    to: StockState,
    event: WebhookEventType | null,
  ): Promise<void> {
    const told = Prisma.sql`SELECT sale_id, ${event}, jsonb_build_object('saleId', sale_id, 'ticketTypeId', id, 'name', name, 'state', stock_state) FROM turned WHERE ${event}::text IS NOT NULL`;
    await this.prisma.$executeRaw`
      WITH turned AS (
        UPDATE ticket_type SET stock_state = ${to} WHERE id = ${type.id} AND sale_id = ${type.saleId} AND stock_state = ${from}
        RETURNING id, sale_id, name, stock_state
      ) ${outboxInsertFrom(told)}`;
  }
}
