import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { StockRebuild } from '../../inventory/rebuild/stock-rebuild.service.js';
import { newId } from '../../platform/ids.js';
import { forEachIsolated } from '../../platform/lifecycle/for-each-isolated.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Streaks } from '../../platform/lifecycle/streaks.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { RedisBindingTask } from '../../platform/stores/redis-binding.task.js';
import { EpochService } from '../../queue/line/epoch.service.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { ConductedSales } from '../../sales/conductor/conducted-sales.service.js';
import { CheckoutRepository } from '../checkout.repository.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { RecoveryLocker, type RecoveryLocks } from './recovery-locks.js';
import { RebuildReports } from './rebuild-reports.service.js';
import type { StoredReport } from './rebuild-reports.types.js';
import { SalesService } from '../../sales/sales.service.js';

/**
 * Pause between the new epochs and the rebuild: outlasts commands of the old epochs in flight, and the time for which
 * nodes use a cached epoch.
 */
const SETTLE_MS = 4_000;
/** Sales closed or rebuilt concurrently per node; each briefly needs a Postgres connection. */
const AT_ONCE = 6;
/** Sales per recovery; the rest follows in the next round. */
const BATCH = 500;
/** Time limit for closing one sale: all others wait for it before they settle. */
const CLOSE_WITHIN_MS = 5_000;
/** Time limit for rebuilding one sale; exceeds what the largest stock needs. */
const REBUILD_WITHIN_MS = 30_000;

/**
 * Recovers sales whose state in Redis was lost or belongs to another server: starts a new epoch, rebuilds queue and
 * stock from Postgres, then opens. Recovers all lost sales together, busiest first, with one shared wait. Safe on any
 * number of nodes; each sale is recovered by one.
 */
@Injectable()
export class RecoveryTask extends PeriodicTask {
  readonly name = 'checkout-recovery';
  readonly everyMs = 1_000;
  private readonly log = new Logger('Recovery');
  private readonly streaks = new Streaks(this.log);
  private readonly seconds;
  protected readonly settleMs: number = SETTLE_MS;
  protected readonly closeWithinMs: number = CLOSE_WITHIN_MS;

  // exceeds the limit of six dependencies: it joins every room that a loss of Redis concerns
  constructor(
    private readonly sales: SaleCache,
    private readonly conducted: ConductedSales,
    private readonly salesService: SalesService,
    private readonly epochs: EpochService,
    private readonly rebuilds: StockRebuild,
    private readonly repository: CheckoutRepository,
    private readonly orders: OrdersRepository,
    private readonly locker: RecoveryLocker,
    private readonly binding: RedisBindingTask,
    private readonly reports: RebuildReports,
    metrics: Metrics,
  ) {
    super();
    this.seconds = metrics.histogram('recovery_seconds', 'From the beginning of a new epoch to the sale’s reopening');
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    if (this.binding.isForeign) return;
    // a node that cannot write would only block, with its locks, the nodes that can
    const lost = (await this.epochs.writableOf(await this.epochs.lostOf(await this.candidates()))).slice(0, BATCH);
    if (lost.length === 0) return;
    await this.locker.withLocks(lost, async (locks) => {
      // another node may just have recovered some of them
      const still = await this.epochs.lostOf(locks.saleIds);
      for (const saleId of locks.saleIds) if (!still.includes(saleId)) await locks.release(saleId);
      await this.recover(still, locks, signal);
    });
  }

  /** Skips closed sales unless they still have pending orders. */
  private async candidates(): Promise<string[]> {
    const running = (await this.sales.live()).filter(({ state }) => state !== 'closed').map(({ id }) => id);
    return [...new Set([...running, ...(await this.orders.salesWithPending())])];
  }

  private async recover(saleIds: readonly string[], locks: RecoveryLocks, signal: AbortSignal): Promise<void> {
    this.log.warn(`recovering ${saleIds.length} sales: stopped until their lines and stock are rebuilt`);
    const epochs = new Map<string, number>();
    const startedAt = performance.now();
    const late = new AbortController();
    await this.forEach(saleIds, this.closeWithinMs, signal, async (saleId) => {
      try {
        epochs.set(saleId, await this.epochs.begin(saleId, late.signal));
      } catch (error) {
        await locks.release(saleId).catch(() => undefined); // purchases and other nodes' recoveries wait for it
        throw error;
      }
    });
    late.abort();
    // a sale that closes late has not settled when these are rebuilt: the next round recovers it
    const closed = [...epochs.keys()];
    if (closed.length === 0) return;
    await sleep(this.settleMs, undefined, { signal });
    await this.forEach(closed, REBUILD_WITHIN_MS, signal, async (saleId) => {
      const epoch = epochs.get(saleId) ?? 0;
      const found = await this.rebuild(saleId, epoch, locks);
      const tookMs = Math.round(performance.now() - startedAt);
      await locks.release(saleId);
      this.seconds.observe(tookMs / 1_000);
      await this.conducted.wake(saleId);
      await this.reports.keep(saleId, epoch, { ...found, tookMs });
    });
  }

  private async rebuild(saleId: string, epoch: number, locks: RecoveryLocks): Promise<Omit<StoredReport, 'tookMs'>> {
    const setup = await this.salesService.setup(saleId);
    if (!setup) throw new Error('the sale no longer exists');
    const line = await this.epochs.restore(setup, epoch);
    const committed = await this.repository.committedFor(saleId);
    const { units, conflicts, difference } = await this.rebuilds.run(saleId, epoch, committed);
    for (const { orderId, poolId, seatId } of conflicts) {
      const detail = { poolId, seatId };
      const kind = 'rebuild_conflict' as const;
      await this.orders.noteAttention({ id: newId('att'), orderId, saleId, kind, detail });
    }
    if (!locks.isHeld()) throw new Error('the recovery lock was lost');
    await this.epochs.open(saleId, epoch);
    this.log.warn(`${saleId} resumes in epoch ${epoch} with ${units} committed units`);
    return { line, units, conflicts: conflicts.length, stock: difference };
  }

  private async forEach(
    saleIds: readonly string[],
    withinMs: number,
    signal: AbortSignal,
    work: (saleId: string) => Promise<void>,
  ): Promise<void> {
    const terms = { atOnce: AT_ONCE, withinMs, signal, streaks: this.streaks };
    await forEachIsolated(saleIds, { ...terms, subjectOf: (saleId: string) => saleId }, work);
  }
}
