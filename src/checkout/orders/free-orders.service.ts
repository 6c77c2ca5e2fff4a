import { Injectable } from '@nestjs/common';
import { OrderAftermath } from '../facts/order-aftermath.service.js';
import { OrdersRepository, type PaidOrder } from './orders.repository.js';

export type FreeResult =
  | { kind: 'paid'; order: PaidOrder }
  /** Its sale is being rebuilt, or the order has ended or was paid before. */
  | { kind: 'unchanged' }
  | { kind: 'sold_meanwhile' };

/** Orders that cost nothing: paid by the statement that sells them, without a provider. */
@Injectable()
export class FreeOrders {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly aftermath: OrderAftermath,
  ) {}

  async pay(orderId: string, saleId: string): Promise<FreeResult> {
    const paid = await this.orders.payFree(orderId, saleId);
    if (paid === null) return { kind: 'unchanged' };
    if ('constraint' in paid) {
      await this.orders.endUnasked(orderId, 'canceled', 'sold_meanwhile', 'release');
      return { kind: 'sold_meanwhile' };
    }
    this.aftermath.paid(paid);
    return { kind: 'paid', order: paid };
  }
}
