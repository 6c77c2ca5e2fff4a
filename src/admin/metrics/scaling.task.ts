import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { MetricsServer } from '../../platform/metrics/metrics-server.js';
import { FiguresService } from '../../queue/line/figures.service.js';
import { ConductedSales } from '../../sales/conductor/conducted-sales.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { type ExternalMetrics, externalMetrics } from './external-metrics.rules.js';
import { NodesWantedStore } from './nodes-wanted.store.js';
import { nodesWanted, type SaleDemand, scaledRoles, sumOf, type Wanted } from './scaling.policy.js';

const AT_ONCE = 4;
const WITHIN_MS = 5_000;
/** A report is trusted for three rounds. */
const LIFE_MS = 30_000;
/** An estimate, not a measurement: see "Scaling" in docs/deploying.md. */
const ONE_NODE = { joinsPerSecond: 500, admissionsPerMinute: 1_500 };
const SOCKETS_IN_USE = 0.7;
const MINUTE_MS = 60_000;

/**
 * Exports the number of nodes needed: for this node's sales as a metric, for all as external metrics. If any sale
 * cannot be read, the result is unknown, never too low.
 */
@Injectable()
export class ScalingTask extends PeriodicTask {
  override readonly name = 'scaling';
  override readonly everyMs = 10_000;
  private readonly gauge;
  private ofAll: { wanted: Wanted; atMs: number; readAtMs: number } | null = null;

  // more than six dependencies: it joins the rooms with the metrics of this node
  constructor(
    private readonly conducted: ConductedSales,
    private readonly lineFigures: FiguresService,
    private readonly store: NodesWantedStore,
    private readonly clock: Clock,
    private readonly config: Config,
    metrics: Metrics,
    server: MetricsServer,
  ) {
    super();
    this.gauge = metrics.gauge('nodes_wanted', 'Nodes that the sales of this node will need in ten minutes', ['role']);
    server.offer('/external-metrics', (query) => this.external(query.get('role')));
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    const sales = this.conducted.awake();
    const own: Wanted[] = [];
    const node = { ...ONE_NODE, sockets: this.config.maxSockets * SOCKETS_IN_USE };
    const terms = {
      subjectOf: ({ id }: SaleView) => id,
      atOnce: AT_ONCE,
      withinMs: WITHIN_MS,
      signal,
    };
    await this.each(sales, terms, async (view) => void own.push(nodesWanted(await this.demandOf(view), node)));
    const isKnown = own.length === sales.length;
    const wanted = sumOf(own);
    for (const role of scaledRoles) this.gauge.set({ role }, isKnown ? wanted[role] : Number.NaN);
    const reports = await this.store.report(isKnown ? wanted : null, LIFE_MS);
    const known = reports.filter((each) => each !== null);
    // a sum without an unknown report would be too small, so the last sum is kept until it expires
    if (known.length === reports.length)
      this.ofAll = { wanted: sumOf(known), atMs: this.clock.nowMs(), readAtMs: this.clock.monotonicMs() };
  }

  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    await this.store.withdraw().catch(() => undefined); // it expires by itself
  }

  /** Returns null while the answer is unknown: autoscalers then leave everything as it is. */
  private external(role: string | null): ExternalMetrics | null {
    const isFresh = this.ofAll !== null && this.clock.monotonicMs() - this.ofAll.readAtMs <= LIFE_MS;
    return this.ofAll && isFresh ? externalMetrics(this.ofAll.wanted, this.ofAll.atMs, role) : null;
  }

  private async demandOf(view: SaleView): Promise<SaleDemand> {
    const figures = await this.lineFigures.of(view.id);
    if (!figures) throw new Error('its line cannot be read');
    return {
      present: Object.values(figures.lanes).reduce((sum, { present }) => sum + present, 0),
      arrivals: Object.values(figures.lanes).reduce((sum, { arrivals, unused }) => sum + arrivals - unused, 0),
      minutesToOpening: (new Date(view.opensAt).getTime() - this.clock.nowMs()) / MINUTE_MS,
      perMinute: view.policy.perMinute,
      isOver: view.state === 'closed', // the line of a sold-out sale waits for returned tickets
    };
  }
}
