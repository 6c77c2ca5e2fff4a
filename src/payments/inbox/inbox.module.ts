import { Module } from '@nestjs/common';
import { PaymentsModule } from '../payments.module.js';
import { StripeModule } from '../stripe/stripe.module.js';
import { EventIntake } from './event.intake.js';

/** What fills the inbox, shared by the webhook endpoint that fills it and the tasks that drain it. */
@Module({
  imports: [PaymentsModule, StripeModule],
  providers: [EventIntake],
  exports: [EventIntake],
})
export class InboxModule {}
