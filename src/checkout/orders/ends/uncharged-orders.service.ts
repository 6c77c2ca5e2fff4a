import { Injectable } from '@nestjs/common';
import { OrderAftermath } from '../../facts/order-aftermath.service.js';
import { OrdersRepository } from '../orders.repository.js';
import type { PaidOrder } from '../orders.types.js';

export type UnchargedResult =
  | { kind: 'paid'; order: PaidOrder }
  /** The sale is being rebuilt, or the order has ended or was already paid. */
  | { kind: 'unchanged' }
  | { kind: 'sold_meanwhile' };

/** Orders without a charge here, free or paid to a partner: one statement sells them and marks them paid. */
@Injectable()
export class UnchargedOrders {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly aftermath: OrderAftermath,
  ) {}

  /** @param seller who sold it for a partner */
  async pay(orderId: string, saleId: string, seller: string | null): Promise<UnchargedResult> {
    const paid = await this.orders.payUncharged(orderId, saleId, seller);
    if (paid === null) return { kind: 'unchanged' };
    if ('constraint' in paid) {
      await this.orders.endUnasked(orderId, 'canceled', 'sold_meanwhile', 'release');
      return { kind: 'sold_meanwhile' };
    }
    this.aftermath.paid(paid);
    return { kind: 'paid', order: paid };
  }
}
