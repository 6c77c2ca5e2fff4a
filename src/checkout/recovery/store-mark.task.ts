import { Injectable } from '@nestjs/common';
import { QuarantineService } from '../../payments/quarantine/quarantine.service.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { InstallationRepository } from '../../platform/tokens/installation.repository.js';
import { InstallationId } from '../../platform/tokens/installation-id.js';
import { StoreMarkStore } from './store-mark.store.js';

/** Nodes write their marks at slightly different times, and a replica may lack a moment; a copy lacks more. */
const JUMP_MS = 60_000;

/**
 * Notices a database that was exchanged for an older copy of itself: its last use is then earlier than what Redis remembers
 * of it. By the database's own clock on both sides.
 */
@Injectable()
export class StoreMarkTask extends PeriodicTask {
  readonly name = 'checkout-store-mark';
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
    const row = await this.installations.touch();
    if (!row) return;
    if (mark !== null && row.before.getTime() < mark - JUMP_MS) await this.quarantine.begin('store_jumped_back');
    await this.marks.write(id, row.now.getTime());
  }
}
