import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { InventoryService } from '../inventory/inventory.service.js';
import { newId } from '../platform/ids.js';
import { PeriodicTask } from '../platform/lifecycle/periodic-task.js';
import { QueueService } from '../queue/queue.service.js';
import { SalesService } from '../sales/sales.service.js';
import { CheckoutRepository } from './checkout.repository.js';
import { OrdersRepository } from './orders.repository.js';

/**
 * Between the new epoch and the rebuild: longer than any command sent in the old one can still be on its way, and longer
 * than nodes go on with an epoch that they have not read again.
 */
const SETTLE_MS = 4_000;
/** Sales rebuilt at the same time by one node; each holds a connection to Postgres. */
const PARALLEL = 4;

/**
 * Brings a sale back after its state in Redis was lost, or is another server's: a new epoch, the line and the stock from
 * Postgres, then open. Any number of nodes may try; one does it.
 */
@Injectable()
export class RecoveryTask extends PeriodicTask {
  readonly name = 'checkout-recovery';
  readonly everyMs = 1_000;
  private readonly log = new Logger('Recovery');

  constructor(
    private readonly sales: SalesService,
    private readonly queue: QueueService,
    private readonly inventory: InventoryService,
    private readonly repository: CheckoutRepository,
    private readonly orders: OrdersRepository,
  ) {
    super();
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    const dead: string[] = [];
    for (const { id } of await this.sales.liveSales()) if (await this.isDead(id)) dead.push(id);
    await Promise.all(dead.slice(0, PARALLEL).map((saleId) => this.recover(saleId, signal)));
  }

  /** While Redis is away nobody can tell, and nothing could be rebuilt. */
  private async isDead(saleId: string): Promise<boolean> {
    return !(await this.queue.isAlive(saleId));
  }

  /** Does nothing when another node is at it. */
  async recover(saleId: string, signal: AbortSignal): Promise<void> {
    await this.repository.whileRecovering(saleId, async () => {
      if (!(await this.isDead(saleId))) return; // somebody else has just done it
      this.log.warn(`${saleId} is brought back: stopped, until its line and stock are rebuilt`);
      const epoch = await this.queue.beginEpoch(saleId);
      await sleep(SETTLE_MS, undefined, { signal });
      const setup = await this.sales.setup(saleId);
      if (!setup) throw new Error(`${saleId} vanished`);
      await this.queue.restore(setup, epoch);
      const report = await this.inventory.rebuild(saleId, epoch, await this.repository.committedFor(saleId));
      for (const { orderId, poolId, seatId } of report.conflicts) {
        const detail = { poolId, seatId };
        const nextStep = 'Two orders claim the same stock: look at both, refund one.';
        await this.orders.noteAttention({
          id: newId('att'),
          orderId,
          saleId,
          kind: 'rebuild_conflict',
          nextStep,
          detail,
        });
      }
      await this.queue.openEpoch(saleId, epoch);
      this.log.warn(`${saleId} goes on in epoch ${epoch} with ${report.units} committed units`);
    });
  }
}
