import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { backlogMetrics } from '../../platform/work/backlog.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { OrderMails } from './order-mails.service.js';

const BATCH = 20;
const EVERY_MS = 1_000;
/** Exceeds the timeout of an unresponsive mail server. */
const ONE_MAIL_MS = 30_000;
const MAX_ROUNDS = 10;
const MEASURE_EVERY_MS = 30_000;

/** Sends mails about orders in the background. Safe to run on any number of nodes; never delays a purchase. */
@Injectable()
export class OrderMailsTask extends PeriodicTask {
  readonly name = 'mails';
  readonly everyMs = EVERY_MS;

  private readonly recordBacklog;
  private measuredAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly mails: OrderMails,
    metrics: Metrics,
  ) {
    super();
    this.recordBacklog = backlogMetrics(metrics);
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    await this.measure();
    for (let round = 0; round < MAX_ROUNDS && !signal.aborted; round += 1) {
      const due = await this.mails.due(BATCH);
      await this.each(
        due,
        { subjectOf: ({ id }) => `mail ${id}`, atOnce: BATCH, withinMs: ONE_MAIL_MS, signal },
        (mail) => this.mails.send(mail),
      );
      if (due.length < BATCH) return;
    }
  }

  private async measure(): Promise<void> {
    if (performance.now() - this.measuredAt < MEASURE_EVERY_MS) return;
    this.measuredAt = performance.now();
    this.recordBacklog('mail', await this.mails.backlog());
  }
}
