import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { SweepWindow } from './sweep.rules.js';

export type SweptList = 'events' | 'intents';

@Injectable()
export class SweepRepository {
  constructor(private readonly prisma: PrismaService) {}

  async last(list: SweptList): Promise<SweepWindow | null> {
    const row = await this.prisma.paymentSweep.findUnique({ where: { list } });
    return row && { from: row.windowFrom, to: row.windowTo, cursor: row.cursor };
  }

  /**
   * Records how far the walk has come, unless another node has recorded something since `before` was read: nodes may walk
   * at the same time, and a slower one must not open again what a faster one has finished. Returns whether it did.
   */
  async save(list: SweptList, window: SweepWindow, before: SweepWindow | null): Promise<boolean> {
    const row = columnsOf(window);
    const { count } = before
      ? await this.prisma.paymentSweep.updateMany({ where: { list, ...columnsOf(before) }, data: row })
      : await this.prisma.paymentSweep.createMany({ data: [{ list, ...row }], skipDuplicates: true });
    return count > 0;
  }
}

const columnsOf = ({ from, to, cursor }: SweepWindow) => ({ windowFrom: from, windowTo: to, cursor });
