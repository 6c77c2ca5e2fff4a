import { beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { StockRebuild } from '../../inventory/rebuild/stock-rebuild.service.js';
import type { Metrics } from '../../platform/metrics/metrics.js';
import type { RedisBindingTask } from '../../platform/stores/redis-binding.task.js';
import type { EpochService } from '../../queue/line/epoch.service.js';
import type { CheckoutRepository } from '../checkout.repository.js';
import type { OrdersRepository } from '../orders/orders.repository.js';
import type { RecoveryLocker, RecoveryLocks } from './recovery-locks.js';
import type { RebuildReports } from './rebuild-reports.service.js';
import type { StoredReport } from './rebuild-reports.types.js';
import { RecoveryTask } from './recovery.task.js';
import type { SalesService } from '../../sales/sales.service.js';
import type { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import type { ConductedSales } from '../../sales/conductor/conducted-sales.service.js';

class QuickRecovery extends RecoveryTask {
  protected override settleMs = 40;
  protected override readonly closeWithinMs = 20;
  settleFor(ms: number): void {
    this.settleMs = ms;
  }
}

const difference: StoredReport['stock'] = {
  ...{ found: 'nothing', pools: [], examples: [] },
  ...{ holdsLost: null, unitsRegained: null, unitsDropped: null, seatsFreed: null, seatsCorrected: null },
};

/** Sales whose Redis was lost, in memory. */
class LostSales {
  readonly opened: string[] = [];
  readonly rebuilt: string[] = [];
  readonly released: string[] = [];
  close: (saleId: string, givenUp?: AbortSignal) => Promise<number> = () => Promise.resolve(2);
  settleMs = 40;
  rebuild: (saleId: string) => Promise<void> = () => Promise.resolve();
  isHeld = (): boolean => true;
  isWritable = (_saleId: string): boolean => true;
  isForeign = false;
  /** Sales whose locks were taken, and those whose locks were back when the rebuilds began. */
  readonly locked: string[] = [];
  releasedBefore: string[] = [];
  readonly reports = new Map<string, StoredReport & { epoch: number }>();
  keep = (saleId: string, epoch: number, kept: StoredReport): Promise<void> =>
    Promise.resolve(void this.reports.set(saleId, { epoch, ...kept }));

  constructor(private readonly ids: readonly string[]) {}

  async recover(): Promise<void> {
    const sales = {
      live: () => Promise.resolve(this.ids.map((id) => ({ id, state: id === 'closed' ? 'closed' : 'on_sale' }))),
    };
    const conducted = { wake: () => Promise.resolve() };
    const setups = { setup: (saleId: string) => Promise.resolve(saleId === 'gone' ? null : { saleId }) };
    const epochs = {
      lostOf: (ids: readonly string[]) => Promise.resolve(ids.filter((id) => !this.opened.includes(id))),
      writableOf: (ids: readonly string[]) => Promise.resolve(ids.filter((id) => this.isWritable(id))),
      begin: (saleId: string, givenUp?: AbortSignal) => this.close(saleId, givenUp),
      restore: () => Promise.resolve({ admissionsLost: 1, lanes: [] }),
      open: (saleId: string) => Promise.resolve(this.opened.push(saleId)),
    };
    const rebuilds = {
      run: async (saleId: string) => {
        if (this.rebuilt.length === 0) this.releasedBefore = [...this.released];
        await this.rebuild(saleId);
        this.rebuilt.push(saleId);
        return { units: 0, conflicts: [], difference };
      },
    };
    const locker = {
      withLocks: (saleIds: readonly string[], work: (locks: RecoveryLocks) => Promise<void>) => {
        this.locked.push(...saleIds);
        return work({
          saleIds,
          isHeld: () => this.isHeld(),
          release: (id) => Promise.resolve(void this.released.push(id)),
        });
      },
    };
    const task = new QuickRecovery(
      sales as unknown as SaleCache,
      conducted as unknown as ConductedSales,
      setups as unknown as SalesService,
      epochs as unknown as EpochService,
      rebuilds as unknown as StockRebuild,
      { committedFor: () => Promise.resolve([]) } as unknown as CheckoutRepository,
      { salesWithPending: () => Promise.resolve([]) } as unknown as OrdersRepository,
      locker as unknown as RecoveryLocker,
      { isForeign: this.isForeign } as unknown as RedisBindingTask,
      {
        keep: (saleId: string, epoch: number, kept: StoredReport) => this.keep(saleId, epoch, kept),
      } as unknown as RebuildReports,
      { histogram: () => ({ observe: () => undefined }) } as unknown as Metrics,
    );
    task.settleFor(this.settleMs);
    await task.runOnce(new AbortController().signal);
  }
}

beforeAll(() => void Logger.overrideLogger(false));

const many = Array.from({ length: 30 }, (_, index) => `sale_${index}`);

describe('a recovery', () => {
  it('opens every lost sale but a closed one, and gives its lock back', async () => {
    const lost = new LostSales([...many, 'closed']);
    await lost.recover();
    expect([...lost.opened].sort()).toEqual([...many].sort());
    expect([...lost.released].sort()).toEqual([...many].sort());
  });

  it('goes on with the others when one fails, is gone, or cannot be closed in time', async () => {
    const lost = new LostSales(['hung', 'broken', 'gone', 'unreadable', ...many]);
    lost.close = (saleId) => {
      if (saleId === 'hung') return new Promise(() => undefined);
      return saleId === 'broken' ? Promise.reject(new Error('no')) : Promise.resolve(2);
    };
    lost.rebuild = (saleId) => (saleId === 'unreadable' ? Promise.reject(new Error('no')) : Promise.resolve());
    await lost.recover();
    expect([...lost.opened].sort()).toEqual([...many].sort());
    // what failed blocks no purchase meanwhile; what hangs may still be closed, and keeps its lock
    expect(lost.releasedBefore).toEqual(['broken']);
  });

  it('locks no sale whose server refuses writes, and none at all on another Redis than the other nodes’', async () => {
    const lost = new LostSales(['read_only', 'a']);
    lost.isWritable = (saleId) => saleId !== 'read_only';
    await lost.recover();
    expect([lost.locked, lost.opened]).toEqual([['a'], ['a']]);
    const foreign = new LostSales(['a']);
    foreign.isForeign = true;
    await foreign.recover();
    expect([foreign.locked, foreign.opened]).toEqual([[], []]);
  });

  it('gives up at once, without settling, when nothing could be closed', async () => {
    const lost = new LostSales(['a', 'b']);
    lost.settleMs = 60_000;
    lost.close = () => Promise.reject(new Error('NOREPLICAS'));
    await lost.recover();
    expect([lost.released.sort(), lost.rebuilt]).toEqual([['a', 'b'], []]);
  });

  it('withdraws a closing that missed its time, so that it does not close a sale recovered meanwhile', async () => {
    const lost = new LostSales(['hung', 'a']);
    let givenUp: AbortSignal | undefined;
    lost.close = (saleId, signal) => {
      if (saleId !== 'hung') return Promise.resolve(2);
      givenUp = signal;
      return new Promise(() => undefined);
    };
    await lost.recover();
    expect(givenUp?.aborted).toBe(true);
  });

  it('leaves a sale that closed late to the next round, for it has not settled', async () => {
    const lost = new LostSales(['late', 'a']);
    let closeLate = (_epoch: number): void => undefined;
    lost.close = (saleId) => (saleId === 'late' ? new Promise((resolve) => (closeLate = resolve)) : Promise.resolve(2));
    // closes once the others are being rebuilt
    lost.rebuild = () => Promise.resolve(closeLate(2));
    await lost.recover();
    expect(lost.opened).toEqual(['a']);
    lost.close = () => Promise.resolve(3);
    await lost.recover();
    expect(lost.opened).toEqual(['a', 'late']);
  });

  it('keeps a report of each sale that it opened, and of no other', async () => {
    const lost = new LostSales(['broken', ...many]);
    lost.rebuild = (saleId) => (saleId === 'broken' ? Promise.reject(new Error('no')) : Promise.resolve());
    await lost.recover();
    expect([...lost.reports.keys()].sort()).toEqual([...many].sort());
    expect(lost.reports.get('sale_1')).toEqual({
      ...{ epoch: 2, units: 0, conflicts: 0, tookMs: expect.any(Number) },
      ...{ line: { admissionsLost: 1, lanes: [] }, stock: difference },
    });
  });

  it('opens nothing once its locks are lost', async () => {
    const lost = new LostSales(['a']);
    lost.isHeld = () => false;
    await lost.recover();
    expect([lost.rebuilt, lost.opened]).toEqual([['a'], []]);
  });
});
