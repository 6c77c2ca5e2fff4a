import { Injectable } from '@nestjs/common';
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
  readonly everyMs = 500;
  private stopListening: (() => void) | null = null;

  constructor(
    private readonly payments: PaymentsService,
    private readonly facts: OrderFacts,
  ) {
    super();
  }

  override start(): void {
    super.start();
    this.stopListening ??= this.payments.onFacts(() => this.wake());
  }

  override async stop(): Promise<void> {
    this.stopListening?.();
    await super.stop();
  }

  async runOnce(signal: AbortSignal): Promise<void> {
    for (let batch = 0; batch < MAX_BATCHES && !signal.aborted; batch += 1) {
      const taken = await this.payments.takeFacts(BATCH, async (fact) => {
        await this.facts.handle(fact);
        return 'done';
      });
      if (taken < BATCH) return;
    }
  }
}
