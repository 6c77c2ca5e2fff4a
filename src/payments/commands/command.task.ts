import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { type PaymentCommandKind, paymentCommandKinds } from '../payments.events.js';
import { PaymentSignals } from '../payments.signals.js';
import { StripeCaller } from '../stripe/stripe.caller.js';
import { CommandHandler } from './command.handler.js';
import { CommandsRepository, type PaymentCommand } from './commands.repository.js';
import { retryDelayMs } from './retry.rules.js';

/** The pause before the next round when this one took all that it might: slots and tokens come back within it. */
const AGAIN_MS = 15;

/** Takes commands as fast as the provider may be asked, and carries them out side by side. */
@Injectable()
export class CommandTask extends PeriodicTask implements OnModuleInit {
  readonly name = 'payment-commands';
  readonly everyMs = 500;
  private readonly running = new Set<Promise<void>>();
  private readonly log = new Logger('PaymentCommands');

  constructor(
    private readonly commands: CommandsRepository,
    private readonly handler: CommandHandler,
    private readonly caller: StripeCaller,
    private readonly signals: PaymentSignals,
  ) {
    super();
  }

  onModuleInit(): void {
    this.signals.on('ropeline_payment_command', () => this.wake());
  }

  /** Starts what is due and free. A round does not wait for its calls. */
  async runOnce(): Promise<void> {
    const quota = this.quota();
    const leased = await this.commands.lease(quota);
    const isFull = paymentCommandKinds.some(
      (kind) => leased.filter((command) => command.kind === kind).length >= (quota.get(kind) ?? 0),
    );
    for (const command of leased) {
      const run = this.carryOut(command).finally(() => this.running.delete(run));
      this.running.add(run);
    }
    if (isFull) setTimeout(() => this.wake(), AGAIN_MS).unref();
  }

  /** Waits until nothing is under way. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.idle();
  }

  private quota(): ReadonlyMap<PaymentCommandKind, number> {
    return new Map(paymentCommandKinds.map((kind) => [kind, this.caller.capacity(kind)]));
  }

  private async carryOut(command: PaymentCommand): Promise<void> {
    try {
      const outcome = await this.handler.carryOut(command);
      if (outcome === 'done') await this.commands.done(command.id);
      else if (outcome !== 'marked') await this.commands.postpone(command.id, outcome);
      this.signals.emit('ropeline_payment_fact');
    } catch (error) {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.log.error(`${command.kind} of ${command.orderId} failed: ${why}`);
      const delayMs = retryDelayMs(command.tries, Math.random());
      await this.commands.postpone(command.id, { delayMs, reason: 'failed here' }).catch(() => undefined);
    }
  }
}
