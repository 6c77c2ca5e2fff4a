import { Module } from '@nestjs/common';
import { StripeModule } from '../stripe/stripe.module.js';
import { CardChecks } from './card-checks.service.js';

/** Calls the provider, so it is loaded in the payments role only. */
@Module({ imports: [StripeModule], providers: [CardChecks], exports: [CardChecks] })
export class CardChecksModule {}
