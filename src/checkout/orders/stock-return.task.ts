import { Injectable } from '@nestjs/common';
import { InventoryService } from '../../inventory/inventory.service.js';
import type { ReactivateResult } from '../../inventory/inventory.types.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { doublingDelayMs } from '../../platform/work/retry.rules.js';
import { type StockReturn, StockReturnsRepository } from './stock-returns.repository.js';

const BATCH = 100;
const BUSY_EVERY_MS = 250;
const IDLE_EVERY_MS = 1_000;
const BUSY_FOR_MS = 10_000;
/** A sale that ended long ago is not rebuilt any more; its rows are tried ever more rarely. */
const PAUSES = { firstMs: 500, longestMs: 60_000 };

/** Tells Redis which committed stock is free again. By order id, so doing it twice changes nothing. */
@Injectable()
export class StockReturnTask extends PeriodicTask {
  readonly name = 'checkout-stock-return';
  private foundAt = Number.NEGATIVE_INFINITY;

  /** Looks often while there was something lately, rarely otherwise. */
  override get everyMs(): number {
    return performance.now() - this.foundAt < BUSY_FOR_MS ? BUSY_EVERY_MS : IDLE_EVERY_MS;
  }

  constructor(
    private readonly returns: StockReturnsRepository,
    private readonly inventory: InventoryService,
  ) {
    super();
  }

  async runOnce(): Promise<void> {
    const done: StockReturn[] = [];
    const due = await this.returns.take(BATCH);
    if (due.length > 0) this.foundAt = performance.now();
    for (const row of due) {
      if (await this.giveBack(row)) done.push(row);
      else await this.returns.later(row.id, doublingDelayMs(PAUSES, row.tries));
    }
    if (done.length > 0) await this.returns.done(done);
  }

  /** False while Redis is away or the sale is being rebuilt: what it would find there may not be written yet. */
  private async giveBack({ kind, saleId, orderId }: StockReturn): Promise<boolean> {
    const result = await this.freed({ kind, saleId, orderId });
    return result.kind === 'done' || result.kind === 'reactivated';
  }

  private async freed({
    kind,
    saleId,
    orderId,
  }: Pick<StockReturn, 'kind' | 'saleId' | 'orderId'>): Promise<ReactivateResult> {
    switch (kind) {
      case 'release':
        return await this.inventory.releaseOrder(saleId, orderId);
      case 'reactivate':
        return await this.inventory.reactivate(saleId, orderId);
      case 'shrink':
        return await this.inventory.shrinkOrder(saleId, orderId, await this.returns.keptBy(orderId));
    }
  }
}
