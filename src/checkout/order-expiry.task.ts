import { Injectable } from '@nestjs/common';
import { PaymentsService } from '../payments/payments.service.js';
import { PeriodicTask } from '../platform/lifecycle/periodic-task.js';
import { QueueService } from '../queue/queue.service.js';
import { OrderNews } from './order-news.js';
import { OrdersRepository } from './orders.repository.js';

/** Orders of one sale that one round ends. */
const BATCH = 100;

/** Ends orders whose time to pay is over, in sale time: first pending → canceling, then the provider is asked to cancel. */
@Injectable()
export class OrderExpiryTask extends PeriodicTask {
  readonly name = 'checkout-order-expiry';
  readonly everyMs = 1_000;

  constructor(
    private readonly orders: OrdersRepository,
    private readonly queue: QueueService,
    private readonly payments: PaymentsService,
    private readonly news: OrderNews,
  ) {
    super();
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    for (const saleId of await this.orders.salesWithPending()) {
      if (signal.aborted) return;
      // while a sale is being rebuilt its time stands still, and so do its deadlines
      if (await this.queue.isAlive(saleId)) await this.expireSale(saleId);
    }
  }

  private async expireSale(saleId: string): Promise<void> {
    const now = await this.queue.now(saleId);
    const canceling = await this.orders.startCancelDue(saleId, now, BATCH);
    if (canceling.length > 0) this.payments.wake();
    const unasked = await this.orders.unaskedDue(saleId, now, BATCH);
    for (const id of unasked) await this.orders.endUnasked(id, 'expired', 'expired', 'release');
    for (const id of [...canceling, ...unasked]) await this.news.tell(id);
  }
}
