import { Injectable } from '@nestjs/common';
import type { OrderLineShape } from '../../contract/money/price-shapes.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { escapeLike } from '../../platform/prisma/like.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { orderSteps, type OrderStep, publicState } from '../orders/order.state.js';
import type { OrderMoment, OrderSearch, StaffOrder, StaffTicket } from './staff-orders.types.js';

const columns = {
  id: true,
  saleId: true,
  state: true,
  reason: true,
  totalMinor: true,
  refundedMinor: true,
  dispute: true,
  currency: true,
  channel: true,
  partnerId: true,
  externalReference: true,
  buyerEmail: true,
  buyerName: true,
  createdAt: true,
  paidAt: true,
  items: { orderBy: { n: 'asc' }, select: { label: true } },
} as const satisfies Prisma.OrderSelect;

/** More than any order has; truncates a payment that is polled forever. */
const MAX_MOMENTS = 200;

/** Lookups for staff. Search by part of a name scans many rows, which suits people a few times a minute. */
@Injectable()
export class StaffOrdersRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns at most `limit` orders, newest first. */
  async search({ text, saleId, state, email, before }: OrderSearch, limit: number): Promise<StaffOrder[]> {
    const part = { contains: escapeLike(text), mode: 'insensitive' } as const;
    const steps = state === null ? null : orderSteps.filter((step) => publicState(step) === state);
    const rows = await this.prisma.order.findMany({
      where: {
        ...(saleId === null ? {} : { saleId }),
        ...(steps === null ? {} : { state: { in: steps } }),
        ...(email === null ? {} : { buyerEmail: { equals: escapeLike(email), mode: 'insensitive' } }),
        ...(before === null ? {} : { id: { lt: before } }),
        ...(text === '' ? {} : { OR: [{ id: part }, { buyerEmail: part }, { buyerName: part }] }),
      },
      orderBy: { id: 'desc' },
      take: limit,
      select: columns,
    });
    return rows.map(orderOf);
  }

  async byId(id: string): Promise<(StaffOrder & { lines: OrderLineShape[] }) | null> {
    const select = {
      ...columns,
      charges: true,
      items: { orderBy: { n: 'asc' }, select: { label: true, priceMinor: true } },
    } as const;
    const row = await this.prisma.order.findUnique({ where: { id }, select });
    if (!row) return null;
    const { charges, ...rest } = row;
    const tickets = row.items.map(({ label, priceMinor }) => ({
      kind: 'ticket' as const,
      label,
      amount: Number(priceMinor),
      included: false,
    }));
    return { ...orderOf(rest), lines: [...tickets, ...((charges ?? []) as unknown as OrderLineShape[])] };
  }

  /** Returns the issued tickets of an order, sorted by its lines. */
  async tickets(orderId: string): Promise<StaffTicket[]> {
    return await this.prisma.$queryRaw<StaffTicket[]>`
      SELECT id, label, admitted_at AS "admittedAt", admitted_gate AS gate,
        CASE WHEN holder_email IS NOT NULL THEN json_build_object('email', holder_email, 'name', holder_name) END AS holder,
        CASE WHEN voided_at IS NOT NULL THEN 'void' WHEN admitted_at IS NOT NULL THEN 'admitted'
          WHEN held_at IS NOT NULL THEN 'held' ELSE 'valid' END AS state
      FROM ticket WHERE order_id = ${orderId} AND issued_at IS NOT NULL ORDER BY id`;
  }

  /** Reconstructs an order's history, oldest first, from the rows that each step writes anyway. */
  async history(orderId: string): Promise<OrderMoment[]> {
    return await this.prisma.$queryRaw<OrderMoment[]>`
      SELECT at, what, cause FROM (
        SELECT created_at AS at, 1 AS place, 'placed' AS what, CASE WHEN partner_id IS NULL THEN 'fan' ELSE 'partner' END AS cause FROM orders WHERE id = ${orderId}
        UNION ALL
        SELECT created_at, 2, 'payment attempt ' || attempt, COALESCE(intent_id, 'no intent yet') FROM payment WHERE order_id = ${orderId}
        UNION ALL
        SELECT created_at, 3, 'payment ' || replace(kind, '_', ' '),
          CASE WHEN EXISTS (SELECT FROM payment_refund r WHERE r.id = data->>'refundId' AND r.means = 'other') THEN 'staff' ELSE 'provider' END
          FROM payment_fact WHERE order_id = ${orderId}
        UNION ALL
        SELECT min(created_at), 4, 'sold', (SELECT CASE WHEN partner_id IS NOT NULL THEN 'from its allocation' WHEN total_minor = 0 THEN 'nothing to pay' ELSE 'payment authorized' END
          FROM orders WHERE id = ${orderId}) FROM ticket WHERE order_id = ${orderId} HAVING count(*) > 0
        UNION ALL
        SELECT paid_at, 5, 'paid', CASE WHEN partner_id IS NOT NULL THEN 'to the partner: ' || external_reference WHEN total_minor = 0 THEN 'nothing to pay' ELSE 'payment captured' END
          FROM orders WHERE id = ${orderId} AND paid_at IS NOT NULL
        UNION ALL
        SELECT asked_at, 6, 'refund asked', actor FROM payment_refund WHERE order_id = ${orderId} AND means = 'provider'
        UNION ALL
        SELECT ended_at, 7, CASE means WHEN 'other' THEN 'given back by other means' ELSE 'refund ' || state END,
          CASE means WHEN 'other' THEN actor ELSE 'provider' END FROM payment_refund WHERE order_id = ${orderId} AND ended_at IS NOT NULL
        UNION ALL
        SELECT max(voided_at), 8, count(*) || ' tickets void', COALESCE(min(reason), 'refund') FROM (
          SELECT ticket.voided_at, orders.reason FROM ticket JOIN orders ON orders.id = ticket.order_id
          WHERE order_id = ${orderId} AND ticket.voided_at IS NOT NULL) void HAVING count(*) > 0
        UNION ALL
        SELECT created_at, 9, 'needs a person: ' || replace(kind, '_', ' '), 'watch' FROM attention WHERE order_id = ${orderId}
        UNION ALL
        SELECT at, 10, action, actor FROM audit_entry WHERE subject = ${orderId}
        UNION ALL
        SELECT updated_at, 11, replace(state, '_', ' '), COALESCE(replace(reason, '_', ' '), 'unknown') FROM orders
          WHERE id = ${orderId} AND state IN ('canceling', 'voiding', 'expired', 'canceled', 'refunded', 'needs_attention')
      ) moment ORDER BY at, place LIMIT ${MAX_MOMENTS}`;
  }
}

type Row = Prisma.OrderGetPayload<{ select: typeof columns }>;

function orderOf({ buyerEmail, buyerName, items, state, totalMinor, refundedMinor, ...row }: Row): StaffOrder {
  return {
    ...row,
    totalMinor: Number(totalMinor),
    refundedMinor: Number(refundedMinor),
    state: publicState(state as OrderStep),
    buyer: { email: buyerEmail, name: buyerName },
    items: items.map(({ label }) => label),
  };
}
