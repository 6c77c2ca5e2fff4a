import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../platform/clock/clock.js';
import { PeriodicTask } from '../platform/lifecycle/periodic-task.js';
import { NewsService } from '../platform/news/news.service.js';
import { QueueService } from '../queue/queue.service.js';
import { forEachSale } from './for-each-sale.js';
import { SaleCache } from './sale-cache.js';
import { SaleLife } from './sale-life.js';
import { SaleStock } from './sale-stock.js';
import { composeSnapshot } from './snapshot.rules.js';
import { SnapshotStore } from './snapshot.store.js';
import type { SaleView } from './sales.types.js';

/** At most once a second for each sale, over all nodes. A little less than a second, so that it does not slip to two. */
const TURN_MS = 900;

/** Composes the snapshot of every live sale: one node does it, all serve and send the same bytes. */
@Injectable()
export class SnapshotTask extends PeriodicTask {
  override readonly name = 'SnapshotTask';
  override readonly everyMs = 250;
  private readonly log = new Logger('Snapshots');

  constructor(
    private readonly cache: SaleCache,
    private readonly queue: QueueService,
    private readonly stock: SaleStock,
    private readonly store: SnapshotStore,
    private readonly life: SaleLife,
    private readonly news: NewsService,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    await forEachSale(await this.cache.live(), signal, this.log, async (view) => {
      if (await this.store.takeTurn(view.id, 'snapshot', TURN_MS)) await this.compose(view);
    });
  }

  private async compose(view: SaleView): Promise<void> {
    const figures = await this.queue.figures(view.id);
    if (!figures) return; // away, or being rebuilt: the last one stands, and grows stale
    await this.life.reconcile(view, figures.state);
    const stock = await this.stock.figures(view.id);
    const snapshot = composeSnapshot({ view, figures, stock, nowMs: this.clock.nowMs() });
    const json = JSON.stringify(snapshot);
    if (await this.store.put(view.id, snapshot.version, json))
      await this.news.tellEncoded<'sale'>(`sale:${view.id}`, 'snapshot', json);
  }
}
