import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { RELAY_BATCH, RelayRepository } from './relay.repository.js';

/** Rounds without a pause after which others get a turn. */
const MAX_ROUNDS = 20;

/** Numbers what the outbox holds, and addresses it to endpoints. */
@Injectable()
export class RelayTask extends PeriodicTask {
  readonly name = 'relay';
  readonly everyMs = 250;
  private prepared = false;

  constructor(private readonly relay: RelayRepository) {
    super();
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    if (!this.prepared) await this.relay.ensureHouseStream();
    this.prepared = true;
    for (let round = 0; round < MAX_ROUNDS && !signal.aborted; round++) {
      if ((await this.relay.numberBatch()) < RELAY_BATCH) return;
    }
  }
}
