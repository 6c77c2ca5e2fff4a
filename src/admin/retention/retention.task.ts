import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { RetentionRepository } from './retention.repository.js';
import { type RetentionRule, retentionRules, ROWS_AT_ONCE } from './retention.rules.js';

/** Batches per table and round (100,000 rows), so that no table starves the others. */
const STEPS = 50;

/** Applies retention table by table; a failure in one does not stop the others. */
@Injectable()
export class RetentionTask extends PeriodicTask {
  override readonly name = 'admin-retention';
  override readonly everyMs = 600_000;

  constructor(private readonly rows: RetentionRepository) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    const due = retentionRules.filter(
      (rule): rule is Extract<RetentionRule, { keep: 'days' | 'anonymised' }> =>
        rule.keep === 'days' || rule.keep === 'anonymised',
    );
    const terms = {
      subjectOf: ({ table }: RetentionRule) => table,
      atOnce: 1,
      withinMs: 120_000,
      signal,
    };
    await this.each(due, terms, async (rule) => {
      for (let n = 0; n < STEPS && !signal.aborted; n += 1) if ((await this.rows.step(rule)) < ROWS_AT_ONCE) break;
    });
  }
}
