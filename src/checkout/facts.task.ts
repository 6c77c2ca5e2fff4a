import { Injectable, Logger } from '@nestjs/common';
import { PaymentsService } from '../payments/payments.service.js';
import { PeriodicTask } from '../platform/lifecycle/periodic-task.js';
import { OrderFacts } from './order-facts.service.js';

/** Facts taken at once: few enough to be handled well within their lease. */
const BATCH = 50;
/** Batches of one round, so that a stop does not wait long. */
const MAX_BATCHES = 10;

/** Takes what payments learned and applies it to the orders. Any number of nodes may do this at once. */
@Injectable()
export class FactsTask extends PeriodicTask {
  readonly name = 'checkout-facts';
  readonly everyMs = 200;
  private readonly log = new Logger('FactsTask');

  constructor(
    private readonly payments: PaymentsService,
    private readonly facts: OrderFacts,
  ) {
    super();
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    for (let batch = 0; batch < MAX_BATCHES && !signal.aborted; batch += 1) {
      const taken = await this.payments.takeFacts(BATCH, async (fact) => {
        try {
          await this.facts.handle(fact);
          return 'done';
        } catch (error) {
          this.log.error(`fact ${String(fact.id)} (${fact.kind} of ${fact.orderId}) failed: ${String(error)}`);
          return 'later';
        }
      });
      if (taken < BATCH) return;
    }
  }
}
