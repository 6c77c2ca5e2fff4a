import { Injectable, Logger } from '@nestjs/common';
import { forEachIsolated } from '../../platform/lifecycle/for-each-isolated.js';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { Streaks } from '../../platform/lifecycle/streaks.js';
import { BuyerMessages } from './buyer-messages.service.js';

/** Turns messages of staff into mails, a batch of each a round. Safe to run on any number of nodes. */
@Injectable()
export class BuyerMessagesTask extends PeriodicTask {
  override readonly name = 'buyer-messages';
  override readonly everyMs = 1_000;
  private readonly streaks = new Streaks(new Logger('BuyerMessages'));

  constructor(private readonly messages: BuyerMessages) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    const terms = {
      subjectOf: ({ id }: { id: string }) => id,
      ...{ atOnce: 2, withinMs: 30_000, signal, streaks: this.streaks },
    };
    await forEachIsolated(await this.messages.open(), terms, async (message) => await this.messages.queueNext(message));
  }
}
