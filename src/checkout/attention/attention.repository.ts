import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { type AuditEntry, auditInsert } from '../../platform/audit/audit.sql.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { refusedConstraint } from '../../platform/prisma/refused-constraint.js';
import { type AttentionNote, noteAttention } from './attention-notes.sql.js';
import type { AttentionVerb } from '../../contract/staff/attention-verbs.js';
import { type AttentionKind, type AttentionOrder, kindOf } from './attention.rules.js';
import { attemptSold, endWaiting, sellWaiting, voidPaid } from './attention.sql.js';

export interface AttentionRow {
  id: string;
  orderId: string | null;
  saleId: string | null;
  /** Of the order, else of the sale. */
  currency: string | null;
  kind: string;
  nextStep: string;
  detail: unknown;
  createdAt: Date;
  order: AttentionOrder | null;
  /** Last error of the provider about its payment. */
  lastError: string | null;
}

/** Note of an item that needed nobody in the end. */
const MOVED = 'It has moved since.';

/** Attention items, and the statements that resolve them. */
@Injectable()
export class AttentionRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns at most `limit` unresolved items, oldest first. */
  async open(limit: number): Promise<AttentionRow[]> {
    return await this.prisma.$queryRaw<AttentionRow[]>`${openItems} ORDER BY a.created_at, a.id LIMIT ${limit}::int`;
  }

  /** Counts unresolved items by kind. */
  async openByKind(): Promise<{ kind: string; count: number }[]> {
    return await this.prisma.$queryRaw<{ kind: string; count: number }[]>`
      SELECT kind, count(*)::int AS count FROM (${openItems}) AS item GROUP BY kind`;
  }

  async byId(id: string): Promise<AttentionRow | null> {
    const [row] = await this.prisma.$queryRaw<AttentionRow[]>`${openItems} AND a.id = ${id}`;
    return row ?? null;
  }

  async note(note: AttentionNote): Promise<boolean> {
    return (await this.prisma.$executeRaw(noteAttention(note))) > 0;
  }

  /**
   * Notes a stuck row unless an item for it is open or staff resolved one recently: within `minutes` for a retry and for a
   * draw, whose crowd has no other way out, otherwise within a day. A row that moved and is stuck again is noted again.
   */
  async noteStuck(note: AttentionNote, ref: string, minutes: number): Promise<void> {
    await this.prisma.$executeRaw`
      INSERT INTO attention (id, order_id, sale_id, kind, next_step, detail)
      SELECT ${note.id}, ${note.orderId}, COALESCE(${note.saleId}, (SELECT sale_id FROM orders WHERE id = ${note.orderId})),
        ${note.kind}, ${kindOf(note.kind).nextStep}, ${JSON.stringify(note.detail)}::jsonb
      WHERE NOT EXISTS (SELECT FROM attention WHERE kind = ${note.kind} AND detail->>'ref' = ${ref} AND ${isStill(minutes)})`;
  }

  /** Returns the rows that noteStuck would not note, at most `limit`, the latest first. */
  async knownRefs(kind: AttentionKind, minutes: number, limit: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ ref: string }[]>`SELECT detail->>'ref' AS ref FROM attention
      WHERE kind = ${kind} AND detail->>'ref' IS NOT NULL AND ${isStill(minutes)} ORDER BY created_at DESC LIMIT ${limit}::int`;
    return rows.map(({ ref }) => ref);
  }

  /** Returns the rows that open items of the kind are about, at most `limit`, the oldest first. */
  async openRefs(kind: AttentionKind, limit: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ ref: string }[]>`SELECT detail->>'ref' AS ref FROM attention
      WHERE resolved_at IS NULL AND kind = ${kind} AND detail->>'ref' IS NOT NULL ORDER BY created_at LIMIT ${limit}::int`;
    return rows.map(({ ref }) => ref);
  }

  /** Closes open items about rows that have moved by themselves. */
  async closeMoved(kind: AttentionKind, refs: readonly string[]): Promise<void> {
    await this.prisma.$executeRaw`UPDATE attention SET resolved_at = now(), resolved_by = 'system', note = ${MOVED}
      WHERE resolved_at IS NULL AND kind = ${kind} AND detail->>'ref' = ANY(${[...refs]}::text[])`;
  }

  /** Closes the item and logs it, in one transaction. Returns false if the item had already been resolved. */
  async close(
    id: string,
    { verb, note, undoable }: { verb: AttentionVerb; note: string | null; undoable: boolean },
    entry: AuditEntry,
  ): Promise<boolean> {
    return await this.prisma.$transaction(async (tx) => {
      const { count } = await tx.attention.updateMany({
        where: { id, resolvedAt: null },
        data: { resolvedAt: new Date(), resolvedBy: entry.actor, verb, note, undoable },
      });
      if (count > 0) await tx.$executeRaw(auditInsert(entry));
      return count > 0;
    });
  }

  /** Opens an item again about which nothing was done, and logs it; one that is open stays so. */
  async reopen(id: string, entry: AuditEntry): Promise<'reopened' | 'open' | 'not_possible' | 'not_found'> {
    const count = await this.prisma.$transaction(async (tx) => {
      const opened = await tx.attention.updateMany({
        where: { id, undoable: true, resolvedAt: { not: null } },
        data: { resolvedAt: null, resolvedBy: null, verb: null, note: null, undoable: false },
      });
      if (opened.count > 0) await tx.$executeRaw(auditInsert(entry));
      return opened.count;
    });
    if (count > 0) return 'reopened';
    const item = await this.prisma.attention.findUnique({ where: { id }, select: { resolvedAt: true } });
    if (!item) return 'not_found';
    return item.resolvedAt === null ? 'open' : 'not_possible';
  }

  /** @returns the order's attempt, or null if it no longer needed attention */
  async endWaiting(orderId: string, entry: AuditEntry | null): Promise<number | null> {
    return await this.attemptMoved(endWaiting(orderId, entry));
  }

  /** Returns null if the money is not captured, the stock is gone, or the order did not need attention. */
  async sellWaiting(orderId: string, entry: AuditEntry | null): Promise<number | null> {
    try {
      return await this.attemptMoved(sellWaiting(orderId, entry));
    } catch (error) {
      if (refusedConstraint(error) === null) throw error;
      return null;
    }
  }

  /** @returns the attempt of an order that staff sold by this item, of which not all may have been done; null: none */
  async attemptSold(orderId: string, item: string): Promise<number | null> {
    return await this.attemptMoved(attemptSold(orderId, item));
  }

  async voidPaid(orderId: string, entry: AuditEntry): Promise<boolean> {
    return (await this.prisma.$queryRaw<unknown[]>(voidPaid(orderId, 'voided_by_staff', entry))).length > 0;
  }

  private async attemptMoved(statement: Prisma.Sql): Promise<number | null> {
    const [row] = await this.prisma.$queryRaw<{ attempt: number }[]>(statement);
    return row?.attempt ?? null;
  }
}

/** Matches items about stuck rows that are open or that staff resolved recently. */
const isStill = (minutes: number): Prisma.Sql => Prisma.sql`(resolved_at IS NULL
  OR verb IS NOT NULL AND resolved_at > now() - CASE
    WHEN verb = 'retry' OR kind = 'stuck_draw' THEN make_interval(mins => ${minutes}::int) ELSE interval '1 day' END)`;

const openItems = Prisma.sql`
  SELECT a.id, a.order_id AS "orderId", a.sale_id AS "saleId",
    COALESCE(o.currency, (SELECT s.currency FROM sale s WHERE s.id = a.sale_id)) AS currency, a.kind, a.next_step AS "nextStep", a.detail, a.created_at AS "createdAt",
    CASE WHEN o.id IS NULL THEN NULL ELSE json_build_object('state', o.state,
      'captured', COALESCE(p.state IN ('captured', 'refunded'), false),
      'leftMinor', COALESCE(p.amount_minor - p.refunded_minor - p.refunding_minor, 0),
      'liveTickets', (SELECT count(*) FROM ticket t WHERE t.order_id = o.id AND t.voided_at IS NULL),
      'heldTickets', (SELECT count(*) FROM ticket t WHERE t.order_id = o.id AND t.voided_at IS NULL AND t.held_at IS NOT NULL),
      'warnedOnly', COALESCE(o.dispute = 'warning', false)) END AS "order",
    p.last_error AS "lastError"
  FROM attention a LEFT JOIN orders o ON o.id = a.order_id
    LEFT JOIN payment p ON p.order_id = o.id AND p.attempt = o.attempt
  WHERE a.resolved_at IS NULL`;
