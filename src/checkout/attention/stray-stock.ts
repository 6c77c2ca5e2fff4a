import { Injectable } from '@nestjs/common';
import { InventoryService } from '../../inventory/inventory.service.js';
import { CheckoutRepository } from '../checkout.repository.js';
import type { AttentionRow } from './attention.repository.js';

/** Orders whose stock one call frees. */
const MAX_PAGES = 2_000;

/** Frees what Redis has committed to orders that Postgres does not know: only when a person says so. */
@Injectable()
export class StrayStock {
  constructor(
    private readonly inventory: InventoryService,
    private readonly repository: CheckoutRepository,
  ) {}

  async release({ saleId }: Pick<AttentionRow, 'saleId'>): Promise<'done' | 'not_possible'> {
    if (saleId === null) return 'not_possible';
    let cursor = '0';
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const read = await this.inventory.committedUnits(saleId, cursor);
      if (!read) return 'not_possible';
      const known = await this.repository.known(read.orders.map(({ orderId }) => orderId));
      for (const { orderId } of read.orders)
        if (!known.has(orderId)) await this.inventory.releaseOrder(saleId, orderId);
      if (read.next === '0') return 'done';
      cursor = read.next;
    }
    return 'not_possible';
  }
}
