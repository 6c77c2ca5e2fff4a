import { Injectable } from '@nestjs/common';
import { NewsService } from '../../platform/news/news.service.js';
import type { ReadyIntent } from './placing/intent-waiters.js';
import { OrderView } from './order-view.service.js';
import { OrdersRepository } from './orders.repository.js';
import type { OrderRecord } from './orders.types.js';

/** Publishes an order's state to the fan's open pages. Best effort: pages re-read the order. */
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

  /** Publishes an order already loaded, with its open intent if known. */
  async show(order: OrderRecord, intent: ReadyIntent | null = null): Promise<void> {
    if (order.admissionId === null) return;
    await this.news.publish(
      `admission:${order.admissionId}`,
      'order',
      await this.view.render(order, 'admission', intent),
    );
  }
}
