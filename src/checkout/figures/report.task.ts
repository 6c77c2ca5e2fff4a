import { Injectable } from '@nestjs/common';
import { PaymentsService } from '../../payments/payments.service.js';
import { QuarantineService } from '../../payments/quarantine/quarantine.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { NodeCallsStore } from '../../platform/metrics/node-calls.store.js';
import { FiguresService } from '../../queue/line/figures.service.js';
import { ConductedSales } from '../../sales/conductor/conducted-sales.service.js';
import { CheckoutRepository } from '../checkout.repository.js';
import { orderFiguresOf } from './order-figures.rules.js';

const AT_ONCE = 50;
const WITHIN_MS = 3_000;

/**
 * Reports every second to the waiting room how payments are and whether the shop is served, so that it calls fewer fans
 * or nobody when they could not buy.
 */
@Injectable()
export class ReportTask extends PeriodicTask {
  readonly name = 'checkout-report';
  readonly everyMs = 1_000;
  private downSinceMs: number | null = null;

  // more than six dependencies: each is asked for one figure of the report
  constructor(
    private readonly conducted: ConductedSales,
    private readonly lineFigures: FiguresService,
    private readonly payments: PaymentsService,
    private readonly repository: CheckoutRepository,
    private readonly clock: Clock,
    private readonly quarantine: QuarantineService,
    private readonly nodes: NodeCallsStore,
  ) {
    super();
  }

  override start(): void {
    this.conducted.beforeFirstTick((saleId) => this.report([saleId]));
    super.start();
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    await this.report(
      this.conducted.awake().map(({ id }) => id),
      signal,
    );
  }

  /** Reads all sales in one query, but reports each separately. */
  async report(saleIds: readonly string[], signal: AbortSignal = new AbortController().signal): Promise<void> {
    const { state, successRate, p95Ms } = await this.payments.health();
    const now = this.clock.monotonicMs();
    this.downSinceMs = state === 'down' || state === 'unknown' ? (this.downSinceMs ?? now) : null;
    const downForMs = this.downSinceMs === null ? 0 : now - this.downSinceMs;
    if (saleIds.length === 0) return;
    const standing = await this.quarantine.standing();
    const [counts, shopAwayForMs] = await Promise.all([this.repository.counts(saleIds), this.nodes.awayMs('shop')]);
    const terms = {
      subjectOf: (saleId: string) => saleId,
      atOnce: AT_ONCE,
      withinMs: WITHIN_MS,
      signal,
    };
    await this.each(saleIds, terms, async (saleId) => {
      const { meanBasket, open } = orderFiguresOf(counts.filter((row) => row.saleId === saleId));
      await this.lineFigures.report(saleId, 'checkout', {
        payments: state,
        downForMs,
        successRate,
        p95Ms,
        meanBasket,
        open,
        quarantined: standing === 'active',
        uncompared: standing === 'uncompared',
        shopAwayForMs,
      });
    });
  }
}
