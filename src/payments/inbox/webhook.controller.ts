import { Controller, Headers, HttpCode, Post, RawBody } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import Stripe from 'stripe';
import { Config } from '../../platform/config/config.js';
import { HotDoor, UnparsedBody } from '../../platform/http/route-config.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { EventIntake } from './event.intake.js';
import { eventTypes, readEvent } from './event.rules.js';

/** Limits replays of a recorded delivery: older signatures are rejected. */
const TOLERANCE_SECONDS = 300;

/**
 * Receives Stripe's webhooks. The signature is verified before the body is parsed; 2xx means that the event is stored
 * durably. A signed body is never rejected for its content, since the provider would only retry it for days.
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

  /** Checks the signature before anything in the body is parsed. */
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
