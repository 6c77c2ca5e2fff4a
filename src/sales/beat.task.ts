import { Injectable, Logger } from '@nestjs/common';
import { InventoryService } from '../inventory/inventory.service.js';
import { PeriodicTask } from '../platform/lifecycle/periodic-task.js';
import { QueueService } from '../queue/queue.service.js';
import { SaleCache } from './sale-cache.js';

/** Holds and returned units that one beat ends for one sale. */
const EXPIRE_LIMIT = 200;
/** A sale whose stores answer slowly is not waited for: the others go on, and it is left alone until it has answered. */
const WAIT_MS = 150;

/** The beat of every live sale: lets people in, then ends what is overdue. Every node tries; the script lets one through. */
@Injectable()
export class BeatTask extends PeriodicTask {
  override readonly name = 'BeatTask';
  override readonly everyMs = 50;
  private readonly log = new Logger('Beat');
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly cache: SaleCache,
    private readonly queue: QueueService,
    private readonly inventory: InventoryService,
  ) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    for (const { id, slug } of await this.cache.live()) {
      if (signal.aborted || this.running.has(id)) continue;
      const beat = this.beat(id)
        .catch((error: unknown) => this.log.debug(`${slug}: ${error instanceof Error ? error.message : String(error)}`))
        .finally(() => this.running.delete(id));
      this.running.set(id, beat);
    }
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, WAIT_MS);
    });
    await Promise.race([Promise.all(this.running.values()), patience]);
    clearTimeout(timer);
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.settled();
  }

  /** Resolves when the beats under way have ended. */
  async settled(): Promise<void> {
    await Promise.all(this.running.values());
  }

  private async beat(saleId: string): Promise<void> {
    const ticked = await this.queue.tick(saleId);
    if (!ticked) return; // not due, or another node was faster
    const stamp = await this.queue.stamp(saleId);
    if (stamp) await this.inventory.expireDue(saleId, stamp, EXPIRE_LIMIT);
  }
}
