import { Injectable } from '@nestjs/common';
import { ruleOf } from '../../contract/money/money.js';
import { newId } from '../../platform/ids.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { refusedConstraint } from '../../platform/prisma/refused-constraint.js';
import { refundedInDay } from '../../payments/refunds/refunds.sql.js';
import { ticketIdOfItem } from '../../tickets/tickets.sql.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { OrderStep } from '../orders/order.state.js';
import type { Refundable, RefundableTicket } from './refund.rules.js';
import { applyRefunds, askRefund, giveBack, recordOther, type RefundAsking } from './refunds.sql.js';

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

type Written = 'asked' | 'exists' | 'exceeds' | 'above_free' | 'taken';

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
    return row ? { ...row, step: ruleOf(row.currency).step, tickets: row.tickets ?? [] } : null;
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
   * asked: written. exists: already known, or the payment is not refundable. exceeds: more than is left of it. taken:
   * another refund gives one of its tickets back.
   * above_free: with it, the person would be above the sum of a day.
   */
  async ask(asking: RefundAsking, within: FreeSum | null = null): Promise<Written> {
    return await this.written(askRefund(asking), asking, within);
  }

  /** Records a refund made by other means, under the same bounds. */
  async recordOther(made: RefundAsking, within: FreeSum | null): Promise<Written> {
    return await this.written(recordOther(made), made, within);
  }

  private async written(statement: Prisma.Sql, asking: RefundAsking, within: FreeSum | null): Promise<Written> {
    try {
      if (within === null && asking.ticketIds.length === 0) return await write(this.prisma, statement);
      return await this.prisma.$transaction(async (tx) => {
        const refusal = (await isAbove(tx, asking, within)) ?? (await isTaken(tx, asking));
        return refusal ?? (await write(tx, statement));
      });
    } catch (error) {
      const constraint = refusedConstraint(error);
      if (constraint === 'payment_refunds_within_paid') return 'exceeds';
      if (constraint === 'payment_refund_order_id_asking_key') return 'exists';
      throw error;
    }
  }

  async giveBack(orderId: string, attempt: number): Promise<void> {
    await this.prisma.$queryRaw(giveBack(newId('ref'), orderId, attempt));
  }

  /** @returns whether the order changed */
  async apply(orderId: string): Promise<boolean> {
    return (await this.prisma.$queryRaw<unknown[]>(applyRefunds(orderId))).length > 0;
  }
}

/** Counts under a lock per person and currency: two at once would each find the other's share free. */
async function isAbove(
  tx: Prisma.TransactionClient,
  { amountMinor }: RefundAsking,
  within: FreeSum | null,
): Promise<'above_free' | null> {
  if (within === null) return null;
  const { person, currency, freeMinor } = within;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`free-refunds:${person}:${currency}`}))`;
  const [day] = await tx.$queryRaw<{ minor: bigint }[]>`SELECT (${refundedInDay(person, currency)}) AS minor`;
  if (!day) throw new Error('aggregate query returned no row');
  return day.minor + BigInt(amountMinor) > freeMinor ? 'above_free' : null;
}

/** Looks under the payment's lock: two at once would each find the ticket free, and the sums have room for both. */
async function isTaken(
  tx: Prisma.TransactionClient,
  { orderId, attempt, ticketIds }: RefundAsking,
): Promise<'taken' | null> {
  if (ticketIds.length === 0) return null;
  await tx.$executeRaw`SELECT 1 FROM payment WHERE order_id = ${orderId} AND attempt = ${attempt}::int FOR UPDATE`;
  const taken = await tx.$queryRaw<unknown[]>`SELECT 1 FROM payment_refund
    WHERE order_id = ${orderId} AND state IN ('asked', 'sent', 'succeeded') AND ticket_ids && ${[...ticketIds]}::text[] LIMIT 1`;
  return taken.length > 0 ? 'taken' : null;
}

async function write(db: Prisma.TransactionClient, statement: Prisma.Sql): Promise<'asked' | 'exists'> {
  return (await db.$queryRaw<unknown[]>(statement)).length > 0 ? 'asked' : 'exists';
}
