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

  async save(list: SweptList, window: SweepWindow): Promise<void> {
    const row = { windowFrom: window.from, windowTo: window.to, cursor: window.cursor };
    await this.prisma.paymentSweep.upsert({ where: { list }, create: { list, ...row }, update: row });
  }
}
