import { Injectable } from '@nestjs/common';
import type { MoneyLike } from '../../contract/money.js';
import { Prisma } from '../../generated/prisma/client.js';
import { refundedInDay } from '../../payments/refunds/refunds.sql.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { decideRefund, type RefundWanted } from './refund.rules.js';
import { OrderRefundsRepository } from './refunds.repository.js';

/** Assessment of a refund before it is requested. */
export interface RefundWeight {
  amountMinor: bigint;
  /** Sum refunded by the same person within 24 hours in the same currency, by session or key. */
  dayMinor: bigint;
  /** One of its tickets has admitted somebody. */
  wasScanned: boolean;
}

@Injectable()
export class RefundWeights {
  constructor(
    private readonly orders: OrderRefundsRepository,
    private readonly prisma: PrismaService,
  ) {}

  /**
   * Returns null if nothing would be refunded.
   * @param person whose sum of the day it counts to
   */
  async weigh(orderId: string, wanted: RefundWanted, person: string): Promise<RefundWeight | null> {
    const order = await this.orders.refundable(orderId);
    const decision = order && decideRefund(order, wanted);
    if (!order || decision?.kind !== 'ask') return null;
    const named = [...decision.ticketIds];
    const [row] = await this.prisma.$queryRaw<{ dayMinor: bigint; wasScanned: boolean }[]>`
      SELECT (${refundedInDay(person, order.currency)}) AS "dayMinor", EXISTS (SELECT FROM ticket WHERE order_id = ${orderId} AND voided_at IS NULL AND admitted_at IS NOT NULL
          AND (cardinality(${named}::text[]) = 0 OR id = ANY(${named}::text[]))) AS "wasScanned"`;
    if (!row) throw new Error('aggregate query returned no row');
    return { amountMinor: BigInt(decision.amountMinor), ...row };
  }

  /** Weighs money that goes back without an order here. */
  async weighSum({ amount, currency }: MoneyLike, person: string): Promise<RefundWeight> {
    const [row] = await this.prisma.rows<{ dayMinor: bigint }>(
      Prisma.sql`SELECT (${refundedInDay(person, currency)}) AS "dayMinor"`,
    );
    if (!row) throw new Error('aggregate query returned no row');
    return { amountMinor: BigInt(amount), wasScanned: false, ...row };
  }
}
