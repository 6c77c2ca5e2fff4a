import { Injectable, Logger } from '@nestjs/common';
import { RebuildReportsRepository } from './rebuild-reports.repository.js';
import type { Rebuilt, StoredReport } from './rebuild-reports.types.js';

/** Difference reports: what Redis should have held when it was lost, what it held, and what that cost. */
@Injectable()
export class RebuildReports {
  private readonly log = new Logger('Recovery');

  constructor(private readonly reports: RebuildReportsRepository) {}

  /** Never rejects: the sale is open again, and a missing report must not stop it once more. */
  async keep(saleId: string, epoch: number, report: StoredReport): Promise<void> {
    try {
      await this.reports.keep(saleId, epoch, report);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.log.error(`${saleId}: the report of epoch ${epoch} was not kept: ${why}`);
    }
  }

  /** Returns the sale's reports, newest first, at most twenty. */
  async of(saleId: string): Promise<Rebuilt[]> {
    return await this.reports.of(saleId);
  }
}
