import { Injectable } from '@nestjs/common';
import type { LiveShape } from '../contract/shapes.js';
import type { CommittedUnits } from '../inventory/inventory.types.js';
import { CheckoutRepository } from './checkout.repository.js';
import { publicState } from './order.state.js';

export interface CheckoutFigures {
  orders: LiveShape['orders'];
  /** Taken and not given back, in minor units of the sale's currency. */
  revenueMinor: number;
  /** Mean units of an order; null until there are some. */
  meanBasket: number | null;
  conservation: LiveShape['conservation'];
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
    const [counts, conservation] = await Promise.all([
      this.repository.counts(saleId),
      this.repository.conservation(saleId),
    ]);
    const orders = { pending: 0, authorized: 0, paid: 0, attention: 0 };
    let revenueMinor = 0;
    let placed = 0;
    let units = 0;
    for (const row of counts) {
      const state = publicState(row.state);
      if (state === 'needs_attention') orders.attention += row.count;
      if (state === 'pending' || state === 'authorized' || state === 'paid') orders[state] += row.count;
      if (state === 'paid') revenueMinor += row.keptMinor;
      placed += row.count;
      units += row.units;
    }
    return {
      orders,
      revenueMinor,
      meanBasket: placed === 0 ? null : units / placed,
      conservation: { ok: conservation?.ok ?? true, checkedAt: conservation?.checkedAt.toISOString() ?? null },
    };
  }
}
