import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { BatchLoops } from '../../platform/lifecycle/batch-loops.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Streaks } from '../../platform/lifecycle/streaks.js';
import { PaymentSignals } from '../payments.signals.js';
import { StripeCaller } from '../stripe/stripe.caller.js';
import { retryDelayMs } from '../wishes/retry.rules.js';
import { RefundHandler } from './refund.handler.js';
import { type LeasedRefund, RefundsRepository } from './refunds.repository.js';
import { errorText } from '../../platform/logs/error-text.js';

/** Refunds per batch: bounded by the provider's present capacity, so that captures keep their slots. */
const BATCH = 8;

/** Carries out due refunds as fast as the provider's limits allow. */
@Injectable()
export class RefundTask extends PeriodicTask implements OnModuleInit {
  readonly name = 'payment-refunds';
  readonly everyMs = 1_000;
  private readonly log = new Logger('Refunds');
  private readonly outcome = new Streaks(this.log).of('taking refunds');
  private readonly lanes = new BatchLoops(
    1,
    () => this.takeBatch(),
    () => this.outcome,
  );

  constructor(
    private readonly refunds: RefundsRepository,
    private readonly handler: RefundHandler,
    private readonly caller: StripeCaller,
    private readonly signals: PaymentSignals,
  ) {
    super();
  }

  onModuleInit(): void {
    this.signals.on('ropeline_payment_refund', () => this.wake());
  }

  /** Does not wait for the batches it starts. */
  runOnce(): Promise<void> {
    this.lanes.start();
    return Promise.resolve();
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.lanes.stop();
  }

  private async takeBatch(): Promise<boolean> {
    const room = Math.min(BATCH, Math.floor(this.caller.capacity('refund')));
    if (room <= 0) return false;
    const leased = await this.refunds.lease(room);
    await Promise.all(leased.map((refund) => this.carryOut(refund)));
    return leased.length === room;
  }

  private async carryOut(refund: LeasedRefund): Promise<void> {
    try {
      const postponement = await this.handler.carryOut(refund);
      if (postponement) await this.refunds.postpone(refund.id, postponement);
    } catch (error) {
      const why = errorText(error);
      this.log.error(`refund ${refund.id} of ${refund.orderId} failed: ${why}`);
      const delayMs = retryDelayMs(refund.tries, Math.random());
      await this.refunds.postpone(refund.id, { delayMs, reason: 'failed here' }).catch(() => undefined);
    }
  }
}
