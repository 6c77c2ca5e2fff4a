import { Injectable } from '@nestjs/common';
import type { RefundRow } from './refund.types.js';
import { RefundsRepository } from './refunds.repository.js';

/** What other rooms may read of refunds. Refunds are requested in SQL: see refunds.sql.ts. */
@Injectable()
export class RefundsService {
  constructor(private readonly refunds: RefundsRepository) {}

  /** Oldest first. */
  ofOrder(orderId: string): Promise<RefundRow[]> {
    return this.refunds.ofOrder(orderId);
  }

  /** Returns whether a refund in flight will void the ticket. */
  isRefunding(orderId: string, ticketId: string): Promise<boolean> {
    return this.refunds.isRefunding(orderId, ticketId);
  }

  byId(id: string): Promise<RefundRow | null> {
    return this.refunds.byId(id);
  }

  byAsking(orderId: string, asking: string): Promise<RefundRow | null> {
    return this.refunds.byAsking(orderId, asking);
  }
}
