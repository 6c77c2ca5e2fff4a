import { Injectable } from '@nestjs/common';
import { PaymentsService } from '../payments/payments.service.js';
import { Clock } from '../platform/clock/clock.js';
import { PeriodicTask } from '../platform/lifecycle/periodic-task.js';
import { QueueService } from '../queue/queue.service.js';
import { SalesService } from '../sales/sales.service.js';
import { CheckoutService } from './checkout.service.js';

/** Tells the waiting room each second how paying goes, so that it calls fewer people when it goes badly. */
@Injectable()
export class ReportTask extends PeriodicTask {
  readonly name = 'checkout-report';
  readonly everyMs = 1_000;
  private downSinceMs: number | null = null;

  constructor(
    private readonly sales: SalesService,
    private readonly queue: QueueService,
    private readonly payments: PaymentsService,
    private readonly checkout: CheckoutService,
    private readonly clock: Clock,
  ) {
    super();
  }

  async runOnce(): Promise<void> {
    const { state, successRate, p95Ms } = await this.payments.health();
    const now = this.clock.nowMs();
    this.downSinceMs = state === 'down' ? (this.downSinceMs ?? now) : null;
    const downForMs = this.downSinceMs === null ? 0 : now - this.downSinceMs;
    for (const { id } of await this.sales.liveSales()) {
      const { meanBasket } = await this.checkout.figures(id);
      await this.queue.report(id, 'checkout', { payments: state, downForMs, successRate, p95Ms, meanBasket });
    }
  }
}
