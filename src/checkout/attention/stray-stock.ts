import { Injectable } from '@nestjs/common';
import { InventoryService } from '../../inventory/inventory.service.js';
import type { CommittedOrder } from '../../inventory/inventory.types.js';
import { CheckoutRepository } from '../checkout.repository.js';
import type { AttentionRow } from './attention.repository.js';

/** Pages of committed orders that one look reads. */
const MAX_PAGES = 2_000;

/** What Redis has committed to orders that Postgres does not know. It is freed only when a person says so. */
@Injectable()
export class StrayStock {
  constructor(
    private readonly inventory: InventoryService,
    private readonly repository: CheckoutRepository,
  ) {}

  /** null: Redis is away, or the stock is being rebuilt. */
  async strays(saleId: string): Promise<CommittedOrder[] | null> {
    const strays: CommittedOrder[] = [];
    let cursor = '0';
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const read = await this.inventory.committedUnits(saleId, cursor);
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
    for (const { orderId } of strays) await this.inventory.releaseOrder(saleId, orderId);
    return 'done';
  }
}
