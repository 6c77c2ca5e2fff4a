import { Injectable } from '@nestjs/common';
import { StockService } from '../../inventory/stock/stock.service.js';
import type { CommittedOrder } from '../../inventory/inventory.types.js';
import { CheckoutRepository } from '../checkout.repository.js';
import type { AttentionRow } from './attention.repository.js';

/** Pages of committed orders read per call. */
const MAX_PAGES = 2_000;

/** Stock committed in Redis to orders unknown to Postgres. Freed only on a decision of staff. */
@Injectable()
export class StrayStock {
  constructor(
    private readonly stock: StockService,
    private readonly repository: CheckoutRepository,
  ) {}

  /** Returns null while Redis is unreachable or the stock is being rebuilt. */
  async strays(saleId: string): Promise<CommittedOrder[] | null> {
    const strays: CommittedOrder[] = [];
    let cursor = '0';
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const read = await this.stock.committedUnits(saleId, cursor);
      if (!read) return null;
      const known = await this.repository.known(read.orders.map(({ orderId }) => orderId));
      strays.push(...read.orders.filter(({ orderId }) => !known.has(orderId)));
      if (read.next === '0') return strays;
      cursor = read.next;
    }
    return strays;
  }

  async release({ saleId }: Pick<AttentionRow, 'saleId'>): Promise<'done' | 'not_possible'> {
    const strays = saleId === null ? null : await this.strays(saleId);
    if (saleId === null || strays === null) return 'not_possible';
    for (const { orderId } of strays) await this.stock.releaseOrder(saleId, orderId);
    return 'done';
  }
}
