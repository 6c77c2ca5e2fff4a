import { Injectable } from '@nestjs/common';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { GuardedJoinStore } from './guarded-join.store.js';

/** Tells staff which networks the places of a sale come from. */
@Injectable()
export class BusyNetworks {
  constructor(
    private readonly epochs: EpochGuard,
    private readonly store: GuardedJoinStore,
  ) {}

  /** Returns the networks with the most places; null while Redis is unreachable. */
  async top(saleId: string, count: number): Promise<{ network: string; places: number }[] | null> {
    return await this.epochs.orNull(() => this.store.topNetworks(saleId, count));
  }
}
