import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/ids.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { refusedConstraint } from '../../platform/prisma/refused-constraint.js';
import { refundedInDay } from '../../payments/refunds/refunds.sql.js';
import { ticketIdOfItem } from '../../tickets/tickets.sql.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { OrderStep } from '../orders/order.state.js';
import type { Refundable, RefundableTicket } from './refund.rules.js';
import { applyRefunds, askRefund, giveBack, type RefundAsking } from './refunds.sql.js';

export interface RefundableOrder extends Refundable {
  orderId: string;
  saleId: string;
  attempt: number;
  state: OrderStep;
  totalMinor: number;
  currency: string;
}

/** What one person may refund within a day without another. */
export interface FreeSum {
  person: string;
  currency: string;
  freeMinor: bigint;
}

/** The refund side of orders. */
@Injectable()
export class OrderRefundsRepository {
  constructor(private readonly prisma: PrismaService) {}

  async refundable(orderId: string): Promise<RefundableOrder | null> {
    const [row] = await this.prisma.$queryRaw<(RefundableOrder & { tickets: RefundableTicket[] | null })[]>`
      SELECT o.id AS "orderId", o.sale_id AS "saleId", o.attempt, o.state, o.total_minor::float8 AS "totalMinor", o.currency,
        o.partner_id IS NOT NULL AS "isPartners", COALESCE(p.state IN ('captured', 'refunded'), false) AS captured, COALESCE(p.amount_minor, 0)::float8 AS "amountMinor",
        COALESCE(p.refunded_minor, 0)::float8 AS "refundedMinor", COALESCE(p.refunding_minor, 0)::float8 AS "refundingMinor",
        (SELECT json_agg(json_build_object('id', t.id, 'priceMinor', item.total_minor, 'isLive', t.voided_at IS NULL,
            'isRefunding', EXISTS (SELECT FROM payment_refund r WHERE r.order_id = o.id AND t.id = ANY(r.ticket_ids) AND r.state IN ('asked', 'sent', 'succeeded')))
            ORDER BY item.n)
          FROM order_item item JOIN ticket t ON t.id = ${ticketIdOfItem(Prisma.sql`item.order_id`, Prisma.sql`item.n`)}
          WHERE item.order_id = o.id) AS tickets
      FROM orders o LEFT JOIN payment p ON p.order_id = o.id AND p.attempt = o.attempt WHERE o.id = ${orderId}`;
    return row ? { ...row, tickets: row.tickets ?? [] } : null;
  }

  /** Returns what the person has refunded within a day, and whether one of the tickets (all if none is named) admitted. */
  async pastOf(
    orderId: string,
    ticketIds: readonly string[],
    person: string,
    currency: string,
  ): Promise<{ dayMinor: bigint; wasScanned: boolean }> {
    const named = [...ticketIds];
    const [row] = await this.prisma.$queryRaw<{ dayMinor: bigint; wasScanned: boolean }[]>`
      SELECT (${refundedInDay(person, currency)}) AS "dayMinor", EXISTS (SELECT FROM ticket WHERE order_id = ${orderId} AND voided_at IS NULL AND admitted_at IS NOT NULL
          AND (cardinality(${named}::text[]) = 0 OR id = ANY(${named}::text[]))) AS "wasScanned"`;
    if (!row) throw new Error('aggregate query returned no row');
    return row;
  }

  /** Returns the sum that the person has refunded within a day. */
  async refundedInDay(person: string, currency: string): Promise<bigint> {
    const [row] = await this.prisma.rows<{ dayMinor: bigint }>(
      Prisma.sql`SELECT (${refundedInDay(person, currency)}) AS "dayMinor"`,
    );
    if (!row) throw new Error('aggregate query returned no row');
    return row.dayMinor;
  }

  /**
   * asked: written. exists: already known, or the payment is not refundable. exceeds: more than is left of it.
   * above_free: with it, the person would be above the sum of a day.
   */
  async ask(
    asking: RefundAsking,
    within: FreeSum | null = null,
  ): Promise<'asked' | 'exists' | 'exceeds' | 'above_free'> {
    try {
      return within === null ? await write(this.prisma, asking) : await this.askWithin(asking, within);
    } catch (error) {
      const constraint = refusedConstraint(error);
      if (constraint === 'payment_refunds_within_paid') return 'exceeds';
      if (constraint === 'payment_refund_order_id_asking_key') return 'exists';
      throw error;
    }
  }

  /** Counts and writes under one lock per person and currency: two at once would each find the other's share free. */
  private async askWithin(
    asking: RefundAsking,
    { person, currency, freeMinor }: FreeSum,
  ): Promise<'asked' | 'exists' | 'above_free'> {
    return await this.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`free-refunds:${person}:${currency}`}))`;
      const [day] = await tx.$queryRaw<{ minor: bigint }[]>`SELECT (${refundedInDay(person, currency)}) AS minor`;
      if (!day) throw new Error('aggregate query returned no row');
      if (day.minor + BigInt(asking.amountMinor) > freeMinor) return 'above_free';
      return await write(tx, asking);
    });
  }

  async giveBack(orderId: string, attempt: number): Promise<void> {
    await this.prisma.$queryRaw(giveBack(newId('ref'), orderId, attempt));
  }

  /** @returns whether the order changed */
  async apply(orderId: string): Promise<boolean> {
    return (await this.prisma.$queryRaw<unknown[]>(applyRefunds(orderId))).length > 0;
  }
}

async function write(db: Prisma.TransactionClient, asking: RefundAsking): Promise<'asked' | 'exists'> {
  return (await db.$queryRaw<unknown[]>(askRefund(asking))).length > 0 ? 'asked' : 'exists';
}
