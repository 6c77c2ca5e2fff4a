import { Module } from '@nestjs/common';
import { PaymentsModule } from '../payments.module.js';
import { StripeModule } from '../stripe/stripe.module.js';
import { EventIntake } from './event.intake.js';

/** Takes in events, for the webhook endpoint and for the sweep of the provider's list. */
@Module({
  imports: [PaymentsModule, StripeModule],
  providers: [EventIntake],
  exports: [EventIntake],
})
export class InboxModule {}
