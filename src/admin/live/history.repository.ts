import { Injectable } from '@nestjs/common';
import type { LiveFiguresShape } from '../../contract/live-history.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

export interface HistoryPoint {
  saleId: string;
  at: Date;
  figures: LiveFiguresShape;
}
interface KeptPoint {
  at: Date;
  figures: LiveFiguresShape;
}

/** Rows that one round of thinning or deleting takes at most. */
const ROWS_AT_ONCE = 5_000;

/** How sales went, in Postgres: written each few seconds, thinned with age. */
@Injectable()
export class HistoryRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** One statement for all sales. A second writer of the same instant adds nothing. */
  async keep(points: readonly HistoryPoint[]): Promise<void> {
    if (points.length === 0) return;
    await this.prisma.liveHistory.createMany({
      data: points.map(({ saleId, at, figures }) => ({ saleId, at, figures: { ...figures } })),
      skipDuplicates: true,
    });
  }

  /** The last point of each step since `from`. */
  async read(saleId: string, from: Date, to: Date, stepSeconds: number): Promise<KeptPoint[]> {
    return await this.prisma.$queryRaw<KeptPoint[]>`
      SELECT DISTINCT ON (step) at, figures FROM (
        SELECT at, figures, floor(extract(epoch FROM at) / ${stepSeconds}::int) AS step FROM live_history
        WHERE sale_id = ${saleId} AND at >= ${from} AND at <= ${to}
      ) points ORDER BY step, at DESC`;
  }

  async firstAt(saleId: string): Promise<Date | null> {
    return (await this.prisma.liveHistory.findFirst({ where: { saleId }, orderBy: { at: 'asc' } }))?.at ?? null;
  }

  /** Leaves one point a minute of what is older than `before`: the first of each. Returns how many rows went. */
  async thin(before: Date): Promise<number> {
    return await this.prisma.$executeRaw`
      DELETE FROM live_history h USING (
        SELECT sale_id, at FROM live_history WHERE at < ${before} AND extract(second FROM at) >= 5
        ORDER BY at LIMIT ${ROWS_AT_ONCE}::int
      ) old WHERE h.sale_id = old.sale_id AND h.at = old.at`;
  }

  async forget(before: Date): Promise<number> {
    return await this.prisma.$executeRaw`
      DELETE FROM live_history h USING (
        SELECT sale_id, at FROM live_history WHERE at < ${before} ORDER BY at LIMIT ${ROWS_AT_ONCE}::int
      ) old WHERE h.sale_id = old.sale_id AND h.at = old.at`;
  }
}
