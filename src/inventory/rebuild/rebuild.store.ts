import { Injectable } from '@nestjs/common';
import { FORGET_PER_CALL } from '../inventory.bounds.js';
import { type Answer, InventoryStore } from '../inventory.store.js';
import type { Away } from '../inventory.types.js';
import type { Pair } from './rebuild.rules.js';

/** Rewrites a sale's stock in chunks; each call is refused unless its epoch is the one being built. */
@Injectable()
export class RebuildStore {
  constructor(private readonly store: InventoryStore) {}

  beginRebuild(saleId: string, epoch: number): Promise<Answer | Away> {
    return this.store.ask('rebuild-begin', saleId, [epoch, FORGET_PER_CALL]);
  }

  writeRebuild(saleId: string, epoch: number, what: string, chunk: readonly Pair[]): Promise<Answer | Away> {
    return this.store.ask('rebuild-chunk', saleId, [epoch, what, ...chunk.flat()]);
  }

  finishRebuild(saleId: string, epoch: number, poolIds: readonly string[]): Promise<Answer | Away> {
    return this.store.ask('rebuild-finish', saleId, [epoch, ...poolIds]);
  }
}
