import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { tallyCtes, untalliedOf } from '../../payments/refunds/refunds.sql.js';
import { type AuditEntry, auditInsert } from '../../platform/audit/audit.sql.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

export interface ShowCancellation {
  saleId: string;
  actor: string;
  reason: string | null;
  beganAt: Date;
  endedAt: Date | null;
  /** Orders up to this one were visited in the current pass; empty: a pass is about to begin. */
  cursor: string;
  /** What the current pass has met so far that asks for another one: due orders, and rounds with open ones. */
  found: number;
  /** Raised to ask again for refunds that were refused. */
  round: number;
}
type Round = Pick<ShowCancellation, 'saleId' | 'round'>;

export interface CancellationProgress {
  waiting: number;
  asked: number;
  refunded: number;
  refused: number;
  refundedMinor: bigint;
}

/** Orders that may still become paid, and refunds that the provider has not answered. */
export interface InFlight {
  open: number;
  asked: number;
  /** Those of `asked` that are too young for a pass to go on without their answer. */
  fresh: number;
}

export interface VisitedOrder {
  id: string;
  /** It has money or tickets left, and its refund was not requested by this cancellation. */
  isDue: boolean;
}

/** Refunds counted by one statement; they are answered far more slowly. */
const TALLIED_AT_ONCE = 1_000;

/** A refund unanswered for longer holds up the end of its show, but not the refunds of later orders. */
const FRESH_MINUTES = 5;

/** Idempotency key of a round's refunds: each order is refunded once, however often the steps of a round restart. */
export const askingKeyOf = ({ saleId, round }: Round): string =>
  `cancel-show-${saleId}${round === 1 ? '' : `-${round}`}`;
const askingOf = (show: Round): string => `show:${askingKeyOf(show)}`;

/** An order is refunded and yet due if its bank sent the money back. */
const isDue = (show: Round): Prisma.Sql => Prisma.sql`(
    (o.state = 'paid' AND (o.total_minor > o.refunded_minor
      OR EXISTS (SELECT FROM ticket t WHERE t.order_id = o.id AND t.voided_at IS NULL)))
    OR (o.state = 'refunded' AND o.total_minor > o.refunded_minor AND ${show.round}::int > 1))
  AND NOT EXISTS (SELECT FROM payment_refund r WHERE r.order_id = o.id AND r.asking = ${askingOf(show)})`;

/** Counts of refunds by state, less what was counted of them before. */
const uncounted = {
  refunded: Prisma.sql`(count(*) FILTER (WHERE state = 'succeeded') - count(*) FILTER (WHERE was = 'succeeded'))::int`,
  refused: Prisma.sql`(count(*) FILTER (WHERE state IN ('refused', 'failed')) - count(*) FILTER (WHERE was IN ('refused', 'failed')))::int`,
  refundedMinor: Prisma.sql`(COALESCE(sum(amount_minor) FILTER (WHERE state = 'succeeded'), 0)
    - COALESCE(sum(amount_minor) FILTER (WHERE was = 'succeeded'), 0))::bigint`,
};

/** Cancellations of shows. What a step reads is bounded by its page and by what is in flight, never by what is done. */
@Injectable()
export class ShowCancellationRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Begins it and logs it, in one transaction. Returns false if it had already begun. */
  async begin(saleId: string, actor: string, reason: string | null): Promise<boolean> {
    return await this.prisma.$transaction(async (tx) => {
      const { count } = await tx.showCancellation.createMany({
        data: [{ saleId, actor, reason }],
        skipDuplicates: true,
      });
      if (count > 0) await tx.$executeRaw(auditInsert(entryOf(saleId, actor, reason)));
      return count > 0;
    });
  }

  /** Returns whether it has ended and left an order to be given back: its refund was refused, or was sent back since. */
  async hasLeft({ saleId, round, endedAt }: ShowCancellation): Promise<boolean> {
    if (!endedAt) return false;
    const [row] = await this.prisma.rows<{ hasLeft: boolean }>(Prisma.sql`
      SELECT EXISTS (SELECT FROM orders o WHERE o.sale_id = ${saleId} AND ${isDue({ saleId, round: round + 1 })}) AS "hasLeft"`);
    return row?.hasLeft ?? false;
  }

  /** Begins another round of one that has ended, unless another node has begun it, and logs it. */
  async beginAgain({ saleId, round }: ShowCancellation, actor: string, reason: string | null): Promise<boolean> {
    return await this.prisma.$transaction(async (tx) => {
      const { count } = await tx.showCancellation.updateMany({
        where: { saleId, round, endedAt: { not: null } },
        data: { endedAt: null, cursor: '', found: 0, refused: 0, round: { increment: 1 }, actor },
      });
      if (count > 0) await tx.$executeRaw(auditInsert(entryOf(saleId, actor, reason)));
      return count > 0;
    });
  }

  async find(saleId: string): Promise<ShowCancellation | null> {
    return await this.prisma.showCancellation.findUnique({ where: { saleId } });
  }

  /**
   * Returns running ones, those after `after` before the others, so that a caller who passes the last one it was given
   * comes to all: one may run for as long as an order of it waits for a person.
   */
  async running(after: string, limit: number): Promise<ShowCancellation[]> {
    const next = await this.runningBy({ gt: after }, limit);
    return next.length < limit ? [...next, ...(await this.runningBy({ lte: after }, limit - next.length))] : next;
  }

  /** Ends it unless another node has moved it meanwhile. */
  async end({ saleId, cursor, round }: ShowCancellation): Promise<void> {
    await this.prisma.showCancellation.updateMany({
      where: { saleId, cursor, round, endedAt: null },
      data: { cursor: '', endedAt: new Date() },
    });
  }

  /** Records how far the pass has come, unless another node has moved it meanwhile. */
  async moveOn({ saleId, cursor, round }: ShowCancellation, to: { cursor: string; found: number }): Promise<void> {
    // field by field, because Prisma refuses whatever else the argument carries
    const data = { cursor: to.cursor, found: to.found };
    await this.prisma.showCancellation.updateMany({ where: { saleId, cursor, round, endedAt: null }, data });
  }

  /** Returns the next orders of the sale by id, whatever their state. */
  async page(show: ShowCancellation, limit: number): Promise<VisitedOrder[]> {
    return await this.prisma.rows<VisitedOrder>(pageOf(show, limit));
  }

  /** Returns pending orders, which may still request payment and are ended first. */
  async pendingOrders(saleId: string, limit: number): Promise<string[]> {
    const rows = await this.prisma.order.findMany({
      where: { saleId, state: 'pending' },
      select: { id: true },
      take: limit,
    });
    return rows.map(({ id }) => id);
  }

  /** Counts the refunds of all shows that the provider has not answered yet. */
  async outstanding(): Promise<number> {
    return await this.prisma.paymentRefund.count({ where: { origin: 'show', state: { in: ['asked', 'sent'] } } });
  }

  async inFlight(show: Round): Promise<InFlight> {
    const [row] = await this.prisma.rows<InFlight>(inFlightOf(show));
    if (!row) throw new Error('aggregate query returned no row');
    return row;
  }

  /** Adds answered refunds to the sums of the cancellation, each once. */
  async tally(show: Round): Promise<void> {
    await this.prisma.$executeRaw(tallyOf(show));
  }

  /** Reads all orders of the sale: for people, never for a step. */
  async progress(of: Round): Promise<CancellationProgress> {
    const [row] = await this.prisma.$queryRaw<CancellationProgress[]>`
      SELECT (SELECT count(*)::int FROM orders o WHERE o.sale_id = show.sale_id AND ${isDue(of)}) AS waiting,
        r.asked, show.refunded + r.refunded AS refunded, show.refused + r.refused AS refused,
        show.refunded_minor + r."refundedMinor" AS "refundedMinor"
      FROM show_cancellation show CROSS JOIN (
        SELECT count(*) FILTER (WHERE state IN ('asked', 'sent'))::int AS asked, ${uncounted.refunded} AS refunded,
          ${uncounted.refused} AS refused, ${uncounted.refundedMinor} AS "refundedMinor"
        FROM (SELECT state, tallied AS was, amount_minor FROM payment_refund WHERE ${untalliedOf(askingOf(of))}) refund) r
      WHERE show.sale_id = ${of.saleId}`;
    if (!row) throw new Error('aggregate query returned no row');
    return row;
  }

  private async runningBy(saleId: { gt: string } | { lte: string }, limit: number): Promise<ShowCancellation[]> {
    return await this.prisma.showCancellation.findMany({
      where: { endedAt: null, saleId },
      orderBy: { saleId: 'asc' },
      take: limit,
    });
  }
}

const entryOf = (saleId: string, actor: string, reason: string | null): AuditEntry => ({
  ...{ actor, action: 'sale.cancel_show', subject: saleId, data: { reason } },
});

/** The statements of a step, each of constant cost. */
export function pageOf(show: Round & Pick<ShowCancellation, 'cursor'>, limit: number): Prisma.Sql {
  return Prisma.sql`SELECT o.id, ${isDue(show)} AS "isDue" FROM orders o
    WHERE o.sale_id = ${show.saleId} AND o.id > ${show.cursor} ORDER BY o.id LIMIT ${limit}::int`;
}

/** An order in attention counts as open, because staff may still sell it. */
export function inFlightOf(show: Round): Prisma.Sql {
  return Prisma.sql`SELECT
    (SELECT COALESCE(sum(orders), 0)::int FROM order_counter
      WHERE sale_id = ${show.saleId} AND state IN ('pending', 'canceling', 'authorized', 'voiding', 'needs_attention')) AS open,
    unanswered.asked, unanswered.fresh
    FROM (SELECT count(*)::int AS asked,
        (count(*) FILTER (WHERE asked_at > now() - make_interval(mins => ${FRESH_MINUTES}::int)))::int AS fresh
      FROM payment_refund WHERE ${untalliedOf(askingOf(show))} AND state IN ('asked', 'sent')) unanswered`;
}

export function tallyOf(of: Round): Prisma.Sql {
  return Prisma.sql`
    WITH ${tallyCtes(askingOf(of), TALLIED_AT_ONCE)},
    more AS (
      SELECT ${uncounted.refunded} AS refunded, ${uncounted.refused} AS refused, ${uncounted.refundedMinor} AS refunded_minor FROM counted)
    UPDATE show_cancellation show SET refunded = show.refunded + more.refunded, refused = show.refused + more.refused,
      refunded_minor = show.refunded_minor + more.refunded_minor
    FROM more WHERE show.sale_id = ${of.saleId} AND (more.refunded, more.refused, more.refunded_minor) <> (0, 0, 0)`;
}
