import { Module } from '@nestjs/common';
import { HealthTask } from './health/health.task.js';
import { ProbeTask } from './health/probe.task.js';
import { HintHandler } from './inbox/hint.handler.js';
import { InboxModule } from './inbox/inbox.module.js';
import { InboxTask } from './inbox/inbox.task.js';
import { IntentObserver } from './intents/intent.observer.js';
import { PaymentsModule } from './payments.module.js';
import { StoreMarkModule } from './quarantine/store-mark.module.js';
import { RefundReconciler } from './refunds/refund-reconciler.js';
import { RefundHandler } from './refunds/refund.handler.js';
import { RefundTask } from './refunds/refund.task.js';
import { CardChecksModule } from './setups/card-checks.module.js';
import { SetupsTask } from './setups/setups.task.js';
import { StripeModule } from './stripe/stripe.module.js';
import { ListWalk } from './sweep/list-walk.js';
import { SweepRepository } from './sweep/sweep.repository.js';
import { SweepTask } from './sweep/sweep.task.js';
import { IntentFinder } from './wishes/intent.finder.js';
import { WishHandler } from './wishes/wish.handler.js';
import { WishTask } from './wishes/wish.task.js';
import { WishesRepository } from './wishes/wishes.repository.js';

/** Everything that calls the provider; loaded in the payments role only. */
@Module({
  imports: [PaymentsModule, StripeModule, InboxModule, CardChecksModule, StoreMarkModule],
  providers: [
    SetupsTask,
    IntentObserver,
    IntentFinder,
    WishesRepository,
    WishHandler,
    WishTask,
    RefundReconciler,
    RefundHandler,
    RefundTask,
    HintHandler,
    InboxTask,
    SweepRepository,
    ListWalk,
    SweepTask,
    HealthTask,
    ProbeTask,
  ],
})
export class PaymentsTasksModule {}
