import { Injectable, Logger } from '@nestjs/common';
import type { PaymentFact } from '../../payments/payments.events.js';
import { OrderNews } from '../orders/order-news.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { FactAttention } from './fact-attention.js';
import { actionOf, type FactAction } from './order-facts.rules.js';
import { OrderMoves } from './order-moves.service.js';

/** Retries when the order moves concurrently; each look finds it at most one state further. */
const MAX_LOOKS = 5;

/**
 * Applies payment facts to their orders. Facts may arrive twice, late, or before their cause: a table maps state and
 * fact to an action, every change is a compare-and-set, and if the order moved concurrently the table is consulted
 * again.
 */
@Injectable()
export class OrderFacts {
  private readonly log = new Logger('OrderFacts');

  constructor(
    private readonly orders: OrdersRepository,
    private readonly moves: OrderMoves,
    private readonly attention: FactAttention,
    private readonly news: OrderNews,
  ) {}

  async handle(fact: PaymentFact): Promise<void> {
    await this.apply(fact);
    if (isSeenByFan(fact)) {
      // best effort: pages re-read the order
      await this.news.publish(fact.orderId).catch((error: unknown) => this.log.debug(String(error)));
    }
  }

  private async apply(fact: PaymentFact): Promise<void> {
    for (let look = 0; look < MAX_LOOKS; look += 1) {
      const order = fact.orderId === '' ? null : await this.orders.stepOf(fact.orderId);
      if (!order) return await this.attention.ofUnknownOrder(fact);
      if (await this.take(actionOf(order, fact), fact)) return;
    }
    throw new Error(`${fact.orderId} kept moving while fact ${fact.kind} was applied`);
  }

  /** Returns false if the order had moved, so that the action no longer fits its state. */
  private async take(action: FactAction, fact: PaymentFact): Promise<boolean> {
    switch (action) {
      case 'repeat':
        return true;
      case 'tell_refund_refused':
      case 'tell_refund_failed':
        await this.moves.refund(fact);
        await this.attention.ofRefund(fact);
        return true;
      case 'dispute':
        await this.attention.ofDispute(fact);
        return true;
      case 'stop':
        return await this.attention.ofOdd(fact, true);
      case 'attention':
        return await this.attention.ofContradiction(fact);
      case 'give_back':
        await this.moves.giveBack(fact);
        await this.attention.ofUnsoldCapture(fact);
        return true;
      default:
        return await this.moves.make(action, fact);
    }
  }
}

/** Excludes authorizations: the capture follows within moments and is published instead. */
function isSeenByFan({ kind, orderId }: PaymentFact): boolean {
  return orderId !== '' && kind !== 'authorized';
}
