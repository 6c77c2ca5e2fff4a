import { Injectable } from '@nestjs/common';
import type { SaleChangeKind, SaleChangeShape } from '../../../contract/sale/sale-change-shapes.js';
import { PrismaService } from '../../../platform/prisma/prisma.service.js';

/** More than a fan reads; older changes remain in the promoter's log. */
const MAX_TOLD = 100;

/** Changes after publishing that affect fans, recorded by the database itself. */
@Injectable()
export class SaleChangesRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns the changes, newest first. */
  async of(saleId: string): Promise<SaleChangeShape[]> {
    const rows = await this.prisma.saleChange.findMany({
      where: { saleId },
      orderBy: { id: 'desc' },
      take: MAX_TOLD,
      select: { at: true, what: true, subject: true, before: true, after: true },
    });
    return rows.map(({ at, what, ...change }) => ({ at: at.toISOString(), what: what as SaleChangeKind, ...change }));
  }
}
