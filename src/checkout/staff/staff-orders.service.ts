import { Injectable } from '@nestjs/common';
import type { OrderLineShape } from '../../contract/money/price-shapes.js';
import { StaffOrdersRepository } from './staff-orders.repository.js';
import type { OrderMoment, OrderSearch, StaffOrder, StaffTicket } from './staff-orders.types.js';

const PAGE = 50;
const EXPORT_PAGE = 500;

export type OrderInDetail = StaffOrder & { lines: OrderLineShape[]; tickets: StaffTicket[]; history: OrderMoment[] };

/** Orders as staff see them. */
@Injectable()
export class StaffOrdersService {
  constructor(private readonly repository: StaffOrdersRepository) {}

  /** Returns a page of orders, newest first; pass `next` as `before` for the following page, null on the last. */
  async search(search: OrderSearch): Promise<{ orders: StaffOrder[]; next: string | null }> {
    const found = await this.repository.search(search, PAGE + 1);
    const orders = found.slice(0, PAGE);
    return { orders, next: found.length > PAGE ? (orders.at(-1)?.id ?? null) : null };
  }

  /** Yields all matching orders page by page, newest first, reading only as fast as the consumer. */
  async *pages(search: OrderSearch): AsyncGenerator<StaffOrder[]> {
    for (let before = search.before; ; ) {
      const orders = await this.repository.search({ ...search, before }, EXPORT_PAGE);
      if (orders.length > 0) yield orders;
      before = orders.at(-1)?.id ?? null;
      if (orders.length < EXPORT_PAGE) return;
    }
  }

  /** Returns an order with lines, tickets and history; null if there is none. */
  async read(id: string): Promise<OrderInDetail | null> {
    const [order, tickets, history] = await Promise.all([
      this.repository.byId(id),
      this.repository.tickets(id),
      this.repository.history(id),
    ]);
    return order && { ...order, tickets, history };
  }
}
