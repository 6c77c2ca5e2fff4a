import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { PaymentsService } from '../../payments/payments.service.js';
import type { IntentOpened } from '../../payments/payments.types.js';
import { AdmissionEnd } from './admission-end.js';
import { IntentWaiters } from '../orders/placing/intent-waiters.js';
import { OrderNews } from '../orders/order-news.js';
import { type OrderListener, OrderReactions } from './order-reactions.service.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import type { PaidOrder } from '../orders/orders.types.js';
import { StoreReachTask } from '../../platform/stores/store-reach.task.js';

/**
 * Best-effort effects after the durable change of an order: resolves the caller waiting for the intent, notifies the
 * fan's pages and ends the admission. A node that alone does not reach Redis leaves both to the others, once. If lost,
 * pages re-read the order and the slot ends by itself.
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
    private readonly reach: StoreReachTask,
  ) {}

  onModuleInit(): void {
    this.reactions.listen(this);
    this.payments.onOrdersMoved((orderIds) => {
      for (const orderId of orderIds) void this.quietly(this.movedElsewhere(orderId));
    });
  }

  /** Publishes only if no caller waits on this node; a waiting caller notifies the fan's pages itself. */
  opened({ orderId, intentId, clientSecret }: IntentOpened): void {
    if (!this.waiters.resolve(orderId, { intentId, clientSecret })) void this.quietly(this.news.publish(orderId));
  }

  paid(order: PaidOrder): void {
    void this.quietly(this.news.show(order));
    void this.quietly(this.endOrTell(order));
  }

  private async endOrTell(order: PaidOrder): Promise<void> {
    if (await this.admissions.endIfDone(order).catch(() => false)) return;
    // while all nodes have lost Redis none could do more, and each would only burden Postgres
    if (this.reach.isCutFrom('redis')) this.payments.orderMovedElsewhere(order.id);
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
