import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { NewsService } from '../../platform/news/news.service.js';
import { QueueAwayError } from '../../queue/queue.errors.js';
import type { ExtensionAsking } from '../../queue/line/epoch.service.js';
import { EpochService } from '../../queue/line/epoch.service.js';
import { viewOf } from '../catalogue/sale-view.rules.js';
import { SalesRepository } from '../catalogue/sales.repository.js';
import type { ExtendResult } from '../sale-results.types.js';

const MINUTE_MS = 60_000;

@Injectable()
export class DeadlineExtension {
  constructor(
    private readonly sales: SalesRepository,
    private readonly epochs: EpochService,
    private readonly news: NewsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Extends the deadlines of everyone shopping, holding or paying, e.g. after an outage on our side.
   * @param asking repeated under its key, it is made once
   */
  async extend(saleId: string, minutes: number, asking?: ExtensionAsking): Promise<ExtendResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const sale = viewOf(row);
    if (sale.state === 'draft' || sale.state === 'closed') return { kind: 'refused', state: sale.state };
    try {
      const result = await this.epochs.extendDeadlines(saleId, minutes * MINUTE_MS, asking);
      if (result.kind !== 'extended') return result;
      const now = this.clock.nowMs();
      const items = result.admissions.map(({ id, leftMs }) => ({
        audience: `admission:${id}` as const,
        payload: { what: 'admission', id, expiresAt: new Date(now + leftMs).toISOString() } as const,
      }));
      await this.news.publishAll<'admission', 'deadline'>('deadline', items);
    } catch (error) {
      if (error instanceof QueueAwayError) return { kind: 'away' };
      throw error;
    }
    return { kind: 'extended', sale };
  }
}
