import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '../../platform/audit/audit.sql.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { disputeRulesOf, type DisputeRules } from './dispute.rules.js';
import { DisputesRepository } from './disputes.repository.js';
import type { DisputeNews } from './disputes.sql.js';

/** Applies what a sale says about disputed payments to the tickets of their orders. */
@Injectable()
export class DisputedOrders {
  constructor(
    private readonly rows: DisputesRepository,
    private readonly sales: SaleCache,
  ) {}

  async note(news: DisputeNews): Promise<void> {
    await this.rows.note(news, await this.rulesOf(news.orderId));
    await this.settle(news.orderId);
  }

  /** Voids the tickets of an order that has lost a dispute, if its sale says so. Idempotent, and safe for any order. */
  async settle(orderId: string): Promise<void> {
    if ((await this.rulesOf(orderId)).voidsLost) await this.rows.voidLost(orderId);
  }

  /** Lets held tickets count again. Returns false if no ticket of the order is held. */
  async letTicketsGo(orderId: string, entry: AuditEntry): Promise<boolean> {
    return await this.rows.letTicketsGo(orderId, entry);
  }

  private async rulesOf(orderId: string): Promise<DisputeRules> {
    const saleId = await this.rows.saleOf(orderId);
    const sale = saleId === null ? null : await this.sales.byId(saleId);
    return disputeRulesOf(sale?.policy ?? null);
  }
}
