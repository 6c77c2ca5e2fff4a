import { Injectable, Logger } from '@nestjs/common';
import { NewsService } from '../../platform/news/news.service.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { SalesService } from '../../sales/sales.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { LiveService } from './live.service.js';
import { LiveStore } from './live.store.js';

/** A little under a second, so that figures come once a second and not once in two rounds. */
const TURN_MS = 950;
/** Sales looked at together: each costs a few queries. */
const AT_ONCE = 4;

/** Tells the control rooms of every live sale how it stands, each second, by one node. */
@Injectable()
export class LiveTask extends PeriodicTask {
  override readonly name = 'admin-live';
  override readonly everyMs = 250;
  private readonly log = new Logger('Live');

  constructor(
    private readonly sales: SalesService,
    private readonly live: LiveService,
    private readonly turns: LiveStore,
    private readonly news: NewsService,
  ) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    const sales = await this.sales.liveSales();
    for (let n = 0; n < sales.length && !signal.aborted; n += AT_ONCE) {
      await Promise.all(sales.slice(n, n + AT_ONCE).map(async (view) => await this.tell(view)));
    }
  }

  /** One sale's trouble must not silence the others. */
  private async tell(view: SaleView): Promise<void> {
    try {
      if (!(await this.turns.takeTurn(view.id, TURN_MS))) return;
      await this.news.tell<'control', 'live'>(`control:${view.id}`, 'live', await this.live.of(view));
    } catch (error) {
      this.log.debug(`the figures of ${view.id} were not told: ${String(error)}`);
    }
  }
}
