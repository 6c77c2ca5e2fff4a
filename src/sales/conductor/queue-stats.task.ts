import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { OutboxService } from '../../platform/outbox/outbox.service.js';
import { FiguresService } from '../../queue/line/figures.service.js';
import type { QueueFigures } from '../../queue/queue.types.js';
import { ConductedSales } from '../conductor/conducted-sales.service.js';

const AT_ONCE = 4;
const WITHIN_MS = 5_000;

/** Reports the lines conducted by this node to partners every minute; sleeping sales report nothing. */
@Injectable()
export class QueueStatsTask extends PeriodicTask {
  override readonly name = 'queue-stats';
  override readonly everyMs = 60_000;

  constructor(
    private readonly conducted: ConductedSales,
    private readonly lineFigures: FiguresService,
    private readonly outbox: OutboxService,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    const terms = {
      subjectOf: ({ id }: { id: string }) => id,
      atOnce: AT_ONCE,
      withinMs: WITHIN_MS,
      signal,
    };
    await this.each(this.conducted.awake(), terms, async ({ id }) => {
      const figures = await this.lineFigures.of(id);
      if (figures && figures.state !== 'closed')
        await this.outbox.append([{ saleId: id, type: 'queue.stats', data: statsOf(figures, this.clock.nowMs()) }]);
    });
  }
}

function statsOf(figures: QueueFigures, nowMs: number): object {
  const { saleId, slug, state, active, admittedPerMinute, lanes } = figures;
  const counts = Object.entries(lanes).map(([key, { arrivals, unused, waiting, called, perMinute }]) => [
    key,
    { arrivals: arrivals - unused, waiting, called, perMinute, admittedPerMinute: perMinute },
  ]);
  return {
    saleId,
    slug,
    state,
    at: new Date(nowMs).toISOString(),
    active,
    admittedPerMinute,
    lanes: Object.fromEntries(counts) as object,
  };
}
