import { Controller, Headers, HttpCode, Post, RawBody } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import Stripe from 'stripe';
import { Config } from '../../platform/config/config.js';
import { HotDoor, UnparsedBody } from '../../platform/http/route-config.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { EventIntake } from './event.intake.js';
import { eventTypes, readEvent } from './event.rules.js';

/** An older signature is refused: whoever recorded a delivery cannot play it again for long. */
const TOLERANCE_SECONDS = 300;

/**
 * Stripe's door. The bytes are verified before anything in them is believed; 2xx says that the event is safe with us. What is
 * signed is never refused for what it holds: the provider would only send it again for days.
 */
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
    const bytes = this.verified(raw, signature);
    const event = readEvent(bytes);
    if (event === null) await this.intake.keepUnreadable(bytes);
    else if (eventTypes.includes(event.type)) await this.intake.receive(event);
    return { received: true };
  }

  /** Nothing of the body is read before its signature has been checked. */
  private verified(raw: Buffer | undefined, signature: string | undefined): Buffer {
    if (!raw || !signature) throw new ProblemError('SIGNATURE_INVALID');
    if (!isSigned(raw, signature, this.config.stripeWebhookSecret)) throw new ProblemError('SIGNATURE_INVALID');
    return raw;
  }
}

function isSigned(raw: Buffer, signature: string, secret: string): boolean {
  try {
    return Stripe.webhooks.signature?.verifyHeader(raw, signature, secret, TOLERANCE_SECONDS) === true;
  } catch {
    return false;
  }
}
