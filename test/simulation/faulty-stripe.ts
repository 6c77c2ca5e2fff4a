import type Stripe from 'stripe';
import { answerOfFailure, type StripeAnswer } from '../../src/payments/stripe/stripe.answer.rules.js';
import type { StripeCaller } from '../../src/payments/stripe/stripe.caller.js';
import type { StripeClient } from '../../src/payments/stripe/stripe.client.js';
import { StripeGateway } from '../../src/payments/stripe/stripe.gateway.js';
import { ApiError } from '../../tools/stripe-simulator/api/errors.js';
import { Expander } from '../../tools/stripe-simulator/api/expand.js';
import { IntentCalls } from '../../tools/stripe-simulator/api/intent-calls.js';
import { MoneyCalls } from '../../tools/stripe-simulator/api/money-calls.js';
import { Params } from '../../tools/stripe-simulator/api/params.js';
import type { Random } from '../../tools/stripe-simulator/core/random.js';
import { Intents } from '../../tools/stripe-simulator/model/intents.js';
import { Ledger } from '../../tools/stripe-simulator/model/ledger.js';
import type { Cause, EventRecord, Intent } from '../../tools/stripe-simulator/model/records.js';
import { findTestCard } from '../../tools/stripe-simulator/model/test-cards.js';
import type { Wire } from '../../tools/stripe-simulator/model/render.js';

const NOBODY: Cause = { requestId: null, idempotencyKey: null };
const BASE_URL = 'http://simulator';

/** Probability of each fault per call; the remainder succeeds. */
const FAULTS = { unsent: 0.04, throttled: 0.03, failed: 0.05, stored: 0.02, answerLost: 0.08 };

type Form = Record<string, unknown>;

/** The provider's account in this process, behind the real gateway and a connection that injects faults. */
export class FaultyStripe {
  readonly events: EventRecord[] = [];
  readonly ledger = new Ledger((event) => this.events.push(event));
  readonly intents = new Intents(this.ledger, () => this.healthy === false && this.random() < 0.1);
  readonly client: StripeClient;
  readonly gateway: StripeGateway;
  healthy = false;
  private readonly calls = new IntentCalls(this.ledger, this.intents, BASE_URL);
  private readonly money = new MoneyCalls(this.ledger, BASE_URL);
  private readonly expander = new Expander(this.ledger, BASE_URL);
  /** The stored answer per idempotency key. */
  private readonly answered = new Map<string, () => Wire>();

  constructor(private readonly random: Random) {
    this.client = { livemode: false, capturesAtOnce: true, sdk: this.sdk() as Stripe };
    const caller = { call: (_endpoint: string, send: () => Promise<unknown>) => this.call(send) };
    const installation = { id: 'inst_simulation' } as never;
    const tokens = { constant: () => 'mark-of-the-simulation' } as never;
    this.gateway = new StripeGateway(this.client, caller as unknown as StripeCaller, installation, tokens);
  }

  /** Acts in the fan's browser, which the server's connection faults do not affect. */
  confirm(intent: Intent, card: string): void {
    const used = findTestCard(card);
    if (!used) throw new Error(`no card ${card}`);
    this.intents.confirm(intent, { card: used, returnUrl: null, refuseAuthentication: false }, NOBODY);
  }

  /** Cancels in the provider's dashboard. */
  cancelAtDesk(intent: Intent): void {
    this.intents.cancel(intent, null, NOBODY);
  }

  refundAtDesk(intent: Intent, amount: number): void {
    this.perform(() => this.money.createRefund(this.form({ payment_intent: intent.id, amount }), NOBODY));
  }

  intentsOf(orderId: string): Intent[] {
    return [...this.all()].filter(({ metadata }) => metadata['order_id'] === orderId);
  }

  all(): Intent[] {
    const list = this.calls.list(this.form({ limit: 100 }))['data'] as { id: string }[];
    return list.flatMap(({ id }) => this.ledger.intents.get(id) ?? []);
  }

  refundedOf(intent: Intent): number {
    return intent.latestCharge === null ? 0 : (this.ledger.charges.get(intent.latestCharge)?.amountRefunded ?? 0);
  }

  private async call(send: () => Promise<unknown>): Promise<StripeAnswer<unknown>> {
    const luck = this.healthy ? 1 : this.random();
    if (luck < FAULTS.unsent) return { kind: 'unsent', reason: 'the circuit is open' };
    if (luck < FAULTS.unsent + FAULTS.throttled) return { kind: 'throttled', reason: 'rate limit' };
    if (luck < FAULTS.unsent + FAULTS.throttled + FAULTS.failed) return { kind: 'unknown', reason: 'nothing arrived' };
    try {
      const value = await send();
      if (!this.healthy && this.random() < FAULTS.answerLost) return { kind: 'unknown', reason: 'the answer was lost' };
      return { kind: 'ok', value };
    } catch (error) {
      if (error instanceof ApiError) return answerOfFailure(failureOf(error));
      throw error;
    }
  }

  private perform(act: () => Wire, expand: readonly string[] = [], key?: string): Wire {
    const before = key === undefined ? undefined : this.answered.get(key);
    if (before) return this.expander.expand(before(), expand);
    if (key !== undefined && !this.healthy && this.random() < FAULTS.stored) return this.remember(key, storedFailure);
    try {
      const wire = act();
      if (key !== undefined) this.answered.set(key, () => structuredClone(wire));
      return this.expander.expand(structuredClone(wire), expand);
    } catch (error) {
      if (key !== undefined && error instanceof ApiError && error.isStored)
        this.answered.set(key, () => {
          throw error;
        });
      throw error;
    }
  }

  private remember(key: string, answer: () => never): never {
    this.answered.set(key, answer);
    return answer();
  }

  private form(given: object): Params {
    return Params.parse(encoded(given as Form).join('&'));
  }

  /** The subset of Stripe's SDK in use. */
  private sdk(): object {
    type Options = { idempotencyKey?: string };
    const cause = (options?: Options): Cause => ({ ...NOBODY, idempotencyKey: options?.idempotencyKey ?? null });
    const run = (act: (form: Params, cause: Cause) => Wire, form: Form = {}, options?: Options): Promise<Wire> =>
      new Promise((resolve) => {
        const { expand = [], ...rest } = form;
        const call = () => act(this.form(rest), cause(options));
        resolve(this.perform(call, expand as string[], options?.idempotencyKey));
      });
    return {
      paymentIntents: {
        create: (form: Form, options: Options) => run((params, by) => this.calls.create(params, by), form, options),
        capture: (id: string, form: Form, options: Options) =>
          run((params, by) => this.calls.capture(id, params, by), form, options),
        cancel: (id: string, form: Form, options: Options) =>
          run((params, by) => this.calls.cancel(id, params, by), form, options),
        retrieve: (id: string, form: Form) => run((params) => this.calls.retrieve(id, params), form),
        list: (form: Form) => run((params) => this.calls.list(params), form),
      },
      refunds: {
        create: (form: Form, options: Options) =>
          run((params, by) => this.money.createRefund(params, by), form, options),
        list: (form: Form) => run((params) => this.money.listRefunds(params), form),
      },
    };
  }
}

function storedFailure(): never {
  throw new ApiError(500, 'api_error', 'an error of the provider, kept under its key', { replayed: true });
}

function failureOf({ status, type, message, details }: ApiError) {
  const code = typeof details['code'] === 'string' ? details['code'] : undefined;
  const headers = details['replayed'] === true ? { 'idempotent-replayed': 'true' } : {};
  return { type, statusCode: status, code, message, headers };
}

function encoded(form: Form, prefix = ''): string[] {
  return Object.entries(form).flatMap(([name, value]) => {
    const key = prefix === '' ? name : `${prefix}[${name}]`;
    if (value === undefined || value === null) return [];
    if (typeof value === 'object') return encoded(value as Form, key);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return [`${encodeURIComponent(key)}=${encodeURIComponent(text)}`];
  });
}
