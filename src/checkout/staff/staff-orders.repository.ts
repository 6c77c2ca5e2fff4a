import { Injectable } from '@nestjs/common';
import type { Prisma } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { type OrderStep, publicState } from '../orders/order.state.js';
import type { OrderSearch, StaffOrder } from './staff-orders.types.js';

const columns = {
  id: true,
  saleId: true,
  state: true,
  reason: true,
  totalMinor: true,
  refundedMinor: true,
  dispute: true,
  currency: true,
  buyerEmail: true,
  buyerName: true,
  createdAt: true,
  paidAt: true,
  items: { orderBy: { n: 'asc' }, select: { label: true } },
} as const satisfies Prisma.OrderSelect;

/** What staff look up. Searching by part of a name reads many rows: it is for people, a few times a minute. */
@Injectable()
export class StaffOrdersRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** The newest first, at most `limit`. */
  async search({ text, saleId, before }: OrderSearch, limit: number): Promise<StaffOrder[]> {
    const part = { contains: text, mode: 'insensitive' } as const;
    const rows = await this.prisma.order.findMany({
      where: {
        ...(saleId === null ? {} : { saleId }),
        ...(before === null ? {} : { id: { lt: before } }),
        ...(text === '' ? {} : { OR: [{ id: part }, { buyerEmail: part }, { buyerName: part }] }),
      },
      orderBy: { id: 'desc' },
      take: limit,
      select: columns,
    });
    return rows.map(({ buyerEmail, buyerName, items, state, ...row }) => ({
      ...row,
      state: publicState(state as OrderStep),
      buyer: { email: buyerEmail, name: buyerName },
      items: items.map(({ label }) => label),
    }));
  }
}
