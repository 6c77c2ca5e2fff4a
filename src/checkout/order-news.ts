import { Injectable } from '@nestjs/common';
import { NewsService } from '../platform/news/news.service.js';
import { OrderView } from './order-view.service.js';
import { OrdersRepository } from './orders.repository.js';

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
    if (!order?.admissionId) return;
    await this.news.tell(`admission:${order.admissionId}`, 'order', await this.view.render(order, 'admission'));
  }
}
