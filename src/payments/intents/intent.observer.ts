import { Injectable, Logger } from '@nestjs/common';
import { Tokens } from '../../platform/tokens/tokens.js';
import type { OddKind, PaymentFactData } from '../payments.events.js';
import { canceledFact, type NewFact, PaymentsRepository, type PaymentRow } from '../payments.repository.js';
import { PaymentSignals } from '../payments.signals.js';
import { StripeClient } from '../stripe/stripe.client.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';
import { type IntentStep, judgeIntent, type KnownPayment, type SeenIntent } from './intent.rules.js';

/**
 * told: state or facts were written, and the command that asked was marked done with them. quiet: there was nothing to
 * write. not_yet: a call that ends an unwanted intent failed, look again later.
 */
export type Observation = 'told' | 'quiet' | 'not_yet';

/**
 * The one way in which what the provider says about an intent becomes state and facts here, whether the answer was to a
 * command, to a look after an event's hint, or to the sweep. In any order, any number of times.
 */
@Injectable()
export class IntentObserver {
  private readonly log = new Logger('IntentObserver');

  constructor(
    private readonly payments: PaymentsRepository,
    private readonly gateway: StripeGateway,
    private readonly client: StripeClient,
    private readonly tokens: Tokens,
    private readonly signals: PaymentSignals,
  ) {}

  /** @param commandId a command of ours that this answer settles */
  async observe(seen: SeenIntent, commandId?: bigint): Promise<Observation> {
    const known =
      seen.orderId === null ? null : await this.payments.find({ orderId: seen.orderId, attempt: this.attemptOf(seen) });
    return this.apply(seen, known, commandId);
  }

  /** The same for many, with one look at the store; most of them bring no news. */
  async observeAll(intents: readonly SeenIntent[]): Promise<Observation> {
    const ours = intents.filter((seen) => seen.ours);
    const rows = await this.payments.ofOrders([...new Set(ours.flatMap((seen) => seen.orderId ?? []))]);
    const known = new Map(rows.map((row) => [`${row.orderId} ${row.attempt}`, row]));
    let result: Observation = 'quiet';
    for (const seen of ours) {
      const row = known.get(`${seen.orderId ?? ''} ${this.attemptOf(seen)}`) ?? null;
      if ((await this.apply(seen, row)) === 'not_yet') result = 'not_yet';
    }
    return result;
  }

  private async apply(seen: SeenIntent, known: PaymentRow | null, commandId?: bigint): Promise<Observation> {
    let result: Observation = 'quiet';
    for (const step of judgeIntent(seen, known, this.client.livemode)) {
      const observation = await this.take(step, seen, known, commandId);
      if (result !== 'not_yet') result = observation;
    }
    if (result !== 'quiet') this.signals.emit('ropeline_payment_fact');
    return result;
  }

  private async take(
    step: IntentStep,
    seen: SeenIntent,
    known: KnownPayment | null,
    commandId?: bigint,
  ): Promise<Observation> {
    switch (step.kind) {
      case 'cancel_intent':
        return (await this.cancelUnwanted(seen)) ? 'quiet' : 'not_yet';
      case 'refund_intent':
        return (await this.refundUnwanted(seen, step.what, step.detail)) ? 'quiet' : 'not_yet';
      case 'tell_odd':
        await this.tellOdd(seen, step.what, step.detail, commandId);
        return 'told';
      default:
        if (known) await this.settle(step, seen, known, commandId);
        return 'told';
    }
  }

  private async settle(
    step: Extract<IntentStep, { kind: 'adopt' | 'authorize' | 'capture' | 'cancel' | 'tell_decline' }>,
    seen: SeenIntent,
    known: KnownPayment,
    commandId?: bigint,
  ): Promise<void> {
    const intentId = seen.id;
    const { amountMinor, currency } = known;
    const attempt = { orderId: known.orderId, attempt: known.attempt };
    const secret =
      seen.clientSecret === null ? {} : { clientSecretSealed: this.tokens.seal('payment', seen.clientSecret) };
    const move = (to: 'open' | 'authorized' | 'captured' | 'canceled', fact: NewFact) =>
      this.payments.move({ ...attempt, ...secret, to, intentId, fact, commandId });
    switch (step.kind) {
      case 'adopt':
        await move('open', fact('intent_created', { intentId }, `${known.orderId}:${known.attempt}`));
        return;
      case 'authorize': {
        const { cardFingerprint } = seen;
        await move('authorized', fact('authorized', { intentId, amountMinor, currency, cardFingerprint }, intentId));
        return;
      }
      case 'capture': {
        const { chargeId } = seen;
        await move('captured', fact('captured', { intentId, chargeId, amountMinor, currency }, intentId));
        return;
      }
      case 'cancel':
        await move('canceled', canceledFact(attempt, intentId, commandId === undefined ? 'provider' : 'requested'));
        return;
      case 'tell_decline':
        await this.payments.tell(attempt, fact('declined', { intentId, code: step.code }, step.ref), commandId);
    }
  }

  private async cancelUnwanted(seen: SeenIntent): Promise<boolean> {
    const answer = await this.gateway.cancelIntent(seen.id, this.gateway.keyOf('cancel-unwanted', seen.id));
    this.log.warn(`intent ${seen.id} belongs to no payment that may take money: cancel ${answer.kind}`);
    return answer.kind === 'ok' || answer.kind === 'missing';
  }

  private async refundUnwanted(seen: SeenIntent, what: OddKind, detail: string): Promise<boolean> {
    const key = this.gateway.keyOf('refund-unwanted', seen.id);
    const answer = await this.gateway.refundIntent(seen.id, null, 'unwanted', key);
    const refundedBefore = answer.kind === 'refused' && answer.code === 'charge_already_refunded';
    if (answer.kind !== 'ok' && answer.kind !== 'refused') return false;
    const result = answer.kind === 'ok' || refundedBefore ? 'refunded' : `refund refused: ${answer.code}`;
    await this.tellOdd(seen, what, `${detail}; ${result}`);
    return true;
  }

  private async tellOdd(seen: SeenIntent, what: OddKind, detail: string, commandId?: bigint): Promise<void> {
    const attempt = { orderId: seen.orderId ?? '', attempt: this.attemptOf(seen) };
    this.log.error(`intent ${seen.id} of order ${attempt.orderId}: ${what} (${detail})`);
    const news = fact('odd', { what, intentId: seen.id, detail }, `${what}:${seen.id}`);
    await this.payments.tell(attempt, news, commandId);
  }

  private attemptOf(seen: SeenIntent): number {
    return Number.isSafeInteger(seen.attempt) ? seen.attempt : 0;
  }
}

function fact<K extends NewFact['kind']>(kind: K, data: PaymentFactData[K], ref: string): NewFact<K> {
  return { kind, data, dedupe: `${kind}:${ref}` };
}
