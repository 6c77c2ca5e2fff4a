import { Module } from '@nestjs/common';
import { CommandHandler } from './commands/command.handler.js';
import { CommandTask } from './commands/command.task.js';
import { CommandsRepository } from './commands/commands.repository.js';
import { IntentFinder } from './commands/intent.finder.js';
import { HealthTask } from './health/health.task.js';
import { PspHealth } from './health/psp-health.js';
import { HintHandler } from './inbox/hint.handler.js';
import { InboxModule } from './inbox/inbox.module.js';
import { InboxTask } from './inbox/inbox.task.js';
import { IntentObserver } from './intents/intent.observer.js';
import { PaymentsModule } from './payments.module.js';
import { StripeCaller } from './stripe/stripe.caller.js';
import { StripeClient } from './stripe/stripe.client.js';
import { StripeGateway } from './stripe/stripe.gateway.js';
import { SweepRepository } from './sweep/sweep.repository.js';
import { SweepTask } from './sweep/sweep.task.js';

/** Everything that talks to the provider: in the payments role only. */
@Module({
  imports: [PaymentsModule, InboxModule],
  providers: [
    StripeClient,
    StripeCaller,
    StripeGateway,
    PspHealth,
    IntentObserver,
    IntentFinder,
    CommandsRepository,
    CommandHandler,
    CommandTask,
    HintHandler,
    InboxTask,
    SweepRepository,
    SweepTask,
    HealthTask,
  ],
})
export class PaymentsTasksModule {}
