import { Injectable, Logger } from '@nestjs/common';
import { PaymentsService } from '../../payments/payments.service.js';
import { Streaks } from '../../platform/lifecycle/streaks.js';
import { BatchLoops } from '../../platform/lifecycle/batch-loops.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { OrderFacts } from './order-facts.service.js';

/** Facts per batch: few enough to finish well within their lease; smaller batches would cost more statements. */
const BATCH = 50;
/** Concurrent batches, so that a slow fact does not delay later batches. */
const LANES = 2;

/** Applies payment facts to orders. Safe to run on any number of nodes. */
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
    const streaks = new Streaks(this.log);
    this.lanes = new BatchLoops(
      LANES,
      () => this.takeBatch(),
      (lane) => streaks.of(`taking facts, lane ${lane}`),
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

  /** Starts the lanes without awaiting them. */
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
