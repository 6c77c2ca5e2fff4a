import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { BuyerMessages } from './buyer-messages.service.js';

/** Turns messages of staff into mails, a batch of each a round. Safe to run on any number of nodes. */
@Injectable()
export class BuyerMessagesTask extends PeriodicTask {
  override readonly name = 'buyer-messages';
  override readonly everyMs = 1_000;

  constructor(private readonly messages: BuyerMessages) {
    super();
  }

  override async runOnce(signal: AbortSignal): Promise<void> {
    const terms = {
      subjectOf: ({ id }: { id: string }) => id,
      ...{ atOnce: 2, withinMs: 30_000, signal },
    };
    await this.each(await this.messages.open(), terms, async (message) => await this.messages.queueNext(message));
  }
}
