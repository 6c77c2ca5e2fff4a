import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { StoreAwayError } from '../../platform/store-away.js';
import { AvailabilityAnnouncer } from '../availability/availability-announcer.js';
import { MAX_FORGET_CALLS, REBUILD_PAIRS_PER_CALL } from '../inventory.bounds.js';
import { InventoryRepository } from '../inventory.repository.js';
import { type Answer, isAway } from '../inventory.store.js';
import { StockChanges } from '../stock/stock-changes.service.js';
import { RebuildStore } from './rebuild.store.js';
import type { Away, CommittedUnits, RebuildReport } from '../inventory.types.js';
import { differenceOf, type FormerStock } from './difference.rules.js';
import type { StockDifference } from './difference.types.js';
import { imageOf, type Pair } from './rebuild.rules.js';
import { SeatLayouts } from '../seats/seat-layouts.js';

/** Availability versions per epoch: a rebuilt stock starts above every version of earlier epochs. */
const VERSIONS_PER_EPOCH = 1_000_000_000;
const UNREADABLE: FormerStock = { kind: 'unreadable' };

/**
 * Rebuilds a sale's stock in Redis from Postgres: everything is free except what is withdrawn or committed. Runs while
 * the queue keeps the sale closed for this epoch; each step is refused unless this epoch is being built, so a slow,
 * outdated rebuild cannot write into a newer one. Throws if it cannot finish, so that the calling recovery restarts;
 * a StoreAwayError if only Redis is away.
 */
@Injectable()
export class StockRebuild {
  private readonly log = new Logger('StockRebuild');

  constructor(
    private readonly store: RebuildStore,
    private readonly repository: InventoryRepository,
    private readonly layouts: SeatLayouts,
    private readonly changes: StockChanges,
    private readonly announcer: AvailabilityAnnouncer,
  ) {}

  /** @param committed sorted by precedence */
  async run(saleId: string, epoch: number, committed: readonly CommittedUnits[]): Promise<RebuildReport> {
    await this.changes.settleOpen(saleId, committed);
    this.layouts.forget(saleId);
    const [pools, layout] = await Promise.all([this.repository.pools(saleId), this.layouts.of(saleId)]);
    const image = imageOf(pools, layout, committed);
    // a large house may have blocked this turn of the event loop so long that deadlines set in it have already passed
    await nextTurn();
    const former = await this.orUnknown<FormerStock>(
      saleId,
      () => this.store.readFormer(saleId, layout.blocks.length),
      UNREADABLE,
    );
    await this.forgetFormer(saleId, epoch);
    const own: Pair[] = [
      ['version', String(epoch * VERSIONS_PER_EPOCH)],
      ['layout', layout.fingerprint],
      ['blocks', String(layout.blocks.length)],
    ];
    const { owners, orders, fans, blocks, runs } = image;
    for (const [what, all] of Object.entries({ stock: [...own, ...image.stock], blocks, owners, orders, fans, runs })) {
      await this.write(saleId, epoch, what, all);
    }
    need(
      'open',
      await this.store.finishRebuild(
        saleId,
        epoch,
        pools.map(({ poolId }) => poolId),
      ),
    );
    const compare = (stock: FormerStock): StockDifference => differenceOf(stock, image, pools, layout);
    const difference = await this.orUnknown(saleId, () => compare(former), compare(UNREADABLE));
    this.announcer.touch(saleId);
    return { units: image.units, conflicts: image.conflicts, difference };
  }

  /** A report is not worth a rebuild: what cannot be read or, once damaged, not even be parsed, stays unknown. */
  private async orUnknown<T>(saleId: string, work: () => T | Promise<T>, unknown: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.log.warn(`${saleId}: the former stock cannot be compared: ${why}`);
      return unknown;
    }
  }

  private async forgetFormer(saleId: string, epoch: number): Promise<void> {
    for (let call = 0; call < MAX_FORGET_CALLS; call++) {
      const answer = await this.store.beginRebuild(saleId, epoch);
      if (answer.kind !== 'more') return need('ready', answer);
    }
    throw new Error(`too many calls to delete the previous stock of ${saleId}`);
  }

  private async write(saleId: string, epoch: number, what: string, all: readonly Pair[]): Promise<void> {
    for (let from = 0; from < all.length; from += REBUILD_PAIRS_PER_CALL) {
      need(
        'written',
        await this.store.writeRebuild(saleId, epoch, what, all.slice(from, from + REBUILD_PAIRS_PER_CALL)),
      );
    }
  }
}

function need(kind: Answer['kind'], answer: Answer | Away): void {
  if (isAway(answer)) throw new StoreAwayError('a rebuild of the stock');
  if (answer.kind !== kind) throw new Error(`rebuilding the stock failed: ${answer.kind}`);
}
