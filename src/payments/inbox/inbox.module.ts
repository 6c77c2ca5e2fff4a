import { Module } from '@nestjs/common';
import { PaymentsModule } from '../payments.module.js';
import { StripeModule } from '../stripe/stripe.module.js';
import { EventIntake } from './event.intake.js';
import { InboxRepository } from './inbox.repository.js';

/** The inbox alone, shared by the webhook endpoint that fills it and the tasks that drain it. */
@Module({
  imports: [PaymentsModule, StripeModule],
  providers: [InboxRepository, EventIntake],
  exports: [InboxRepository, EventIntake],
})
export class InboxModule {}
