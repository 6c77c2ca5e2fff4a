import { Injectable } from '@nestjs/common';
import { StockChanges } from '../../../inventory/stock/stock-changes.service.js';
import { Channels } from '../../../inventory/channels/channels.service.js';
import { PeriodicTask } from '../../../platform/lifecycle/periodic-task.js';
import { EpochGuard } from '../../../queue/line/epoch-guard.service.js';
import { SaleCache } from '../cache/sale-cache.service.js';
import { SaleStockService } from './sale-stock.service.js';

const BATCH = 50;
const AT_ONCE = 4;
const WITHIN_MS = 15_000;

/** Finishes stock changes left by crashed nodes, and returns unsold channel stock when due. */
@Injectable()
export class StockChangesTask extends PeriodicTask {
  readonly name = 'sales-stock-changes';
  readonly everyMs = 2_000;

  constructor(
    private readonly changes: StockChanges,
    private readonly channels: Channels,
    private readonly epochGuard: EpochGuard,
    private readonly stock: SaleStockService,
    private readonly sales: SaleCache,
  ) {
    super();
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    const terms = { atOnce: AT_ONCE, withinMs: WITHIN_MS, signal };
    const open = await this.changes.takeDue(BATCH);
    await this.each(open, { ...terms, subjectOf: ({ saleId }) => saleId }, async (change) => {
      const stamp = await this.epochGuard.stamp(change.saleId);
      if (stamp && (await this.changes.carryOut(change, stamp)).kind === 'changed')
        await this.stock.announceChange(change.saleId);
    });
    const live = (await this.sales.live()).map(({ id }) => id);
    const due = await this.channels.due(live, BATCH);
    const subjectOf = ({ saleId, key }: { saleId: string; key: string }): string => `${saleId} ${key}`;
    await this.each(due, { ...terms, subjectOf }, async ({ saleId, key, returnTo }) => {
      const stamp = await this.epochGuard.stamp(saleId);
      if (!stamp) return;
      const result = await this.channels.giveBack(saleId, stamp, key, returnTo);
      if (result.kind === 'changed' && result.subject !== '') await this.stock.announceChange(saleId);
    });
  }
}
