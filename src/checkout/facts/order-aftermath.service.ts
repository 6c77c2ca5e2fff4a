import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { PaymentsService } from '../../payments/payments.service.js';
import type { IntentOpened } from '../../payments/payments.types.js';
import { AdmissionEnd } from './admission-end.js';
import { IntentWaiters } from '../orders/intent-waiters.js';
import { OrderNews } from '../orders/order-news.js';
import { type OrderListener, OrderReactions } from './order-reactions.service.js';
import { OrdersRepository, type PaidOrder } from '../orders/orders.repository.js';

/**
 * What follows the durable change of an order and may be lost: the caller that waits for the intent goes on, the fan's
 * pages are told, the admission ends. A page reads again, a slot ends by itself.
 */
@Injectable()
export class OrderAftermath implements OrderListener, OnModuleInit {
  private readonly log = new Logger('OrderAftermath');

  constructor(
    private readonly payments: PaymentsService,
    private readonly reactions: OrderReactions,
    private readonly orders: OrdersRepository,
    private readonly waiters: IntentWaiters,
    private readonly admissions: AdmissionEnd,
    private readonly news: OrderNews,
  ) {}

  onModuleInit(): void {
    this.reactions.listen(this);
    this.payments.onOrdersMoved((orderIds) => {
      for (const orderId of orderIds) void this.quietly(this.movedElsewhere(orderId));
    });
  }

  /** A call that waits here for the intent tells the fan's pages itself, from what it has at hand. */
  opened({ orderId, intentId, clientSecret }: IntentOpened): void {
    if (!this.waiters.resolve(orderId, { intentId, clientSecret })) void this.quietly(this.news.publish(orderId));
  }

  paid(order: PaidOrder): void {
    void this.quietly(this.admissions.endIfDone(order));
    void this.quietly(this.news.show(order));
  }

  private async movedElsewhere(orderId: string): Promise<void> {
    const order = await this.orders.byId(orderId);
    if (!order) return;
    this.waiters.resolve(orderId, null);
    await this.news.show(order);
    if (order.state === 'paid') await this.admissions.endIfDone(order);
  }

  private async quietly(work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => this.log.debug(String(error)));
  }
}
