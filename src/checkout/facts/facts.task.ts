import { Injectable, Logger } from '@nestjs/common';
import { PaymentsService } from '../../payments/payments.service.js';
import { BatchLoops } from '../../platform/lifecycle/batch-loops.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { OrderFacts } from './order-facts.service.js';

/** Facts of one batch: few enough to be handled well within their lease. Smaller ones cost more statements than they save. */
const BATCH = 50;
/** Batches in hand: one slow fact does not hold up what came after its batch. */
const LANES = 2;

/** Takes what payments learned and applies it to the orders. Any number of nodes may do this at once. */
@Injectable()
export class FactsTask extends PeriodicTask {
  readonly name = 'checkout-facts';
  readonly everyMs = 1_000;
  private stopListening: (() => void) | null = null;
  private readonly log = new Logger('OrderFacts');
  private readonly lanes: BatchLoops;

  constructor(
    private readonly payments: PaymentsService,
    private readonly facts: OrderFacts,
  ) {
    super();
    this.lanes = new BatchLoops(
      LANES,
      () => this.takeBatch(),
      (error) => this.log.warn(`facts could not be taken: ${String(error)}`),
    );
  }

  override start(): void {
    super.start();
    this.stopListening ??= this.payments.onFacts(() => this.wake());
  }

  override async stop(): Promise<void> {
    this.stopListening?.();
    await super.stop();
    await this.lanes.stop();
  }

  /** Does not wait for what it begins. */
  runOnce(): Promise<void> {
    this.lanes.start();
    return Promise.resolve();
  }

  private async takeBatch(): Promise<boolean> {
    const taken = await this.payments.takeFacts(BATCH, async (fact) => {
      await this.facts.handle(fact);
      return 'done';
    });
    return taken === BATCH;
  }
}
