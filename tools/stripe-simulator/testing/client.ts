import { afterEach, beforeEach } from '@jest/globals';
import Stripe from 'stripe';
import { type RunningSimulator, startSimulator } from '../simulator.js';

export const ORDER = {
  amount: 4500,
  currency: 'eur',
  capture_method: 'manual',
  metadata: { orderId: 'ord_1' },
} as const;

interface Api {
  readonly stripe: Stripe;
  readonly url: string;
  client(key: string): Stripe;
  authorized(): Promise<Stripe.PaymentIntent>;
}

/** Starts a simulator before each test of the file, with Stripe's own SDK as its client. */
export function simulatorForEachTest(): Api {
  let running: RunningSimulator | null = null;
  const simulator = (): RunningSimulator => {
    if (!running) throw new Error('the simulator runs during tests only');
    return running;
  };
  const client = (key: string): Stripe =>
    new Stripe(key, { host: '127.0.0.1', port: simulator().port, protocol: 'http', telemetry: false });
  let stripe: Stripe;
  beforeEach(async () => {
    running = await startSimulator({ port: 0 });
    stripe = client('sk_test_ropeline');
  });
  afterEach(() => running?.close());
  return {
    get stripe() {
      return stripe;
    },
    get url() {
      return simulator().url;
    },
    client,
    authorized: () => stripe.paymentIntents.create({ ...ORDER, payment_method: 'pm_card_visa', confirm: true }),
  };
}

export async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Stripe.errors.StripeError)) throw new Error('the call was not refused');
  return outcome;
}
