import { Injectable } from '@nestjs/common';
import type { MoneyLike } from '../../contract/money/money.js';
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
  constructor(private readonly orders: OrderRefundsRepository) {}

  /**
   * Returns null if nothing would be refunded.
   * @param person whose sum of the day it counts to
   */
  async weigh(orderId: string, wanted: RefundWanted, person: string): Promise<RefundWeight | null> {
    const order = await this.orders.refundable(orderId);
    const decision = order && decideRefund(order, wanted);
    if (!order || decision?.kind !== 'ask') return null;
    const past = await this.orders.pastOf(orderId, decision.ticketIds, person, order.currency);
    return { amountMinor: BigInt(decision.amountMinor), ...past };
  }

  /** Weighs money that goes back without an order here. */
  async weighSum({ amount, currency }: MoneyLike, person: string): Promise<RefundWeight> {
    const dayMinor = await this.orders.refundedInDay(person, currency);
    return { amountMinor: BigInt(amount), wasScanned: false, dayMinor };
  }
}
