import { Injectable } from '@nestjs/common';
import { figuresOfLive, toldOf } from '../../contract/live/live-history.js';
import { Clock } from '../../platform/clock/clock.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { ConductedSales } from '../../sales/conductor/conducted-sales.service.js';
import { type HistoryPoint, HistoryRepository } from './history.repository.js';
import { KEEP_MS, POINT_EVERY_MS, pointTime, THIN_AFTER_MS } from './history.rules.js';
import { composeLive } from './live.rules.js';
import { LiveService } from './live.service.js';

const AT_ONCE = 4;
const WITHIN_MS = 4_000;
const MINUTE_MS = 60_000;
/** Rounds between two clean-ups: one minute. */
const TIDY_EVERY = 12;

/** Records history of the sales conducted by this node; sleeping sales cost nothing. */
@Injectable()
export class HistoryTask extends PeriodicTask {
  override readonly name = 'admin-history';
  override readonly everyMs = POINT_EVERY_MS;
  private rounds = 0;

  constructor(
    private readonly conducted: ConductedSales,
    private readonly live: LiveService,
    private readonly history: HistoryRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    const at = pointTime(this.clock.nowMs());
    const points: HistoryPoint[] = [];
    const terms = {
      subjectOf: ({ id }: { id: string }) => id,
      atOnce: AT_ONCE,
      withinMs: WITHIN_MS,
      signal,
    };
    await this.each(this.conducted.awake(), terms, async (view) => {
      const parts = await this.live.partsOf(view);
      const isMinute = at.getTime() % MINUTE_MS < POINT_EVERY_MS;
      const told = isMinute && parts.queue?.state === 'on_sale' ? toldOf(parts.queue.lanes) : undefined;
      points.push({ saleId: view.id, at, figures: { ...figuresOfLive(composeLive(parts)), ...(told && { told }) } });
    });
    await this.history.keep(points);
    if (this.rounds % TIDY_EVERY === 0) await this.tidy();
    this.rounds += 1;
  }

  /** Thins old points and deletes expired ones. Public for its test. */
  async tidy(): Promise<void> {
    const now = this.clock.nowMs();
    await this.history.thin(new Date(now - THIN_AFTER_MS));
    await this.history.forget(new Date(now - KEEP_MS));
  }
}
