import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import type { LineReading } from './line.reading.js';
import { LineReadings } from './line-readings.js';
import { type Progress, QueueRepository } from '../queue.repository.js';

/** Sales per statement: a few thousand values. */
const BATCH = 1_000;
const WITHIN_MS = 2_000;

/**
 * Writes S, arrivals, admissions and sale time to Postgres once a second, from where a line resumes after a loss of Redis. One
 * statement per batch of sales; unchanged sales are skipped.
 */
@Injectable()
export class ProgressTask extends PeriodicTask {
  readonly name = 'progress';
  readonly everyMs = 1_000;
  private readonly kept = new Map<string, string>();

  constructor(
    private readonly live: LineReadings,
    private readonly repository: QueueRepository,
  ) {
    super();
  }

  async runOnce(signal: AbortSignal = new AbortController().signal): Promise<void> {
    const lines = this.live.all();
    const moved = lines
      .flatMap(({ saleId, line }) => progressOf(saleId, line))
      .filter((progress) => this.kept.get(progress.saleId) !== markOf(progress));
    for (let from = 0; from < moved.length; from += BATCH) await this.keep(moved.slice(from, from + BATCH), signal);
    const known = new Set(lines.map(({ saleId }) => saleId));
    for (const saleId of this.kept.keys()) if (!known.has(saleId)) this.kept.delete(saleId);
  }

  /** Falls back to one statement per sale if a batch fails, so that one bad sale does not affect the others. */
  private async keep(batch: readonly Progress[], signal: AbortSignal): Promise<void> {
    try {
      await this.repository.keepProgress(batch);
      for (const progress of batch) this.kept.set(progress.saleId, markOf(progress));
    } catch {
      const terms = { atOnce: 1, withinMs: WITHIN_MS, signal };
      await this.each(batch, { ...terms, subjectOf: ({ saleId }) => saleId }, async (progress) => {
        await this.repository.keepProgress([progress]);
        this.kept.set(progress.saleId, markOf(progress));
      });
    }
  }
}

function progressOf(saleId: string, { epoch, saleMs, extendedMs, lanes }: LineReading): Progress[] {
  if (epoch === null) return [];
  return [
    {
      ...{ saleId, epoch, saleMs, extendedMs },
      lanes: lanes.map(({ key, serving, arrivals, admitted }) => ({ lane: key, serving, arrivals, admitted })),
    },
  ];
}

const markOf = ({ epoch, saleMs, lanes }: Progress): string =>
  `${epoch} ${saleMs} ${lanes.map(({ serving, arrivals, admitted }) => `${serving} ${arrivals} ${admitted}`).join(' ')}`;
