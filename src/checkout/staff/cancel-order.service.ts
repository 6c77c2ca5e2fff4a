import { Injectable } from '@nestjs/common';
import { PaymentsService } from '../../payments/payments.service.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { OrderNews } from '../orders/order-news.js';
import { OrdersRepository } from '../orders/orders.repository.js';

export type CancelOrderResult = { kind: 'canceled' | 'not_found' | 'state' };

const ORDER_ID = /^ord_[0-9a-z]{26}$/;

/** Cancels what no money of ours was captured for: an order that is being paid, or one whose money a partner has. */
@Injectable()
export class CancelOrder {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly payments: PaymentsService,
    private readonly news: OrderNews,
    private readonly audit: AuditService,
  ) {}

  /** Done again it changes nothing. */
  async cancel(orderId: string, actor: string): Promise<CancelOrderResult> {
    const order = ORDER_ID.test(orderId) ? await this.orders.byId(orderId) : null;
    if (!order) return { kind: 'not_found' };
    if (order.state === 'canceled' || order.state === 'canceling') return { kind: 'canceled' };
    if (!(await this.end(orderId))) return { kind: 'state' };
    await this.audit.record(actor, 'order.cancel', orderId);
    await this.news.publish(orderId);
    return { kind: 'canceled' };
  }

  private async end(orderId: string): Promise<boolean> {
    if (await this.orders.endUnasked(orderId, 'canceled', 'ended_by_staff', 'release')) return true;
    if (await this.orders.cancelExternal(orderId, 'ended_by_staff')) return true;
    if (!(await this.orders.startCancel(orderId, 'ended_by_staff'))) return false;
    this.payments.wake();
    return true;
  }
}
