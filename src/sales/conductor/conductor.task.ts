import { Injectable, Logger } from '@nestjs/common';
import type { Gauge } from 'prom-client';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Streaks } from '../../platform/lifecycle/streaks.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { NewsService } from '../../platform/news/news.service.js';
import { StoreReachTask } from '../../platform/stores/store-reach.task.js';
import { EpochService } from '../../queue/line/epoch.service.js';
import { SaleCache } from '../catalogue/cache/sale-cache.service.js';
import type { SaleView } from '../sales.types.js';
import { ConductedSales } from './conducted-sales.service.js';
import { ConductorsStore } from './conductors.store.js';
import { leaderOf } from './leader.rules.js';
import { TROUBLED_MAX } from './pulse.js';
import { SaleConductor } from './sale-conductor.js';
import { SaleWork } from './sale-work.js';

/** Time without a registration after which a node no longer conducts anything. */
const NODE_LIFE_MS = 3_000;
/** Interval of checking sleeping sales, in one round trip, because a wake-up may be lost. */
const LOOK_AFTER_SLEEPERS_MS = 5_000;

/**
 * Conducts the sales led by this node, one loop per sale, and lets idle ones sleep. Leadership follows from the set of
 * live nodes (leader.rules.ts). Two nodes that both consider themselves leader only waste work, because a tick lets
 * just one through.
 */
@Injectable()
export class ConductorTask extends PeriodicTask {
  override readonly name = 'conductor';
  override readonly everyMs = 1_000;
  private readonly loops = new Map<string, SaleConductor>();
  private readonly streaks = new Streaks(new Logger('Conductor'));
  private readonly awakeSales: Gauge;
  private readonly troubledSales: Gauge;
  private nodeIds: readonly string[] = [];
  private sleepersSeenAt = Number.NEGATIVE_INFINITY;
  private stopListening: (() => void)[] = [];

  // exceeds the limit of six dependencies: joins the loops of all sales
  constructor(
    private readonly cache: SaleCache,
    private readonly work: SaleWork,
    private readonly conducted: ConductedSales,
    private readonly store: ConductorsStore,
    private readonly epochs: EpochService,
    private readonly news: NewsService,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly reach: StoreReachTask,
    metrics: Metrics,
  ) {
    super();
    this.awakeSales = metrics.gauge('sales_awake', 'Sales that this node conducts and that are awake');
    this.troubledSales = metrics.gauge('sales_troubled', 'Sales whose last beat or look failed on this node');
  }

  override start(): void {
    if (this.stopListening.length === 0)
      this.stopListening = [
        this.cache.onChange(() => this.wake()),
        this.news.listen<'conductor'>('conductor:all', (told) => {
          if (told.event === 'wake') void this.onWake(told.payload.saleId);
        }),
      ];
    super.start();
  }

  override async stop(): Promise<void> {
    for (const stop of this.stopListening) stop();
    await super.stop();
    await this.handOver();
  }

  override async runOnce(): Promise<void> {
    // its beats would fail, and the sale stand still, for as long as it is registered
    if (this.reach.isBehindIn('postgres')) return await this.handOver();
    const beganAtMs = performance.now();
    const live = await this.cache.live(); // cached unless something changed
    await this.meet();
    this.follow(live);
    await this.followGuests(new Set(live.map(({ id }) => id)));
    const sleepers = [...this.loops].filter(([, loop]) => loop.isAsleep);
    for (const [, loop] of sleepers) if (loop.isNearBoundary) loop.wake();
    if (beganAtMs - this.sleepersSeenAt >= LOOK_AFTER_SLEEPERS_MS) await this.lookAfterSleepers();
    this.awakeSales.set(this.conducted.awake().length);
    const troubled = [...this.loops].filter(([, loop]) => loop.isTroubled).map(([saleId]) => saleId);
    this.troubledSales.set(troubled.length);
    await this.news.publish<'conductor', 'pulse'>('conductor:all', 'pulse', {
      nodeId: this.config.nodeId,
      troubled: troubled.slice(0, TROUBLED_MAX),
    });
  }

  /** Leaves all sales to the other nodes, at once. */
  private async handOver(): Promise<void> {
    await Promise.all([...this.loops.values()].map((loop) => loop.stop()));
    this.loops.clear();
    await this.store.leave(this.config.nodeId).catch(() => undefined); // its registration expires anyway
  }

  /** Refreshes the live nodes. While Redis is down the last known ones remain; nothing can be conducted then anyway. */
  private async meet(): Promise<void> {
    this.nodeIds = await this.store.meet(this.config.nodeId, NODE_LIFE_MS);
  }

  private leads(saleId: string): boolean {
    return leaderOf(saleId, this.nodeIds) === this.config.nodeId;
  }

  /** Starts the loops of sales gained by this node, and ends those of sales lost to another. */
  private follow(live: readonly SaleView[]): void {
    for (const view of live) {
      const present = this.loops.get(view.id);
      if (!this.leads(view.id)) this.end(view.id);
      else if (present) present.see(view);
      else if (view.state !== 'closed') this.begin(view); // closed sales are conducted only when woken
    }
  }

  /** Conducts finished sales in which people still shop or pay until they fall asleep, then drops them. */
  private async followGuests(live: ReadonlySet<string>): Promise<void> {
    for (const [saleId, loop] of this.loops) {
      if (live.has(saleId)) continue;
      const view = loop.isAsleep || !this.leads(saleId) ? null : await this.cache.byId(saleId);
      if (view) loop.see(view);
      else this.end(saleId);
    }
  }

  private begin(view: SaleView): SaleConductor {
    const { work, conducted, streaks, clock } = this;
    const loop = new SaleConductor(view, { work, conducted, streaks, nowMs: () => clock.nowMs() });
    this.loops.set(view.id, loop);
    this.sleepersSeenAt = Number.NEGATIVE_INFINITY; // unknown whether it sleeps: check with Redis
    return loop;
  }

  private end(saleId: string): void {
    const loop = this.loops.get(saleId);
    this.loops.delete(saleId);
    void loop?.stop();
  }

  private async lookAfterSleepers(): Promise<void> {
    const sleepers = [...this.loops].filter(([, loop]) => loop.isAsleep);
    const asleep = await this.epochs.asleepOf(sleepers.map(([saleId]) => saleId));
    if (!asleep) return;
    this.sleepersSeenAt = performance.now();
    for (const [saleId, loop] of sleepers) if (!asleep.has(saleId)) loop.wake();
  }

  private async onWake(saleId: string): Promise<void> {
    try {
      const present = this.loops.get(saleId);
      if (present) return present.wake();
      if (!this.leads(saleId)) return;
      const view = await this.cache.byId(saleId);
      if (view && view.state !== 'draft') (this.loops.get(saleId) ?? this.begin(view)).wake();
    } catch (error) {
      this.streaks.failed(saleId, error); // retried at the next check of sleeping sales
    }
  }
}
