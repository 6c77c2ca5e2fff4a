import { Module } from '@nestjs/common';
import { StripeModule } from '../stripe/stripe.module.js';
import { CardChecks } from './card-checks.service.js';
import { SetupEndings } from './setup-endings.service.js';
import { SetupsStore } from './setups.store.js';

/** Calls the provider, so it is loaded in the payments role only. */
@Module({
  imports: [StripeModule],
  providers: [CardChecks, SetupEndings, SetupsStore],
  exports: [CardChecks, SetupEndings, SetupsStore],
})
export class CardChecksModule {}
