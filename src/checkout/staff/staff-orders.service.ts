import { Injectable } from '@nestjs/common';
import { AuditService } from '../../platform/audit/audit.service.js';
import { StaffOrdersRepository } from './staff-orders.repository.js';
import type { AttentionItem, OrderSearch, StaffOrder } from './staff-orders.types.js';

const PAGE = 50;
const MAX_ATTENTION = 200;

/** Orders as staff see them: search, and what a person must look at. */
@Injectable()
export class StaffOrdersService {
  constructor(
    private readonly repository: StaffOrdersRepository,
    private readonly audit: AuditService,
  ) {}

  /** A page of orders, the newest first; `next` goes into the search for the page that follows, null on the last. */
  async search(search: OrderSearch): Promise<{ orders: StaffOrder[]; next: string | null }> {
    const found = await this.repository.search(search, PAGE + 1);
    const orders = found.slice(0, PAGE);
    return { orders, next: found.length > PAGE ? (orders.at(-1)?.id ?? null) : null };
  }

  /** The oldest first, at most 200. */
  async attention(): Promise<AttentionItem[]> {
    return await this.repository.openAttention(MAX_ATTENTION);
  }

  /** Says that a person has looked and acted. False when there is nothing open by that id. */
  async resolve(id: string, actor: string): Promise<boolean> {
    if (!(await this.repository.resolveAttention(id, actor))) return false;
    await this.audit.record(actor, 'attention.resolve', id);
    return true;
  }
}
