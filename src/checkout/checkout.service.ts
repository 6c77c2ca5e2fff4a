import { Injectable } from '@nestjs/common';
import type { LiveShape, OrderState } from '../contract/shapes.js';
import type { CommittedUnits } from '../inventory/inventory.types.js';
import { CheckoutRepository } from './checkout.repository.js';
import { type OrderFigures, orderFiguresOf, orderStatesOf } from './figures/order-figures.rules.js';

export interface CheckoutFigures extends OrderFigures {
  /** All orders that ever were, by what became of them. */
  states: ReadonlyMap<OrderState, number>;
  conservation: LiveShape['conservation'];
  /** Items under Attention without a decision. */
  openItems: number;
}

/** What other rooms may ask of checkout as a whole; a single order is the matter of OrdersService. */
@Injectable()
export class CheckoutService {
  constructor(private readonly repository: CheckoutRepository) {}

  /** Units that orders not yet ended own: what a rebuild of the stock starts from. */
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
