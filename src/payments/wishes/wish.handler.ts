import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { IntentObserver } from '../intents/intent.observer.js';
import type { SeenIntent } from '../intents/intent.rules.js';
import type { PaymentFactData } from '../payments.events.js';
import { canceledFact, type NewFact, PaymentsRepository } from '../payments.repository.js';
import { PaymentSignals } from '../payments.signals.js';
import type { PaymentWish } from '../payments.types.js';
import type { StripeAnswer } from '../stripe/stripe.answer.rules.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';
import { IntentFinder } from './intent.finder.js';
import { mustLookAfter, mustLookFirst, retryDelayMs } from './retry.rules.js';
import type { Postponement } from './wishes.repository.js';

/**
 * marked: the statement that wrote the outcome cleared the wish. done: there was nothing to write. again: the row now
 * wants something else.
 */
export type Outcome = Postponement | 'marked' | 'done' | 'again';

/** The provider rejected our credentials: only an operator can help. */
const LOCKED_OUT_MS = 5_000;
/** Nothing was sent; the circuit may close at any moment. */
const UNSENT_MS = 500;
/** The provider does not know the intent: a person has been alerted, and we keep retrying slowly. */
const MISSING_MS = 300_000;
const DAY_MS = 86_400_000;
const LONGEST_DETAIL = 300;

type Refusal = Extract<StripeAnswer<unknown>, { kind: 'refused' }>;

/** Carries out one wish. Each case: read the row, make one call, record the outcome. */
@Injectable()
export class WishHandler {
  constructor(
    private readonly clock: Clock,
    private readonly payments: PaymentsRepository,
    private readonly gateway: StripeGateway,
    private readonly observer: IntentObserver,
    private readonly finder: IntentFinder,
    private readonly signals: PaymentSignals,
  ) {}

  async carryOut(wish: PaymentWish): Promise<Outcome> {
    switch (wish.wants) {
      case 'create':
        return this.create(wish);
      case 'capture':
        return this.capture(wish);
      case 'cancel':
        return this.cancel(wish);
    }
  }

  private async create(wish: PaymentWish): Promise<Outcome> {
    if (wish.state !== 'creating') return 'done';
    if (this.looksFirst(wish))
      return this.findCreated(wish, 'the key may be forgotten', { newRound: true, newTerm: true });
    const answer = await this.gateway.createIntent(wish, this.key(wish, 'create'));
    switch (answer.kind) {
      case 'ok':
        return this.settle(answer.value, wish);
      case 'refused':
        return this.createRefused(wish, answer);
      case 'stored':
        return this.findCreated(wish, answer.reason, { newRound: true });
      case 'unknown':
        return mustLookAfter(wish) ? this.findCreated(wish, answer.reason, {}) : this.again(wish, answer);
      default:
        return this.again(wish, answer);
    }
  }

  /** Not the fan's fault: a sale whose amounts the provider rejects needs a person, alerted once a day per reason. */
  private async createRefused(wish: PaymentWish, { code, message }: Refusal): Promise<Outcome> {
    const day = Math.floor(this.clock.nowMs() / DAY_MS);
    const detail = `${wish.amountMinor} ${wish.currency}: ${code}: ${message}`.slice(0, LONGEST_DETAIL);
    await this.payments.tell(wish, odd('intent_refused', null, detail, `${wish.saleId}:${code}:${day}`));
    return this.moveToCanceled(wish, null, 'refused');
  }

  /**
   * Looks for the intent that an earlier try may have created. Only if there is certainly none may another key be used,
   * and a cancel has nothing left to end; should one still turn up, the sweep ends it.
   * @param keys whether another key follows, and whether it is trusted from now on
   */
  private async findCreated(
    wish: PaymentWish,
    reason: string,
    keys: Pick<Postponement, 'newRound' | 'newTerm'>,
  ): Promise<Outcome> {
    const found = await this.finder.find(wish.orderId, wish.attempt, new Date(wish.wantedAtMs));
    if (found.kind === 'found') return this.settle(found.intent, wish);
    if (found.kind === 'none' && wish.wants === 'cancel' && keys.newRound === true)
      return this.moveToCanceled(wish, null, 'requested');
    if (found.kind === 'none') return { ...this.pause(wish, reason), ...keys };
    return this.pause(wish, `${reason}; looking for it: ${found.reason}`);
  }

  private async capture(wish: PaymentWish): Promise<Outcome> {
    const { intentId, state } = wish;
    if (intentId === null) return this.captureRefused(wish, '', 'no_intent');
    if (state === 'captured' || state === 'refunded') return 'done';
    if (state === 'canceled') return this.captureRefused(wish, intentId, 'canceled');
    const answer = await this.gateway.captureIntent(intentId, this.key(wish));
    if (answer.kind === 'ok') return this.settle(answer.value, wish);
    if (answer.kind === 'missing') return this.intentMissing(wish, intentId);
    const look =
      answer.kind === 'refused' || answer.kind === 'stored' || (answer.kind === 'unknown' && mustLookAfter(wish));
    if (!look) return this.again(wish, answer);
    const seen = await this.gateway.retrieveIntent(intentId);
    if (seen.kind !== 'ok') return this.again(wish, seen);
    if (seen.value.status === 'succeeded') return this.settle(seen.value, wish);
    if (answer.kind !== 'refused') return { ...this.pause(wish, answer.reason), newRound: answer.kind === 'stored' };
    if (seen.value.status === 'processing') return this.pause(wish, answer.message);
    await this.observer.observe(seen.value);
    return this.captureRefused(wish, intentId, answer.code);
  }

  private captureRefused(wish: PaymentWish, intentId: string, code: string): Promise<Outcome> {
    const dedupe = `capture_refused:${wish.orderId}:${wish.attempt}`;
    return this.tell(wish, { kind: 'capture_refused', data: { intentId, code }, dedupe });
  }

  private async cancel(wish: PaymentWish): Promise<Outcome> {
    const { intentId, state } = wish;
    if (state === 'captured' || state === 'refunded') return 'done';
    if (state === 'canceled') return this.moveToCanceled(wish, intentId, 'requested');
    if (state === 'creating' || intentId === null) return this.cancelBeforeIntent(wish);
    const answer = await this.gateway.cancelIntent(intentId, this.key(wish));
    if (answer.kind === 'ok') return this.settle(answer.value, wish);
    if (answer.kind === 'missing') return this.moveToCanceled(wish, intentId, 'requested');
    if (answer.kind !== 'refused' && answer.kind !== 'stored') return this.again(wish, answer);
    const seen = await this.gateway.retrieveIntent(intentId);
    if (seen.kind !== 'ok') return this.again(wish, seen);
    const ended = seen.value.status === 'canceled' || seen.value.status === 'succeeded';
    if (ended) return this.settle(seen.value, wish);
    return { ...this.pause(wish, `the intent is ${seen.value.status}`), newRound: true };
  }

  /** Repeats a create that may have been sent, under the same key: only a known intent can be canceled. */
  private async cancelBeforeIntent(wish: PaymentWish): Promise<Outcome> {
    if (wish.tries <= 1 && (await this.payments.endUnsent(wish))) {
      this.signals.emit('ropeline_payment_fact');
      return 'marked';
    }
    const made = await this.create(wish);
    return made === 'marked' || made === 'done' ? 'again' : made;
  }

  /** Also answers a cancel wish for a payment that has already ended. */
  private async moveToCanceled(
    wish: PaymentWish,
    intentId: string | null,
    reason: 'refused' | 'requested',
  ): Promise<Outcome> {
    const fact = canceledFact(wish, intentId, reason);
    const { orderId, attempt } = wish;
    if (!(await this.payments.move({ orderId, attempt, to: 'canceled', intentId, fact }))) return this.tell(wish, fact);
    this.signals.emit('ropeline_payment_fact');
    return 'marked';
  }

  private async intentMissing(wish: PaymentWish, intentId: string): Promise<Outcome> {
    await this.payments.tell(
      wish,
      odd('intent_missing', intentId, 'the provider does not know the intent to capture', intentId),
    );
    this.signals.emit('ropeline_payment_fact');
    return { delayMs: MISSING_MS, reason: 'the provider does not know the intent' };
  }

  private async tell(wish: PaymentWish, fact: NewFact): Promise<Outcome> {
    await this.payments.tell(wish, fact, wish.wants);
    this.signals.emit('ropeline_payment_fact');
    return 'marked';
  }

  private async settle(seen: SeenIntent, wish: PaymentWish): Promise<Outcome> {
    const observation = await this.observer.observe(seen, wish);
    if (observation === 'not_yet') return this.pause(wish, 'an unwanted intent could not be ended yet');
    return observation === 'told' ? 'marked' : 'done';
  }

  private again(wish: PaymentWish, answer: Exclude<StripeAnswer<unknown>, { kind: 'ok' }>): Postponement {
    const reason = 'reason' in answer ? answer.reason : answer.message;
    switch (answer.kind) {
      case 'unsent':
        return { delayMs: UNSENT_MS + UNSENT_MS * Math.random(), reason, unsent: true };
      case 'locked_out':
        return { delayMs: LOCKED_OUT_MS, reason };
      default:
        return this.pause(wish, reason);
    }
  }

  private pause(wish: PaymentWish, reason: string): Postponement {
    return { delayMs: retryDelayMs(wish.tries, Math.random()), reason };
  }

  private looksFirst({ tries, wantedAtMs }: PaymentWish): boolean {
    return mustLookFirst({ tries, wantedAtMs }, this.clock.nowMs());
  }

  private key({ wants, orderId, attempt, keyRound }: PaymentWish, action: string = wants): string {
    return this.gateway.keyOf(action, `${orderId}-${attempt}`, keyRound);
  }
}

function odd(
  what: PaymentFactData['odd']['what'],
  intentId: string | null,
  detail: string,
  ref: string,
): NewFact<'odd'> {
  return { kind: 'odd', data: { what, intentId, detail }, dedupe: `odd:${what}:${ref}` };
}
