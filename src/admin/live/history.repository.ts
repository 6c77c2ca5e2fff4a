import { Injectable } from '@nestjs/common';
import type { LiveFiguresShape } from '../../contract/live/live-history.js';
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

/** Batch limit for thinning and deleting. */
const ROWS_AT_ONCE = 5_000;

/** Time series of sales in Postgres: written every few seconds, thinned with age. */
@Injectable()
export class HistoryRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Inserts all sales in one statement. Idempotent: a second write of the same instant is ignored. */
  async keep(points: readonly HistoryPoint[]): Promise<void> {
    if (points.length === 0) return;
    await this.prisma.liveHistory.createMany({
      data: points.map(({ saleId, at, figures }) => ({ saleId, at, figures: { ...figures } })),
      skipDuplicates: true,
    });
  }

  /** Returns the last point of each step since `from`, without what fans were told of their chances. */
  async read(saleId: string, from: Date, to: Date, stepSeconds: number): Promise<KeptPoint[]> {
    return await this.prisma.$queryRaw<KeptPoint[]>`
      SELECT DISTINCT ON (step) at, figures FROM (
        SELECT at, figures - 'told' AS figures, floor(extract(epoch FROM at) / ${stepSeconds}::int) AS step FROM live_history
        WHERE sale_id = ${saleId} AND at >= ${from} AND at <= ${to}
      ) points ORDER BY step, at DESC`;
  }

  /**
   * Returns the last point of an epoch before `epoch`; null if none was kept within two minutes before `before`. Points
   * taken while Redis was lost belong to no epoch.
   */
  async lastBefore(saleId: string, epoch: number, before: Date): Promise<KeptPoint | null> {
    const [point] = await this.prisma.$queryRaw<KeptPoint[]>`
      SELECT at, figures FROM live_history
      WHERE sale_id = ${saleId} AND at <= ${before} AND at > ${before}::timestamptz - interval '2 minutes'
        AND (figures->>'epoch')::int < ${epoch}::int
      ORDER BY at DESC LIMIT 1`;
    return point ?? null;
  }

  async firstAt(saleId: string): Promise<Date | null> {
    return (await this.prisma.liveHistory.findFirst({ where: { saleId }, orderBy: { at: 'asc' } }))?.at ?? null;
  }

  /** Thins points older than `before` to the first of each minute. Returns how many rows were deleted. */
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
