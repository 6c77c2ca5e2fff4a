import { Injectable } from '@nestjs/common';
import { NewsService } from '../../platform/news/news.service.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { LiveService } from './live.service.js';
import { LiveStore } from './live.store.js';

/** Slightly under a second, so that a round is not missed and figures arrive every second, not every other. */
const TURN_MS = 950;
/** Concurrency limit: each sale costs a few queries. */
const AT_ONCE = 4;
const WITHIN_MS = 5_000;

/**
 * Pushes live figures to open control rooms every second, from one of the nodes that have one open. Unwatched sales
 * cost nothing.
 */
@Injectable()
export class LiveTask extends PeriodicTask {
  override readonly name = 'admin-live';
  override readonly everyMs = 250;

  constructor(
    private readonly live: LiveService,
    private readonly turns: LiveStore,
    private readonly news: NewsService,
  ) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    const terms = {
      subjectOf: (id: string) => id,
      atOnce: AT_ONCE,
      withinMs: WITHIN_MS,
      signal,
    };
    await this.each(this.news.heard('control'), terms, async (saleId) => {
      if (!(await this.turns.takeTurn(saleId, TURN_MS))) return;
      const live = await this.live.bySale(saleId);
      if (live) await this.news.publish<'control', 'live'>(`control:${saleId}`, 'live', live);
    });
  }
}
