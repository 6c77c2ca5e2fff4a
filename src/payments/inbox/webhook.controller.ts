import { Controller, Headers, HttpCode, Post, RawBody } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import Stripe from 'stripe';
import { Config } from '../../platform/config/config.js';
import { HotDoor, UnparsedBody } from '../../platform/http/route-config.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { EventIntake } from './event.intake.js';
import { eventTypes } from './event.rules.js';

/** An older signature is refused: whoever recorded a delivery cannot play it again for long. */
const TOLERANCE_SECONDS = 300;

/** Stripe's door. The bytes are verified before anything in them is believed; 2xx says that the event is safe with us. */
@Controller('v1/stripe/webhook')
export class WebhookController {
  constructor(
    private readonly config: Config,
    private readonly intake: EventIntake,
  ) {}

  @Post()
  @UnparsedBody()
  @HotDoor()
  @HttpCode(200)
  @ApiExcludeEndpoint()
  async receive(
    @RawBody() raw: Buffer | undefined,
    @Headers('stripe-signature') signature: string | undefined,
  ): Promise<{ received: true }> {
    const event = this.verified(raw, signature);
    if (eventTypes.includes(event.type)) await this.intake.receive(event);
    return { received: true };
  }

  private verified(raw: Buffer | undefined, signature: string | undefined): Stripe.Event {
    if (!raw || !signature) throw new ProblemError('SIGNATURE_INVALID');
    try {
      return Stripe.webhooks.constructEvent(raw, signature, this.config.stripeWebhookSecret, TOLERANCE_SECONDS);
    } catch {
      throw new ProblemError('SIGNATURE_INVALID');
    }
  }
}
