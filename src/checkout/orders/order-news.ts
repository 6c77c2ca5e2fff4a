import { Injectable } from '@nestjs/common';
import { NewsService } from '../../platform/news/news.service.js';
import type { ReadyIntent } from './intent-waiters.js';
import { OrderView } from './order-view.service.js';
import { type OrderRecord, OrdersRepository } from './orders.repository.js';

/** Tells the fan's open pages how the order stands now. May be lost: pages read again. */
@Injectable()
export class OrderNews {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly view: OrderView,
    private readonly news: NewsService,
  ) {}

  async publish(orderId: string): Promise<void> {
    const order = await this.orders.byId(orderId);
    if (order) await this.show(order);
  }

  /** The same for an order that is at hand, and its open intent where that is too. */
  async show(order: OrderRecord, intent: ReadyIntent | null = null): Promise<void> {
    if (order.admissionId === null) return;
    await this.news.publish(
      `admission:${order.admissionId}`,
      'order',
      await this.view.render(order, 'admission', intent),
    );
  }
}
