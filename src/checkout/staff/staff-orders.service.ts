import { Injectable } from '@nestjs/common';
import { StaffOrdersRepository } from './staff-orders.repository.js';
import type { OrderSearch, StaffOrder } from './staff-orders.types.js';

const PAGE = 50;

/** Orders as staff see them. */
@Injectable()
export class StaffOrdersService {
  constructor(private readonly repository: StaffOrdersRepository) {}

  /** A page of orders, the newest first; `next` goes into the search for the page that follows, null on the last. */
  async search(search: OrderSearch): Promise<{ orders: StaffOrder[]; next: string | null }> {
    const found = await this.repository.search(search, PAGE + 1);
    const orders = found.slice(0, PAGE);
    return { orders, next: found.length > PAGE ? (orders.at(-1)?.id ?? null) : null };
  }
}
