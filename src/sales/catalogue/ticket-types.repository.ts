import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { TicketTypeView } from '../sales.types.js';

@Injectable()
export class TicketTypesRepository {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Writes price and limits. Returns false if another change came first, or the sale is no longer published: the
   * checks were made against `before`. Triggers note each change for fans.
   */
  async change(saleId: string, before: TicketTypeView, after: TicketTypeView): Promise<boolean> {
    const { count } = await this.prisma.ticketType.updateMany({
      where: { id: before.id, saleId, ...columnsOf(before), sale: { state: { notIn: ['draft', 'closed'] } } },
      data: columnsOf(after),
    });
    return count > 0;
  }
}

const columnsOf = ({ priceMinor, maxPerFan, min, multiple }: TicketTypeView) => ({
  ...{ priceMinor, maxPerFan },
  ...{ minPerHold: min, multipleOf: multiple },
});
