import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { ERASED } from '../../checkout/privacy/privacy.types.js';
import { BackgroundPrisma, PrismaService } from '../../platform/prisma/prisma.service.js';
import type { ToldMinute } from './chance-score.rules.js';

export interface OrderTotals {
  placed: number;
  paid: number;
  orders: number;
  /** Different people among the buyers who are still known: addresses are erased on demand, and end by age. */
  buyers: number;
  /** Live tickets of those buyers. */
  buyersTickets: number;
  takenMinor: bigint;
  refundedMinor: bigint;
  scanned: number;
}
export interface TypeTotals {
  ticketTypeId: string;
  capacity: number;
  sold: number;
  withdrawn: number;
  liveTickets: number;
}

interface LaneTotals {
  lane: string;
  arrivals: number;
  drawn: number | null;
  served: number;
  unused: number;
  admitted: number | null;
}

/** What the minutes kept of a sale say as a whole. null: no minute says it. */
export interface KeptFlow {
  firstAt: Date | null;
  peakPerMinute: number | null;
  peakWaiting: number | null;
  /** When half, 90 % and 99 % of the positions called so far had been called. */
  reached50: Date | null;
  reached90: Date | null;
  reached99: Date | null;
}

/** Rows of a list in a report; the figures say how many there are. */
const MOST_ROWS = 500;
const MOST_MINUTES = 720;
/** How long before the opening the minutes of a report begin. */
const LEAD_MINUTES = 30;
/** Minutes of which the chances told are judged: two weeks. */
const MOST_TOLD = 20_160;

interface KeptMinute {
  at: Date;
  admitted: number;
  waiting: number;
  inside: number;
  sold: number;
  ordered: number;
  paid: number;
  /** Minutes that the row stands for. */
  span: number;
}

/**
 * The last point of each minute kept at which the line could be read. Admissions are the growth of their counter since the minute before; points from
 * before there was a counter have a rate instead.
 */
const minutesOf = (saleId: string): Prisma.Sql => Prisma.sql`
  kept AS (
    SELECT DISTINCT ON (date_trunc('minute', at)) at, figures
    FROM live_history WHERE sale_id = ${saleId} AND figures->'epoch' IS DISTINCT FROM 'null'::jsonb
    ORDER BY date_trunc('minute', at), at DESC
  ), minute AS (
    SELECT at, (figures->>'served')::int AS served, COALESCE((figures->>'waiting')::int, 0) AS waiting,
      COALESCE((figures->>'shopping')::int, 0) + COALESCE((figures->>'paying')::int, 0) AS inside,
      COALESCE((figures->>'sold')::int, 0) AS sold,
      CASE WHEN figures->>'admitted' IS NULL THEN COALESCE((figures->>'perMinute')::float8, 0)
        ELSE GREATEST(0, (figures->>'admitted')::int - (lag(figures) OVER run->>'admitted')::int)::float8 END AS admitted,
      extract(epoch FROM at - lag(at) OVER run) / 60 AS minutes
    FROM kept WINDOW run AS (ORDER BY at)
  )`;

/** Figures of a sale after the fact. Sums are bigint. */
@Injectable()
export class ReportRepository {
  // what is read of a whole sale is background work: it must neither hold connections of the sale, nor be planned as it is
  constructor(
    private readonly prisma: PrismaService,
    private readonly background: BackgroundPrisma,
  ) {}

  async totals(saleId: string): Promise<OrderTotals> {
    const [row] = await this.background.$queryRaw<OrderTotals[]>`
      SELECT count(*)::int AS placed, count(*) FILTER (WHERE o.state = 'paid')::int AS paid,
        count(*) FILTER (WHERE o.paid_at IS NOT NULL)::int AS orders,
        count(DISTINCT lower(o.buyer_email)) FILTER (WHERE o.paid_at IS NOT NULL AND o.buyer_email NOT IN ('', ${ERASED.email}))::int AS buyers,
        (SELECT count(*) FROM ticket t JOIN orders b ON b.id = t.order_id
          WHERE t.sale_id = ${saleId} AND t.voided_at IS NULL AND b.buyer_email NOT IN ('', ${ERASED.email}))::int AS "buyersTickets",
        COALESCE(sum(o.total_minor::bigint) FILTER (WHERE o.paid_at IS NOT NULL), 0)::bigint AS "takenMinor",
        COALESCE(sum(o.refunded_minor::bigint), 0)::bigint AS "refundedMinor",
        (SELECT count(*) FROM ticket WHERE sale_id = ${saleId} AND admitted_at IS NOT NULL)::int AS scanned
      FROM orders o WHERE o.sale_id = ${saleId}`;
    if (!row) throw new Error('the aggregate query returned no row');
    return row;
  }

  async types(saleId: string): Promise<TypeTotals[]> {
    return await this.background.$queryRaw<TypeTotals[]>`
      SELECT p.ticket_type_id AS "ticketTypeId", sum(p.capacity)::int AS capacity, sum(p.sold)::int AS sold, sum(p.withdrawn)::int AS withdrawn,
        (SELECT count(*) FROM ticket t WHERE t.ticket_type_id = p.ticket_type_id AND t.voided_at IS NULL)::int AS "liveTickets"
      FROM pool p WHERE p.sale_id = ${saleId} GROUP BY p.ticket_type_id ORDER BY p.ticket_type_id`;
  }

  async lanes(saleId: string): Promise<LaneTotals[]> {
    return await this.background.$queryRaw`
      SELECT lane, arrivals, drawn, serving AS served, unused, admitted
      FROM queue_lane WHERE sale_id = ${saleId} ORDER BY lane`;
  }

  /** Returns how many admissions staff ended, and how many batches of codes they voided. */
  async interventions(saleId: string): Promise<{ admissionsRevoked: number; codesVoided: number }> {
    const [row] = await this.background.$queryRaw<{ admissionsRevoked: number; codesVoided: number }[]>`
      SELECT COALESCE(sum((data->>'revoked')::int) FILTER (WHERE action = 'sale.revoke_passes'), 0)::int AS "admissionsRevoked",
        count(*) FILTER (WHERE action = 'sale.access-codes-void')::int AS "codesVoided"
      FROM audit_entry WHERE subject = ${saleId} AND action IN ('sale.revoke_passes', 'sale.access-codes-void')`;
    if (!row) throw new Error('the aggregate query returned no row');
    return row;
  }

  async refunds(saleId: string): Promise<{ state: string; count: number; amountMinor: bigint }[]> {
    return await this.background.$queryRaw`
      SELECT CASE r.means WHEN 'other' THEN 'paid_back' ELSE r.state END AS state, count(*)::int AS count,
        sum(r.amount_minor::bigint)::bigint AS "amountMinor"
      FROM payment_refund r JOIN orders o ON o.id = r.order_id WHERE o.sale_id = ${saleId} GROUP BY 1 ORDER BY 1`;
  }

  async conservation(saleId: string): Promise<{ ok: boolean; checkedAt: Date } | null> {
    return await this.prisma.conservationCheck.findUnique({
      where: { saleId },
      select: { ok: true, checkedAt: true },
    });
  }

  async incidents(
    saleId: string,
  ): Promise<{ createdAt: Date; kind: string; resolvedAt: Date | null; verb: string | null }[]> {
    return await this.prisma.attention.findMany({
      where: { saleId },
      orderBy: { createdAt: 'asc' },
      take: MOST_ROWS,
      select: { createdAt: true, kind: true, resolvedAt: true, verb: true },
    });
  }

  /** Returns actions on the sale by role; a report names no person. */
  async actions(saleId: string): Promise<{ at: Date; who: string; what: string }[]> {
    return await this.background.$queryRaw`
      SELECT a.at, COALESCE(m.role, CASE WHEN a.actor LIKE 'key:%' THEN 'key' ELSE split_part(a.actor, ':', 1) END) AS who, a.action AS what
      FROM audit_entry a LEFT JOIN member m ON a.actor = 'member:' || m.id
      WHERE a.subject = ${saleId} AND a.action NOT LIKE '%export%' ORDER BY a.id LIMIT ${MOST_ROWS}`;
  }

  /** Counts what `incidents` and `actions` list the first of. */
  async listed(saleId: string): Promise<{ incidents: number; actions: number }> {
    const [row] = await this.background.$queryRaw<{ incidents: number; actions: number }[]>`
      SELECT (SELECT count(*) FROM attention WHERE sale_id = ${saleId})::int AS incidents,
        (SELECT count(*) FROM audit_entry WHERE subject = ${saleId} AND action NOT LIKE '%export%')::int AS actions`;
    if (!row) throw new Error('the aggregate query returned no row');
    return row;
  }

  /**
   * Reads all minutes kept, where `minutes` begins shortly before the opening. Waits begin at the opening; the first
   * minute has none before it, so how many came in during it is not known.
   */
  async flow(saleId: string, opensAt: Date, served: number): Promise<KeptFlow> {
    const reached = (share: number): Prisma.Sql =>
      Prisma.sql`min(at) FILTER (WHERE at >= ${opensAt} AND served >= ${share}::float8 * ${served}::int)`;
    const [row] = await this.background.$queryRaw<KeptFlow[]>(Prisma.sql`
      WITH ${minutesOf(saleId)}
      SELECT (SELECT min(at) FROM live_history WHERE sale_id = ${saleId}) AS "firstAt",
        round(max(admitted / GREATEST(1, minutes)) FILTER (WHERE minutes IS NOT NULL))::float8 AS "peakPerMinute", max(waiting) AS "peakWaiting",
        ${reached(0.5)} AS reached50, ${reached(0.9)} AS reached90, ${reached(0.99)} AS reached99
      FROM minute`);
    if (!row) throw new Error('the aggregate query returned no row');
    return row;
  }

  /**
   * Returns the minutes kept since shortly before the opening, or before the first admission if that was earlier. Where
   * there are more than a report lists, a row stands for several.
   */
  async minutes(saleId: string, opensAt: Date): Promise<KeptMinute[]> {
    return await this.background.$queryRaw<KeptMinute[]>(Prisma.sql`
      WITH ${minutesOf(saleId)}, span AS (
        SELECT date_trunc('minute', LEAST(${opensAt}, min(at) FILTER (WHERE admitted > 0)))
            - make_interval(mins => ${LEAD_MINUTES}::int) AS since, max(at) AS until FROM minute
      ), step AS (
        SELECT since, GREATEST(1, ceil((extract(epoch FROM until - since) / 60 + 1) / ${MOST_MINUTES}::int))::int AS span
        FROM span
      ), placed AS (
        SELECT floor(extract(epoch FROM created_at - since) / 60 / span) AS bucket, count(*)::int AS ordered,
          count(paid_at)::int AS paid
        FROM orders, step WHERE sale_id = ${saleId} AND created_at >= since GROUP BY 1
      ), listed AS (
        SELECT floor(extract(epoch FROM at - since) / 60 / span) AS bucket, span, max(at) AS at,
          sum(admitted) / span AS admitted, (array_agg(waiting ORDER BY at DESC))[1] AS waiting,
          (array_agg(inside ORDER BY at DESC))[1] AS inside, (array_agg(sold ORDER BY at DESC))[1] AS sold
        FROM minute, step WHERE at >= since GROUP BY 1, 2)
      SELECT at, admitted, waiting, inside, sold, span, COALESCE(placed.ordered, 0) AS ordered, COALESCE(placed.paid, 0) AS paid
      FROM listed LEFT JOIN placed USING (bucket) ORDER BY at`);
  }

  /** Returns what fans were told of their chances, minute by minute, with the stock of then. */
  async told(saleId: string): Promise<ToldMinute[]> {
    return await this.background.$queryRaw<ToldMinute[]>`
      SELECT figures->'told' AS told, (figures->>'free')::int AS free FROM live_history
      WHERE sale_id = ${saleId} AND figures->'told' IS NOT NULL ORDER BY at LIMIT ${MOST_TOLD}`;
  }

  /** Returns how many fans were told of their turn while they were away, and how many of them got in. */
  async woken(saleId: string): Promise<{ told: number; came: number }> {
    const { _sum } = await this.background.queueWoken.aggregate({
      where: { saleId },
      _sum: { told: true, came: true },
    });
    return { told: _sum.told ?? 0, came: _sum.came ?? 0 };
  }

  async closedAt(saleId: string): Promise<Date | null> {
    return (await this.prisma.sale.findUnique({ where: { id: saleId }, select: { closedAt: true } }))?.closedAt ?? null;
  }

  async published(saleId: string): Promise<{ document: string; publishedAt: Date } | null> {
    return await this.prisma.publishedReport.findUnique({
      where: { saleId },
      select: { document: true, publishedAt: true },
    });
  }

  async publish(saleId: string, document: string, publishedBy: string): Promise<void> {
    const data = { document, publishedBy, publishedAt: new Date() };
    await this.prisma.publishedReport.upsert({ where: { saleId }, create: { saleId, ...data }, update: data });
  }

  async unpublish(saleId: string): Promise<boolean> {
    return (await this.prisma.publishedReport.deleteMany({ where: { saleId } })).count > 0;
  }
}
