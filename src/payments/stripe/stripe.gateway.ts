import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { InstallationId } from '../../platform/tokens/installation-id.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import type { SeenIntent } from '../intents/intent.rules.js';
import type { StripeAnswer } from './stripe.answer.rules.js';
import { StripeCaller } from './stripe.caller.js';
import { StripeClient } from './stripe.client.js';

const PAGE_SIZE = 100;
const MARK_CHARACTERS = 16;

export interface NewIntent {
  orderId: string;
  attempt: number;
  saleId: string;
  amountMinor: number;
  currency: string;
  threeDSecure?: boolean;
  cardsOnly?: boolean;
}
export interface SeenRefund {
  id: string;
  intentId: string;
  amountMinor: number;
  /** Neither failed nor canceled. */
  good: boolean;
  /** Our row's id if the refund is ours. */
  refundId: string | null;
}
/** A check of a card. */
export interface SeenSetup {
  id: string;
  clientSecret: string | null;
  succeeded: boolean;
  ours: boolean;
  saleId: string | null;
  cardFingerprint: string | null;
}
export interface SeenEvent {
  id: string;
  type: string;
  body: object;
}
export interface Page<T> {
  items: T[];
  /** Cursor of the next, older page; null on the last. */
  next: string | null;
}
export interface ListWindow {
  /** Unix seconds, both inclusive. */
  from: number;
  to: number;
  after: string | null;
}

/**
 * Our requests to Stripe in domain terms. Metadata: order_id, attempt, sale_id, ropeline = the mark of our secret,
 * installation = the id in our database.
 */
@Injectable()
export class StripeGateway {
  constructor(
    private readonly client: StripeClient,
    private readonly caller: StripeCaller,
    private readonly installation: InstallationId,
    private readonly tokens: Tokens,
  ) {}

  /** Stable across rotations of the secret; otherwise a refund in flight would be requested twice. */
  private get mark(): string {
    return this.tokens.constant('payment', 'installation').slice(0, MARK_CHARACTERS);
  }

  /** Returns the idempotency key of an action: the same until `round` is raised. */
  keyOf(action: string, subject: string, round = 1): string {
    return `ropeline-${this.mark}-${subject}-${action}-${round}`;
  }

  async createIntent(wanted: NewIntent, key: string): Promise<StripeAnswer<SeenIntent>> {
    return this.intent('create', () =>
      this.client.sdk.paymentIntents.create(
        {
          amount: wanted.amountMinor,
          currency: wanted.currency.toLowerCase(),
          ...methodsOf(wanted, this.client.capturesAtOnce),
          metadata: {
            order_id: wanted.orderId,
            attempt: String(wanted.attempt),
            sale_id: wanted.saleId,
            ropeline: this.mark,
            installation: this.installation.id,
          },
        },
        { idempotencyKey: key },
      ),
    );
  }

  async captureIntent(intentId: string, key: string): Promise<StripeAnswer<SeenIntent>> {
    return this.intent('capture', () =>
      this.client.sdk.paymentIntents.capture(intentId, { expand: ['latest_charge'] }, { idempotencyKey: key }),
    );
  }

  async cancelIntent(intentId: string, key: string): Promise<StripeAnswer<SeenIntent>> {
    return this.intent('cancel', () => this.client.sdk.paymentIntents.cancel(intentId, {}, { idempotencyKey: key }));
  }

  async retrieveIntent(intentId: string): Promise<StripeAnswer<SeenIntent>> {
    return this.intent('retrieve', () =>
      this.client.sdk.paymentIntents.retrieve(intentId, { expand: ['latest_charge'] }),
    );
  }

  /** Creates a check of a card, which charges nothing. */
  async createSetup(saleId: string, key: string): Promise<StripeAnswer<SeenSetup>> {
    const metadata = { sale_id: saleId, ropeline: this.mark, installation: this.installation.id };
    const create = () =>
      this.client.sdk.setupIntents.create(
        { allowed_payment_method_types: ['card'], usage: 'on_session', metadata },
        { idempotencyKey: key },
      );
    return mapped(await this.caller.call('setup', create), (setup) => this.seenSetup(setup));
  }

  async retrieveSetup(setupIntentId: string): Promise<StripeAnswer<SeenSetup>> {
    const retrieve = () => this.client.sdk.setupIntents.retrieve(setupIntentId, { expand: ['payment_method'] });
    return mapped(await this.caller.call('setup', retrieve), (setup) => this.seenSetup(setup));
  }

  /** Ends a check of a card: its secret confirms nothing from then on. */
  async cancelSetup(setupIntentId: string, key: string): Promise<StripeAnswer<SeenSetup>> {
    const cancel = () => this.client.sdk.setupIntents.cancel(setupIntentId, {}, { idempotencyKey: key });
    return mapped(await this.caller.call('setup', cancel), (setup) => this.seenSetup(setup));
  }

  /** Refunds part of an intent, or all that remains if `amountMinor` is null. */
  async refundIntent(
    intentId: string,
    amountMinor: number | null,
    refundId: string,
    key: string,
  ): Promise<StripeAnswer<SeenRefund>> {
    return mapped(
      await this.caller.call('refund', () =>
        this.client.sdk.refunds.create(
          {
            payment_intent: intentId,
            ...(amountMinor === null ? {} : { amount: amountMinor }),
            metadata: { refund_id: refundId, ropeline: this.mark },
          },
          { idempotencyKey: key },
        ),
      ),
      seenRefund,
    );
  }

  /** Returns the latest refunds of an intent; one page suffices, since we never create more. */
  async refundsOf(intentId: string): Promise<StripeAnswer<SeenRefund[]>> {
    const listed = await this.caller.call('list', () =>
      this.client.sdk.refunds.list({ payment_intent: intentId, limit: PAGE_SIZE }),
    );
    return mapped(listed, (page) => page.data.map(seenRefund));
  }

  /** Returns one page of intents, newest first. */
  async intents(window: ListWindow): Promise<StripeAnswer<Page<SeenIntent>>> {
    const listed = await this.caller.call('list', () =>
      this.client.sdk.paymentIntents.list({ ...listParams(window), expand: ['data.latest_charge'] }),
    );
    return mapped(listed, (page) => pageOf(page, (intent) => this.seenIntent(intent)));
  }

  /** Returns one page of events of the given types, newest first. */
  async events(window: ListWindow, types: readonly string[]): Promise<StripeAnswer<Page<SeenEvent>>> {
    const listed = await this.caller.call('list', () =>
      this.client.sdk.events.list({ ...listParams(window), types: [...types] }),
    );
    return mapped(listed, (page) => pageOf(page, (event) => ({ id: event.id, type: event.type, body: event })));
  }

  /** Makes the cheapest call available to find out whether the provider answers again. */
  async probe(): Promise<boolean> {
    const listed = await this.caller.call('list', () => this.client.sdk.paymentIntents.list({ limit: 1 }));
    return listed.kind === 'ok';
  }

  private async intent(
    endpoint: 'create' | 'capture' | 'cancel' | 'retrieve',
    send: () => Promise<Stripe.PaymentIntent>,
  ): Promise<StripeAnswer<SeenIntent>> {
    return mapped(await this.caller.call(endpoint, send), (intent) => this.seenIntent(intent));
  }

  /** Returns whether a signed event is about an object of this installation and mode. */
  isOwn(livemode: boolean, { ropeline, installation }: { ropeline: string; installation: string }): boolean {
    return livemode === this.client.livemode && this.isOurs({ ropeline, installation });
  }

  /** Intents created before installations had an id carry only the secret's mark. */
  private isOurs({ ropeline, installation }: Stripe.Metadata): boolean {
    return ropeline === this.mark && (installation === undefined || installation === this.installation.id);
  }

  private seenSetup(setup: Stripe.SetupIntent): SeenSetup {
    const method = setup.payment_method;
    return {
      id: setup.id,
      clientSecret: setup.client_secret,
      succeeded: setup.status === 'succeeded',
      ours: setup.livemode === this.client.livemode && this.isOurs(setup.metadata ?? {}),
      saleId: setup.metadata?.sale_id ?? null,
      cardFingerprint: typeof method === 'string' ? null : (method?.card?.fingerprint ?? null),
    };
  }

  /** Maps an intent from an API answer or a signed event. */
  seenIntent(intent: Stripe.PaymentIntent): SeenIntent {
    const charge = intent.latest_charge;
    const failure = intent.last_payment_error;
    return {
      id: intent.id,
      status: intent.status,
      amountMinor: intent.amount,
      receivedMinor: intent.amount_received,
      refundedMinor: typeof charge === 'string' ? 0 : (charge?.amount_refunded ?? 0),
      currency: intent.currency.toUpperCase(),
      livemode: intent.livemode,
      ours: this.isOurs(intent.metadata),
      orderId: intent.metadata.order_id ?? null,
      attempt: Number(intent.metadata.attempt ?? Number.NaN),
      saleId: intent.metadata.sale_id ?? null,
      madeAtMs: intent.created * 1000,
      clientSecret: intent.client_secret,
      chargeId: typeof charge === 'string' ? charge : (charge?.id ?? null),
      cardFingerprint: typeof charge === 'string' ? null : (charge?.payment_method_details?.card?.fingerprint ?? null),
      decline: failure
        ? { code: failure.decline_code ?? failure.code ?? failure.type, chargeId: failure.charge ?? null }
        : null,
    };
  }
}

/**
 * Methods that take days to tell whether they paid, longer than any order waits. Of Stripe's "Payment method support",
 * read in November 2026.
 */
const DELAYED = [
  ...([
    'acss_debit',
    'au_becs_debit',
    'bacs_debit',
    'nz_bank_account',
    'payto',
    'sepa_debit',
    'us_bank_account',
  ] as const),
  ...(['boleto', 'customer_balance', 'konbini', 'multibanco', 'oxxo'] as const),
];

/** @param capturesAtOnce whether methods may be offered that cannot be authorized first; cards and Link always are */
function methodsOf(
  { threeDSecure, cardsOnly }: NewIntent,
  capturesAtOnce: boolean,
): Partial<Stripe.PaymentIntentCreateParams> {
  const three = threeDSecure ? { request_three_d_secure: 'any' as const } : null;
  // redirecting methods would return without the fan's place in the flow
  const offered = { automatic_payment_methods: { enabled: true, allow_redirects: 'never' as const } };
  if (cardsOnly || !capturesAtOnce)
    return {
      capture_method: 'manual',
      ...(cardsOnly ? { payment_method_types: ['card'] } : offered),
      ...(three && { payment_method_options: { card: three } }),
    };
  return {
    capture_method: 'automatic_async',
    ...offered,
    excluded_payment_method_types: [...DELAYED],
    payment_method_options: { card: { capture_method: 'manual', ...three }, link: { capture_method: 'manual' } },
  };
}

function mapped<T, U>(answer: StripeAnswer<T>, map: (value: T) => U): StripeAnswer<U> {
  return answer.kind === 'ok' ? { kind: 'ok', value: map(answer.value) } : answer;
}

function listParams({ from, to, after }: ListWindow) {
  return { limit: PAGE_SIZE, created: { gte: from, lte: to }, ...(after === null ? {} : { starting_after: after }) };
}

function pageOf<T extends { id: string }, U>(page: { data: T[]; has_more: boolean }, map: (item: T) => U): Page<U> {
  return { items: page.data.map(map), next: page.has_more ? (page.data.at(-1)?.id ?? null) : null };
}

function seenRefund(refund: Stripe.Refund): SeenRefund {
  return {
    id: refund.id,
    intentId: typeof refund.payment_intent === 'string' ? refund.payment_intent : (refund.payment_intent?.id ?? ''),
    amountMinor: refund.amount,
    good: refund.status !== 'failed' && refund.status !== 'canceled',
    refundId: refund.metadata?.refund_id ?? refund.metadata?.command_id ?? null,
  };
}
