import { Injectable } from '@nestjs/common';
import { InventoryService } from '../inventory/inventory.service.js';
import { PeriodicTask } from '../platform/lifecycle/periodic-task.js';
import { QueueService } from '../queue/queue.service.js';
import { type StockReturn, StockReturnsRepository } from './stock-returns.repository.js';

const BATCH = 100;
const RETRY_MS = 1_000;

/** Tells Redis which committed stock is free again. By order id, so doing it twice changes nothing. */
@Injectable()
export class StockReturnTask extends PeriodicTask {
  readonly name = 'checkout-stock-return';
  readonly everyMs = 250;

  constructor(
    private readonly returns: StockReturnsRepository,
    private readonly inventory: InventoryService,
    private readonly queue: QueueService,
  ) {
    super();
  }

  async runOnce(): Promise<void> {
    const due = await this.returns.take(BATCH);
    if (due.length === 0) return;
    const alive = await this.aliveSales(due);
    const done: bigint[] = [];
    const later: bigint[] = [];
    for (const row of due) {
      const returned = alive.has(row.saleId) && (await this.giveBack(row));
      (returned ? done : later).push(row.id);
    }
    if (done.length > 0) await this.returns.done(done);
    if (later.length > 0) await this.returns.later(later, RETRY_MS);
  }

  /**
   * A sale that is being rebuilt gets nothing back: its rebuild may have read the order before it ended and would write
   * it as committed after we had found nothing to free. A rebuild begins by waiting longer than a round of ours takes.
   */
  private async aliveSales(due: readonly StockReturn[]): Promise<Set<string>> {
    const alive = new Set<string>();
    for (const saleId of new Set(due.map((row) => row.saleId)))
      if (await this.queue.isAlive(saleId)) alive.add(saleId);
    return alive;
  }

  private async giveBack({ kind, saleId, orderId }: StockReturn): Promise<boolean> {
    const result =
      kind === 'release'
        ? await this.inventory.releaseOrder(saleId, orderId)
        : await this.inventory.reactivate(saleId, orderId);
    return result.kind === 'done' || result.kind === 'reactivated';
  }
}
