import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/ids.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { Rebuilt, StoredReport } from './rebuild-reports.types.js';

/** Reports kept of one sale; a Redis that is lost every minute must not fill Postgres. */
export const REPORTS_A_SALE = 20;

/** What rebuilds found, in Postgres. */
@Injectable()
export class RebuildReportsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Idempotent for each epoch; keeps the newest of the sale. */
  async keep(saleId: string, epoch: number, report: StoredReport): Promise<void> {
    await this.prisma.$executeRaw`
      INSERT INTO rebuild_report (id, sale_id, epoch, report)
      VALUES (${newId('reb')}, ${saleId}, ${epoch}::int, ${JSON.stringify(report)}::jsonb)
      ON CONFLICT (sale_id, epoch) DO NOTHING`;
    await this.prisma.$executeRaw`
      DELETE FROM rebuild_report WHERE sale_id = ${saleId} AND epoch < (
        SELECT epoch FROM rebuild_report WHERE sale_id = ${saleId}
        ORDER BY epoch DESC OFFSET ${REPORTS_A_SALE - 1}::int LIMIT 1)`;
  }

  /** Returns the sale's reports, newest first. */
  async of(saleId: string): Promise<Rebuilt[]> {
    return await this.prisma.$queryRaw<Rebuilt[]>`
      SELECT id, epoch, at, report FROM rebuild_report WHERE sale_id = ${saleId}
      ORDER BY epoch DESC LIMIT ${REPORTS_A_SALE}::int`;
  }
}
