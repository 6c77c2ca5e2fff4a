import { Injectable } from '@nestjs/common';
import { NewsService } from '../platform/news/news.service.js';
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

  async tell(orderId: string): Promise<void> {
    const order = await this.orders.byId(orderId);
    if (order) await this.show(order);
  }

  /** The same for an order that was just read. */
  async show(order: OrderRecord): Promise<void> {
    if (order.admissionId === null) return;
    await this.news.tell(`admission:${order.admissionId}`, 'order', await this.view.render(order, 'admission'));
  }
}
