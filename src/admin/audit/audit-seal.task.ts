import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { AuditSeals } from './audit-seals.repository.js';

/** Rounds of a batch each, so that a long log is chained within minutes of an update. */
const BATCHES = 20;

/**
 * Chains new entries of the log, in the order in which they are found: entries of transactions that commit late follow
 * those found earlier. Safe on any number of nodes: one at a time seals.
 */
@Injectable()
export class AuditSealTask extends PeriodicTask {
  override readonly name = 'audit-seal';
  override readonly everyMs = 2_000;

  constructor(private readonly seals: AuditSeals) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    for (let n = 0; n < BATCHES && !signal.aborted; n += 1) if (!(await this.seals.sealBatch())) return;
  }
}
