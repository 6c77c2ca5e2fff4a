import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { Config } from '../../platform/config/config.js';

/** The outcome of a call without an answer after this long is unknown. */
const TIMEOUT_MS = 10_000;
/** Above the bulkhead's slots, so that no call waits for a connection. */
const MAX_CONNECTIONS = 32;

/** The only place that creates a Stripe client. The SDK never retries: the wish worker does, with the same key. */
@Injectable()
export class StripeClient {
  readonly sdk: Stripe;
  /** The `livemode` that every object of ours must have. */
  readonly livemode: boolean;
  /** Whether methods may be offered that cannot be authorized first. */
  readonly capturesAtOnce: boolean;

  constructor(config: Config) {
    this.livemode = /^(sk|rk)_live_/.test(config.stripeSecretKey);
    this.capturesAtOnce = config.capturesAtOnce;
    this.sdk = new Stripe(config.stripeSecretKey, {
      ...addressOf(config.stripeApiBase),
      timeout: TIMEOUT_MS,
      maxNetworkRetries: 0,
      telemetry: false,
    });
  }
}

function addressOf(base: string | null): Stripe.StripeConfig {
  const agent = { keepAlive: true, maxSockets: MAX_CONNECTIONS };
  if (base === null) return { httpAgent: new HttpsAgent(agent) };
  const url = new URL(base);
  const secure = url.protocol === 'https:';
  return {
    host: url.hostname,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    protocol: secure ? 'https' : 'http',
    httpAgent: secure ? new HttpsAgent(agent) : new HttpAgent(agent),
  };
}
