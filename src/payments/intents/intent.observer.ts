import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import type { OddKind, PaymentFactData } from '../payments.events.js';
import { canceledFact, type NewFact, PaymentsRepository } from '../payments.repository.js';
import { PaymentsService } from '../payments.service.js';
import { QuarantineService } from '../quarantine/quarantine.service.js';
import { PaymentSignals } from '../payments.signals.js';
import type { PaymentWish } from '../payments.types.js';
import { StripeClient } from '../stripe/stripe.client.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';
import { type IntentStep, judgeIntent, type KnownPayment, type SeenIntent } from './intent.rules.js';

/**
 * told: state or facts were written, and the wish behind the call is finished. quiet: there was nothing to write.
 * not_yet: it is not known whether an unwanted intent was ended. refused: it could not be. Both are remembered, and the
 * sweep tries again.
 */
export type Observation = 'told' | 'quiet' | 'not_yet' | 'refused';

type Ending = 'ended' | 'not_yet' | 'refused';

const HOUR_MS = 3_600_000;
const REFUNDED = { ending: 'ended', words: 'refunded' } as const;

/**
 * The only path by which the provider's view of an intent becomes our state, whether it answers a wish, a look-up after
 * an event's hint, or the sweep. Idempotent and independent of order. Normally the order moves with the payment;
 * otherwise the payment moves alone and records a fact.
 */
@Injectable()
export class IntentObserver {
  private readonly log = new Logger('IntentObserver');

  constructor(
    private readonly payments: PaymentsRepository,
    private readonly service: PaymentsService,
    private readonly gateway: StripeGateway,
    private readonly client: StripeClient,
    private readonly tokens: Tokens,
    private readonly signals: PaymentSignals,
    private readonly quarantine: QuarantineService,
    private readonly clock: Clock,
  ) {}

  /**
   * @param wish the wish that this answers. Its row is trusted first and re-read only if nothing could be moved from
   *   it.
   */
  async observe(seen: SeenIntent, wish?: PaymentWish): Promise<Observation> {
    const isOfWish = wish !== undefined && seen.orderId === wish.orderId && this.attemptOf(seen) === wish.attempt;
    if (isOfWish) {
      const observation = await this.apply(seen, wish, wish);
      if (observation !== 'quiet') return observation;
    }
    const known =
      seen.orderId === null ? null : await this.payments.find({ orderId: seen.orderId, attempt: this.attemptOf(seen) });
    return this.apply(seen, known, wish);
  }

  /** Does the same for many intents with one query; most of them bring no news. */
  async observeAll(intents: readonly SeenIntent[]): Promise<void> {
    const ours = intents.filter((seen) => seen.ours);
    const rows = await this.payments.ofOrders([...new Set(ours.flatMap((seen) => seen.orderId ?? []))]);
    const known = new Map(rows.map((row) => [`${row.orderId} ${row.attempt}`, row]));
    for (const seen of ours) await this.apply(seen, known.get(`${seen.orderId ?? ''} ${this.attemptOf(seen)}`) ?? null);
  }

  private async apply(seen: SeenIntent, known: KnownPayment | null, wish?: PaymentWish): Promise<Observation> {
    let result: Observation = 'quiet';
    for (const step of judgeIntent(seen, known, this.client.livemode)) {
      const observation = await this.take(step, seen, known, wish);
      if (result !== 'not_yet' && observation !== 'quiet') result = observation;
    }
    return result;
  }

  private async take(
    step: IntentStep,
    seen: SeenIntent,
    known: KnownPayment | null,
    wish?: PaymentWish,
  ): Promise<Observation> {
    switch (step.kind) {
      case 'cancel_intent':
        if (known === null && !(await this.quarantine.mayEnd(seen))) return 'quiet';
        return await this.endOrRemember(seen, this.cancelUnwanted(seen));
      case 'refund_intent':
        if (known === null && !(await this.quarantine.mayEnd(seen))) return 'quiet';
        return await this.endOrRemember(seen, this.refundUnwanted(seen, step.what, step.detail));
      case 'tell_odd':
        await this.tellOdd(seen, step.what, step.detail, wish);
        return 'told';
      default:
        return known !== null && (await this.settle(step, seen, known, wish)) ? 'told' : 'quiet';
    }
  }

  /** Returns false if the payment had already moved. */
  private async settle(
    step: Extract<IntentStep, { kind: 'adopt' | 'authorize' | 'capture' | 'cancel' | 'tell_decline' }>,
    seen: SeenIntent,
    known: KnownPayment,
    wish?: PaymentWish,
  ): Promise<boolean> {
    const intentId = seen.id;
    const { orderId, attempt, amountMinor, currency } = known;
    const secret =
      seen.clientSecret === null ? {} : { clientSecretSealed: this.tokens.seal('payment', seen.clientSecret) };
    const move = async (to: 'open' | 'authorized' | 'captured' | 'canceled', fact: NewFact) => {
      const moved = await this.payments.move({ orderId, attempt, ...secret, to, intentId, fact });
      if (moved) this.signals.emit('ropeline_payment_fact');
      return moved;
    };
    const { reactions } = this.service;
    switch (step.kind) {
      case 'adopt': {
        const { clientSecret } = seen;
        const { clientSecretSealed } = secret;
        const opened =
          clientSecret !== null &&
          clientSecretSealed !== undefined &&
          (await reactions.opened({ orderId, attempt, intentId, clientSecret, clientSecretSealed }));
        return opened || (await move('open', fact('intent_created', { intentId }, `${orderId}:${attempt}`)));
      }
      case 'authorize': {
        const { cardFingerprint } = seen;
        return move('authorized', fact('authorized', { intentId, amountMinor, currency, cardFingerprint }, intentId));
      }
      case 'capture': {
        const { chargeId, cardFingerprint } = seen;
        const captured = await reactions.captured({ orderId, attempt, intentId, amountMinor, currency });
        return (
          captured ||
          (await move(
            'captured',
            fact('captured', { intentId, chargeId, amountMinor, currency, cardFingerprint }, intentId),
          ))
        );
      }
      case 'cancel':
        return move(
          'canceled',
          canceledFact({ orderId, attempt }, intentId, wish === undefined ? 'provider' : 'requested'),
        );
      case 'tell_decline':
        await this.payments.tell({ orderId, attempt }, fact('declined', { intentId, code: step.code }, step.ref));
        this.signals.emit('ropeline_payment_fact');
        return false;
    }
  }

  private async endOrRemember(seen: SeenIntent, ending: Promise<Ending>): Promise<Observation> {
    const ended = await ending;
    if (ended === 'ended') return 'quiet';
    await this.quarantine.endLater(seen);
    return ended;
  }

  private async cancelUnwanted(seen: SeenIntent): Promise<Ending> {
    const answer = await this.gateway.cancelIntent(seen.id, this.keyOfHour('cancel-unwanted', seen));
    this.log.warn(`canceling intent ${seen.id}, which belongs to no payment that may take money: ${answer.kind}`);
    if (answer.kind === 'refused') return 'refused';
    return answer.kind === 'ok' || answer.kind === 'missing' ? 'ended' : 'not_yet';
  }

  private async refundUnwanted(seen: SeenIntent, what: OddKind, detail: string): Promise<Ending> {
    // what an unanswered try gave back is learned before another key is used
    const listed = await this.gateway.refundsOf(seen.id);
    if (listed.kind !== 'ok') return 'not_yet';
    const back = listed.value.reduce((sum, { good, amountMinor }) => sum + (good ? amountMinor : 0), 0);
    const isBack = back > 0 && back >= seen.receivedMinor;
    const { ending, words } = isBack ? REFUNDED : await this.refundRest(seen);
    if (ending !== 'not_yet') await this.tellOdd(seen, what, `${detail}; ${words}`);
    return ending;
  }

  private async refundRest(seen: SeenIntent): Promise<{ ending: Ending; words: string }> {
    const key = this.keyOfHour('refund-unwanted', seen);
    const answer = await this.gateway.refundIntent(seen.id, null, 'unwanted', key);
    if (answer.kind === 'ok' && !answer.value.good)
      return { ending: 'refused', words: 'the refund could not be delivered' };
    if (answer.kind === 'ok') return REFUNDED;
    if (answer.kind !== 'refused') return { ending: 'not_yet', words: answer.kind };
    if (answer.code === 'charge_already_refunded') return REFUNDED;
    return { ending: 'refused', words: `refund refused: ${answer.code}` };
  }

  /** The provider replays a stored failure for as long as its key is used. */
  private keyOfHour(action: string, { id }: SeenIntent): string {
    return this.gateway.keyOf(action, id, Math.floor(this.clock.nowMs() / HOUR_MS));
  }

  private async tellOdd(seen: SeenIntent, what: OddKind, detail: string, wish?: PaymentWish): Promise<void> {
    const attempt = { orderId: seen.orderId ?? '', attempt: this.attemptOf(seen) };
    this.log.error(`intent ${seen.id} of order ${attempt.orderId}: ${what} (${detail})`);
    const news = fact('odd', { what, intentId: seen.id, detail }, `${what}:${seen.id}`);
    await this.payments.tell(attempt, news, wish?.wants);
    this.signals.emit('ropeline_payment_fact');
  }

  private attemptOf(seen: SeenIntent): number {
    return Number.isSafeInteger(seen.attempt) ? seen.attempt : 0;
  }
}

function fact<K extends NewFact['kind']>(kind: K, data: PaymentFactData[K], ref: string): NewFact<K> {
  return { kind, data, dedupe: `${kind}:${ref}` };
}
