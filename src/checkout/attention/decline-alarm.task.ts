import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/ids.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { AttentionRepository } from './attention.repository.js';
import { DeclinesRepository } from './declines.repository.js';
import { isSuspicious } from './decline-alarm.rules.js';

const WINDOW_MINUTES = 5;
const QUIET_MINUTES = 60;

/** Raises an alarm on suspected card testing, that is on unusually many declines; at most once an hour per sale. */
@Injectable()
export class DeclineAlarmTask extends PeriodicTask {
  readonly name = 'checkout-decline-alarm';
  readonly everyMs = 30_000;
  private readonly declines;

  constructor(
    private readonly repository: DeclinesRepository,
    private readonly items: AttentionRepository,
    metrics: Metrics,
  ) {
    super();
    this.declines = metrics.gauge('declines_recent', 'Declined confirmations of the last five minutes, of all sales');
  }

  async runOnce(): Promise<void> {
    const rows = await this.repository.recent(WINDOW_MINUTES);
    this.declines.set(rows.reduce((sum, row) => sum + row.declines, 0));
    for (const { saleId, declines, paid } of rows.filter(isSuspicious)) {
      const detail = { ref: saleId, declines, paid };
      const note = { id: newId('att'), orderId: null, saleId, kind: 'decline_rate' as const, detail };
      await this.items.noteStuck(note, saleId, QUIET_MINUTES);
    }
  }
}
