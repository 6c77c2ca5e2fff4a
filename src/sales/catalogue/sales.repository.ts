import { Injectable } from '@nestjs/common';
import type { SaleState, StockState } from '../../contract/shapes.js';
import type { WebhookEventType } from '../../contract/webhook-events.js';
import { Prisma } from '../../generated/prisma/client.js';
import { newId } from '../../platform/ids.js';
import { outboxInsertFrom } from '../../platform/outbox/outbox.sql.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { PausableState, SaleStanding } from '../life/sale.state.js';
import type { PlannedTicketType, SalePlan } from './sale-input.rules.js';
import type { LaneSetting, SalePolicy } from '../sales.types.js';

const withTypes = { ticketTypes: { orderBy: { rank: 'asc' } } } as const;
export type SaleRow = Prisma.SaleGetPayload<{ include: typeof withTypes }>;

/** Sales that one installation carries at a time: publishing one more is refused. Far away, and none is left out below it. */
export const MAX_LIVE_SALES = 5_000;
const PAGE = 500;
const MAX_LISTED = 100;
const UNIQUE_VIOLATION = 'P2002';

export type NewTicketType = PlannedTicketType & { id: string };

/** What moves a sale from one state into another, and what partners are told of it. */
export interface SaleMove {
  saleId: string;
  from: SaleStanding;
  to: SaleStanding;
  event: WebhookEventType;
  at: Date;
  /** Set when a promoter opens before the time: from then on the opening time is when it happened. */
  opensAt: Date | null;
}

@Injectable()
export class SalesRepository {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Writes a draft with its ticket types. `stock` writes their pools in the same transaction and tells which is whose.
   * Null: the slug is taken.
   */
  async insert(
    plan: SalePlan,
    stock: (
      tx: Prisma.TransactionClient,
      saleId: string,
      types: NewTicketType[],
    ) => Promise<ReadonlyMap<string, string>>,
  ): Promise<string | null> {
    const saleId = newId('sale');
    const types = plan.ticketTypes.map((type) => ({ id: newId('tt'), ...type }));
    try {
      await this.prisma.$transaction(
        async (tx) => {
          await tx.sale.create({ data: { id: saleId, ...columnsOf(plan) } });
          const pools = await stock(tx, saleId, types);
          await tx.ticketType.createMany({
            data: types.map((type, rank) => ({ saleId, rank, ...typeColumns(type, pools) })),
          });
        },
        { timeout: 20_000 },
      );
    } catch (error) {
      if (
        error instanceof Prisma.PrismaClientKnownRequestError &&
        error.code === UNIQUE_VIOLATION &&
        (await this.bySlug(plan.slug))
      )
        return null;
      throw error;
    }
    return saleId;
  }

  async byId(id: string): Promise<SaleRow | null> {
    return await this.prisma.sale.findUnique({ where: { id }, include: withTypes });
  }

  async bySlug(slug: string): Promise<SaleRow | null> {
    return await this.prisma.sale.findUnique({ where: { slug }, include: withTypes });
  }

  /** All published sales that run or closed after `closedSince`, the ones that open first in front. */
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

  async countLive(): Promise<number> {
    return await this.prisma.sale.count({ where: { state: { notIn: ['draft', 'closed'] } } });
  }

  /** All sales for their promoter, the newest first. */
  async all(): Promise<SaleRow[]> {
    return await this.prisma.sale.findMany({ orderBy: { id: 'desc' }, take: MAX_LISTED, include: withTypes });
  }

  /**
   * Moves the sale and appends to the outbox in one statement. False when it stands elsewhere by now: somebody else was
   * faster, and told partners of it.
   */
  async move({ saleId, from, to, event, at, opensAt }: SaleMove): Promise<boolean> {
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
      ), told AS (${outboxInsertFrom(told)})
      SELECT id FROM moved`;
    return rows.length > 0;
  }

  /** Changes what the sale page shows; the state must still be the one that the change was checked against. */
  async change(saleId: string, state: SaleState, data: Prisma.SaleUpdateInput): Promise<boolean> {
    return (
      (
        await this.prisma.sale.updateMany({
          where: { id: saleId, state },
          data: data,
        })
      ).count > 0
    );
  }

  /** The new version, or null when the policy is no longer at `expectedVersion`. */
  async changePolicy(
    saleId: string,
    expectedVersion: number,
    policy: SalePolicy,
    lanes: readonly LaneSetting[],
  ): Promise<number | null> {
    const { count } = await this.prisma.sale.updateMany({
      where: { id: saleId, policyVersion: expectedVersion },
      data: { policy: { ...policy }, lanes: lanes.map((lane) => ({ ...lane })), policyVersion: expectedVersion + 1 },
    });
    return count > 0 ? expectedVersion + 1 : null;
  }

  async setNotice(saleId: string, notice: { text: string; at: Date } | null): Promise<void> {
    await this.prisma.sale.updateMany({
      where: { id: saleId },
      data: { noticeText: notice?.text ?? null, noticeAt: notice?.at ?? null },
    });
  }

  /** Records that the stock of a ticket type now looks different to the public, and tells partners once. */
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

function columnsOf(plan: SalePlan): Omit<Prisma.SaleCreateInput, 'id'> {
  return {
    slug: plan.slug,
    name: plan.name,
    currency: plan.currency,
    showName: plan.show.name,
    showVenue: plan.show.venue,
    showStartsAt: plan.show.startsAt,
    showTimeZone: plan.show.timeZone,
    state: 'draft',
    prequeueAt: plan.prequeueAt,
    opensAt: plan.opensAt,
    closesAt: plan.closesAt,
    challenge: plan.challenge,
    entry: plan.entry,
    identityKeys: plan.identityKeys === null ? Prisma.DbNull : ({ ...plan.identityKeys } as Prisma.InputJsonObject),
    listed: plan.listed,
    lanes: plan.lanes.map((lane) => ({ ...lane })),
    policy: { ...plan.policy },
    limits: { ...plan.limits },
  };
}

function typeColumns(
  type: NewTicketType,
  pools: ReadonlyMap<string, string>,
): Omit<Prisma.TicketTypeCreateManyInput, 'saleId' | 'rank'> {
  const { id, name, admission, priceMinor, maxPerFan, sections } = type;
  const poolId = pools.get(id);
  if (poolId === undefined) throw new Error(`ticket type ${id} has no pool`);
  return { id, name, admission, priceMinor, maxPerFan, sections, poolId };
}

export const pausedFromOf = (row: SaleRow): PausableState | null =>
  row.pausedFrom === 'prequeue' || row.pausedFrom === 'on_sale' ? row.pausedFrom : null;
