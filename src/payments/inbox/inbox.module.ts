import { Module } from '@nestjs/common';
import { PaymentsModule } from '../payments.module.js';
import { StripeModule } from '../stripe/stripe.module.js';
import { EventIntake } from './event.intake.js';
import { InboxRepository } from './inbox.repository.js';

/** The inbox alone, for the door that fills it and the tasks that empty it. */
@Module({
  imports: [PaymentsModule, StripeModule],
  providers: [InboxRepository, EventIntake],
  exports: [InboxRepository, EventIntake],
})
export class InboxModule {}
