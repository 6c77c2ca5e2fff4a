import { Injectable } from '@nestjs/common';
import type { LiveShape } from '../contract/live/live-shapes.js';
import type { OrderState } from '../contract/orders/order-shapes.js';
import type { CommittedUnits } from '../inventory/inventory.types.js';
import { CheckoutRepository } from './checkout.repository.js';
import { type OrderFigures, orderFiguresOf, orderStatesOf } from './figures/order-figures.rules.js';

export interface CheckoutFigures extends OrderFigures {
  /** All orders ever placed, by public state. */
  states: ReadonlyMap<OrderState, number>;
  conservation: LiveShape['conservation'];
  /** Unresolved attention items. */
  openItems: number;
}

/** Sale-wide queries for other rooms; for a single order see OrdersService. */
@Injectable()
export class CheckoutService {
  constructor(private readonly repository: CheckoutRepository) {}

  /** Returns the units owned by orders that have not ended, from which a rebuild restores the stock. */
  async committedFor(saleId: string): Promise<CommittedUnits[]> {
    return await this.repository.committedFor(saleId);
  }

  async figures(saleId: string): Promise<CheckoutFigures> {
    const [counts, conservation, openItems] = await Promise.all([
      this.repository.counts([saleId]),
      this.repository.conservation(saleId),
      this.repository.openItems(saleId),
    ]);
    return {
      ...orderFiguresOf(counts),
      states: orderStatesOf(counts),
      openItems,
      conservation: { ok: conservation?.ok ?? true, checkedAt: conservation?.checkedAt.toISOString() ?? null },
    };
  }
}
