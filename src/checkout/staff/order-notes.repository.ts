import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

/** `note` is empty once its buyer was erased. */
export interface OrderNote {
  id: string;
  note: string;
  actor: string;
  createdAt: Date;
}

const columns = { id: true, note: true, actor: true, createdAt: true } as const;

@Injectable()
export class OrderNotesRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Two notes at one instant may both be the last that fits; the bound only keeps an order readable. */
  async add(
    { id, note, actor }: Omit<OrderNote, 'createdAt'>,
    orderId: string,
    most: number,
  ): Promise<'added' | 'not_found' | 'too_many'> {
    const [row] = await this.prisma.$queryRaw<{ added: boolean }[]>`
      WITH found AS (SELECT id, sale_id, (SELECT count(*) FROM order_note WHERE order_id = orders.id) AS notes FROM orders WHERE id = ${orderId}),
      added AS (
        INSERT INTO order_note (id, order_id, sale_id, note, actor)
        SELECT ${id}, found.id, found.sale_id, ${note}, ${actor} FROM found WHERE found.notes < ${most} RETURNING id)
      SELECT EXISTS (SELECT FROM added) AS added FROM found`;
    if (!row) return 'not_found';
    return row.added ? 'added' : 'too_many';
  }

  async of(orderId: string): Promise<OrderNote[]> {
    return await this.prisma.orderNote.findMany({ where: { orderId }, orderBy: { id: 'asc' }, select: columns });
  }

  async byId(id: string): Promise<OrderNote | null> {
    return await this.prisma.orderNote.findUnique({ where: { id }, select: columns });
  }
}
