import { Module } from '@nestjs/common';
import { PspHealth } from '../health/psp-health.js';
import { StripeCaller } from './stripe.caller.js';
import { StripeClient } from './stripe.client.js';
import { StripeGateway } from './stripe.gateway.js';

/** The provider, shared by the webhook endpoint and the tasks of the payments role. */
@Module({
  providers: [StripeClient, StripeCaller, StripeGateway, PspHealth],
  exports: [StripeClient, StripeCaller, StripeGateway, PspHealth],
})
export class StripeModule {}
