import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { InstallationRepository } from '../../platform/tokens/installation.repository.js';
import { InstallationId } from '../../platform/tokens/installation-id.js';
import { QuarantineService } from './quarantine.service.js';
import { StoreMarkStore } from './store-mark.store.js';

/** Tolerates nodes writing at slightly different times and replica lag; a restored copy lags by more. */
const JUMP_MS = 60_000;

/**
 * Detects a database replaced by an older copy of itself: its last use then predates the mark in Redis. Both sides use
 * the database's own clock.
 */
@Injectable()
export class StoreMarkTask extends PeriodicTask {
  readonly name = 'payments-store-mark';
  readonly everyMs = 5_000;

  constructor(
    private readonly installations: InstallationRepository,
    private readonly installation: InstallationId,
    private readonly marks: StoreMarkStore,
    private readonly quarantine: QuarantineService,
  ) {
    super();
  }

  async runOnce(): Promise<void> {
    const { id } = this.installation;
    const mark = await this.marks.read(id);
    const seenAt = await this.installations.lastSeen();
    if (seenAt === null) return;
    // before the database is marked as used, which would hide the jump from every later round
    if (mark !== null && seenAt.getTime() < mark - JUMP_MS) await this.quarantine.begin('store_jumped_back', seenAt);
    // the mark would also hide from nodes that start later that nothing was running
    if (!(await this.quarantine.isCompared())) return;
    const row = await this.installations.touch();
    if (row) await this.marks.write(id, row.now.getTime());
  }
}
