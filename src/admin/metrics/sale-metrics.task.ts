import { Injectable } from '@nestjs/common';
import { admissionReasons } from '../../contract/line/admission-reasons.js';
import type { LiveShape } from '../../contract/live/live-shapes.js';
import type { OrderState } from '../../contract/orders/order-shapes.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { ConductedSales } from '../../sales/conductor/conducted-sales.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { composeLive } from '../live/live.rules.js';
import { LiveService } from '../live/live.service.js';
import { scaledRoles } from './scaling.policy.js';
import { figuresOf, type MoreFigures, type SaleFigure, saleFigures } from './sale-figures.rules.js';

/** Cardinality limit: sales beyond it get no series; the first ones suffice to show that there are too many. */
const MAX_SALES = 200;
const AT_ONCE = 4;
const WITHIN_MS = 5_000;
const paymentStates = ['healthy', 'degraded', 'down', 'unknown'] as const;

interface SaleReading {
  view: SaleView;
  live: LiveShape;
  states: ReadonlyMap<OrderState, number>;
  more: MoreFigures;
}

/** Exports figures of the sales conducted by this node, so each sale is reported by exactly one node. */
@Injectable()
export class SaleMetricsTask extends PeriodicTask {
  override readonly name = 'sale-metrics';
  override readonly everyMs = 10_000;
  private readonly gauges;
  private readonly orders;
  private readonly reason;
  private readonly state;
  private readonly payments;
  private readonly rolesAway;

  constructor(
    private readonly conducted: ConductedSales,
    private readonly live: LiveService,
    metrics: Metrics,
  ) {
    super();
    this.gauges = saleFigures.map(({ name, help }) => metrics.gauge(`sale_${name}`, help, ['sale']));
    this.orders = metrics.gauge('sale_orders', 'Orders of a sale by what they are or became', ['sale', 'state']);
    this.reason = metrics.gauge('sale_admission_reason', '1 for the reason of the present speed', ['sale', 'reason']);
    this.state = metrics.gauge('sale_state', '1 for the state of the sale', ['sale', 'state']);
    this.rolesAway = metrics.gauge('role_away', '1 while no node that reports has a role that nodes had before', [
      'role',
    ]);
    this.payments = metrics.gauge('payments_state', '1 for the state that the payments nodes report', ['state']);
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    const readings: SaleReading[] = [];
    const sales = this.conducted.awake().slice(0, MAX_SALES);
    const terms = {
      subjectOf: ({ id }: SaleView) => id,
      atOnce: AT_ONCE,
      withinMs: WITHIN_MS,
      signal,
    };
    await this.each(sales, terms, async (view) => void readings.push(await this.read(view)));
    // sleeping and ended sales have no series
    for (const gauge of [...this.gauges, this.orders, this.reason, this.state, this.payments, this.rolesAway])
      gauge.reset();
    for (const each of readings) this.expose(each);
    const state = readings[0]?.live.payments.state;
    const away = readings[0]?.live.calls?.rolesAway;
    for (const role of away ? scaledRoles : []) this.rolesAway.set({ role }, away?.includes(role) ? 1 : 0);
    for (const each of state ? paymentStates : []) this.payments.set({ state: each }, each === state ? 1 : 0);
  }

  private async read(view: SaleView): Promise<SaleReading> {
    const parts = await this.live.partsOf(view);
    const more = { isStockKnown: parts.stock !== null, snapshotAgeMs: this.conducted.snapshotAgeMs(view.id) };
    return { view, live: composeLive(parts), states: parts.checkout.states, more };
  }

  private expose({ view: { slug: sale, state }, live, states, more }: SaleReading): void {
    this.state.set({ sale, state }, 1); // one series: a sale that left a state has none for it
    const figures = figuresOf(live, more);
    saleFigures.forEach(({ name }: SaleFigure, index) => this.gauges[index]?.set({ sale }, figures[name]));
    for (const [orderState, count] of states) this.orders.set({ sale, state: orderState }, count);
    for (const reason of admissionReasons) this.reason.set({ sale, reason }, reason === live.reason ? 1 : 0);
  }
}
