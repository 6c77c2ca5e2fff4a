import { Injectable } from '@nestjs/common';
import { PaymentsService } from '../../../payments/payments.service.js';
import { PeriodicTask } from '../../../platform/lifecycle/periodic-task.js';
import { EpochService } from '../../../queue/line/epoch.service.js';
import { FiguresService } from '../../../queue/line/figures.service.js';
import { ConductedSales } from '../../../sales/conductor/conducted-sales.service.js';
import { OrderNews } from '../order-news.js';
import { OrdersRepository } from '../orders.repository.js';

/** Orders ended per sale and round. */
const BATCH = 100;
const AT_ONCE = 4;
const WITHIN_MS = 10_000;

/** Ends orders past their payment deadline (sale time): first pending → canceling, then cancels at the provider. */
@Injectable()
export class OrderExpiryTask extends PeriodicTask {
  readonly name = 'checkout-order-expiry';
  readonly everyMs = 1_000;
  /** Sale time per sale in the previous round. */
  private times: ReadonlyMap<string, number> = new Map();

  constructor(
    private readonly orders: OrdersRepository,
    private readonly epochs: EpochService,
    private readonly lineFigures: FiguresService,
    private readonly conducted: ConductedSales,
    private readonly payments: PaymentsService,
    private readonly news: OrderNews,
  ) {
    super();
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    const saleIds = await this.orders.salesWithPending();
    const terms = {
      subjectOf: (saleId: string) => saleId,
      atOnce: AT_ONCE,
      withinMs: WITHIN_MS,
      signal,
    };
    const times = new Map<string, number>();
    await this.each(saleIds, terms, async (saleId) => {
      // sale time, and with it every deadline, stands still during a rebuild
      if (!(await this.epochs.isAlive(saleId))) return;
      const now = await this.lineFigures.now(saleId);
      times.set(saleId, now);
      await this.expireSale(saleId, now);
      // time did not advance, so nobody conducts the sale: it is asleep, or closed and its conductor died
      if (this.times.get(saleId) === now) await this.conducted.wake(saleId);
    });
    this.times = times;
  }

  private async expireSale(saleId: string, now: number): Promise<void> {
    const canceling = await this.orders.startCancelDue(saleId, now, BATCH);
    if (canceling.length > 0) this.payments.wake();
    const unasked = await this.orders.unaskedDue(saleId, now, BATCH);
    for (const id of unasked) await this.orders.endUnasked(id, 'expired', 'expired', 'release');
    for (const id of [...canceling, ...unasked]) await this.news.publish(id);
  }
}
