import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { IntentObserver } from '../intents/intent.observer.js';
import type { SeenIntent } from '../intents/intent.rules.js';
import type { PaymentFactData } from '../payments.events.js';
import { canceledFact, type NewFact, PaymentsRepository, type PaymentRow } from '../payments.repository.js';
import type { StripeAnswer } from '../stripe/stripe.answer.rules.js';
import { type SeenRefund, StripeGateway } from '../stripe/stripe.gateway.js';
import type { PaymentCommand, Postponement } from './commands.repository.js';
import { IntentFinder } from './intent.finder.js';
import { mustLookAfter, mustLookFirst, retryDelayMs } from './retry.rules.js';

type Of<K extends PaymentCommand['kind']> = Extract<PaymentCommand, { kind: K }>;
/** marked: done, and marked so in the statement that wrote what it led to. done: there was nothing to write. */
export type Outcome = Postponement | 'marked' | 'done';

/** A command that waits for another one of its order looks again soon. */
const BEHIND_ANOTHER_MS = 300;
/** The provider refused to know our account: nothing but an operator helps. */
const LOCKED_OUT_MS = 5_000;
/** Nothing was sent; the circuit may close at any moment. */
const UNSENT_MS = 500;
/** The provider does not know the intent: a person was told, and slowly we go on asking. */
const MISSING_MS = 300_000;

/** Carries out one command. Each case: what we already know, one call, what became of it. */
@Injectable()
export class CommandHandler {
  constructor(
    private readonly clock: Clock,
    private readonly payments: PaymentsRepository,
    private readonly gateway: StripeGateway,
    private readonly observer: IntentObserver,
    private readonly finder: IntentFinder,
  ) {}

  async carryOut(command: PaymentCommand): Promise<Outcome> {
    switch (command.kind) {
      case 'create':
        return this.create(command);
      case 'capture':
        return this.capture(command);
      case 'cancel':
        return this.cancel(command);
      case 'refund':
        return this.refund(command);
    }
  }

  private async create(command: Of<'create'>): Promise<Outcome> {
    const { amountMinor, currency } = command.data;
    const payment = await this.payments.begin(command, amountMinor, currency);
    if (!payment)
      return { delayMs: BEHIND_ANOTHER_MS, reason: 'an earlier attempt can still take money', unsent: true };
    if (payment.state !== 'creating') return 'done';
    if (this.looksFirst(command)) return this.findCreated(command, 'the key may be forgotten');
    const wanted = { orderId: command.orderId, attempt: command.attempt, ...command.data };
    const answer = await this.gateway.createIntent(wanted, this.key(command));
    switch (answer.kind) {
      case 'ok':
        return this.settle(answer.value, command);
      case 'refused':
        await this.payments.move({
          ...attemptOf(command),
          to: 'canceled',
          intentId: null,
          fact: canceledFact(command, null, 'refused'),
          commandId: command.id,
        });
        return 'marked';
      case 'stored':
        return this.findCreated(command, answer.reason);
      case 'unknown':
        return mustLookAfter(command) ? this.findCreated(command, answer.reason, false) : this.again(command, answer);
      default:
        return this.again(command, answer);
    }
  }

  /** Looks for the intent that an earlier try may have made. Only when there surely is none may another key be used. */
  private async findCreated(command: Of<'create'>, reason: string, newRound = true): Promise<Outcome> {
    const found = await this.finder.find(command.orderId, command.attempt, command.createdAt);
    if (found.kind === 'found') return this.settle(found.intent, command);
    if (found.kind === 'none') return { ...this.pause(command, reason), newRound };
    return this.pause(command, `${reason}; looking for it: ${found.reason}`);
  }

  private async capture(command: Of<'capture'>): Promise<Outcome> {
    const payment = await this.payments.find(command);
    if (!payment?.intentId) return this.captureRefused(command, '', 'no_intent');
    if (payment.state === 'captured' || payment.state === 'refunded') return 'done';
    if (payment.state === 'canceled') return this.captureRefused(command, payment.intentId, 'canceled');
    const answer = await this.gateway.captureIntent(payment.intentId, this.key(command));
    if (answer.kind === 'ok') return this.settle(answer.value, command);
    if (answer.kind === 'missing') return this.intentMissing(command, payment.intentId);
    const look =
      answer.kind === 'refused' || answer.kind === 'stored' || (answer.kind === 'unknown' && mustLookAfter(command));
    if (!look) return this.again(command, answer);
    const seen = await this.gateway.retrieveIntent(payment.intentId);
    if (seen.kind !== 'ok') return this.again(command, seen);
    if (seen.value.status === 'succeeded') return this.settle(seen.value, command);
    if (answer.kind !== 'refused') return { ...this.pause(command, answer.reason), newRound: answer.kind === 'stored' };
    if (seen.value.status === 'processing') return this.pause(command, answer.message);
    await this.observer.observe(seen.value);
    return this.captureRefused(command, payment.intentId, answer.code);
  }

  private async captureRefused(command: Of<'capture'>, intentId: string, code: string): Promise<Outcome> {
    const dedupe = `capture_refused:${command.orderId}:${command.attempt}`;
    await this.payments.tell(command, { kind: 'capture_refused', data: { intentId, code }, dedupe }, command.id);
    return 'marked';
  }

  private async cancel(command: Of<'cancel'>): Promise<Outcome> {
    const payment = await this.payments.find(command);
    if (!payment || payment.state === 'creating' || payment.intentId === null)
      return this.cancelBeforeIntent(command, payment);
    if (payment.state === 'captured' || payment.state === 'refunded') return 'done';
    const { intentId } = payment;
    if (payment.state === 'canceled') return this.canceled(command, intentId);
    const answer = await this.gateway.cancelIntent(intentId, this.key(command));
    if (answer.kind === 'ok') return this.settle(answer.value, command);
    if (answer.kind === 'missing') return this.canceled(command, intentId);
    if (answer.kind !== 'refused' && answer.kind !== 'stored') return this.again(command, answer);
    const seen = await this.gateway.retrieveIntent(intentId);
    if (seen.kind !== 'ok') return this.again(command, seen);
    const ended = seen.value.status === 'canceled' || seen.value.status === 'succeeded';
    if (ended) return this.settle(seen.value, command);
    return { ...this.pause(command, `the intent is ${seen.value.status}`), newRound: true };
  }

  private async cancelBeforeIntent(command: Of<'cancel'>, payment: PaymentRow | null): Promise<Outcome> {
    if (payment?.state === 'canceled') return this.canceled(command, null);
    if (await this.payments.endUnsent(command, command.id)) return 'marked';
    return { delayMs: BEHIND_ANOTHER_MS, reason: 'the intent is still being made', unsent: true };
  }

  /** Answers a command whose end was reached without it. */
  private async canceled(command: Of<'cancel'>, intentId: string | null): Promise<Outcome> {
    const fact = canceledFact(command, intentId, 'requested');
    const moved = await this.payments.move({
      ...attemptOf(command),
      to: 'canceled',
      intentId,
      fact,
      commandId: command.id,
    });
    if (!moved) await this.payments.tell(command, fact, command.id);
    return 'marked';
  }

  private async refund(command: Of<'refund'>): Promise<Outcome> {
    const payment = await this.payments.find(command);
    if (!payment?.intentId || (payment.state !== 'captured' && payment.state !== 'refunded')) {
      return this.refundRefused(command, payment?.intentId ?? null, 'nothing was captured');
    }
    const { intentId } = payment;
    if (this.looksFirst(command)) return this.findRefund(command, intentId, 'the key may be forgotten', true);
    const { amountMinor } = command.data;
    const answer = await this.gateway.refundIntent(intentId, amountMinor, String(command.id), this.key(command));
    if (answer.kind === 'ok') return this.refunded(command, answer.value);
    if (answer.kind === 'refused')
      return this.findRefund(command, intentId, `${answer.code}: ${answer.message}`, false);
    if (answer.kind === 'stored') return this.findRefund(command, intentId, answer.reason, true);
    return this.again(command, answer);
  }

  /** Looks for the refund that an earlier try may have made. */
  private async findRefund(
    command: Of<'refund'>,
    intentId: string,
    reason: string,
    askAgain: boolean,
  ): Promise<Outcome> {
    const listed = await this.gateway.refundsOf(intentId);
    if (listed.kind !== 'ok') return this.again(command, listed);
    const found = listed.value.find((refund) => refund.commandId === String(command.id) && refund.good);
    if (found) return this.refunded(command, found);
    return askAgain
      ? { ...this.pause(command, reason), newRound: true }
      : this.refundRefused(command, intentId, reason);
  }

  private async refunded(command: Of<'refund'>, refund: SeenRefund): Promise<Outcome> {
    if (!refund.good) return this.refundRefused(command, refund.intentId, `refund ${refund.id} failed`);
    await this.payments.refund(
      command,
      { refundId: refund.id, intentId: refund.intentId, amountMinor: refund.amountMinor },
      command.id,
    );
    return 'marked';
  }

  private async refundRefused(command: Of<'refund'>, intentId: string | null, detail: string): Promise<Outcome> {
    await this.payments.tell(command, odd('refund_refused', intentId, detail, String(command.id)), command.id);
    return 'marked';
  }

  private async intentMissing(command: Of<'capture'>, intentId: string): Promise<Outcome> {
    await this.payments.tell(
      command,
      odd('intent_missing', intentId, 'the provider does not know the intent to capture', intentId),
    );
    return { delayMs: MISSING_MS, reason: 'the provider does not know the intent' };
  }

  private async settle(seen: SeenIntent, command: PaymentCommand): Promise<Outcome> {
    const observation = await this.observer.observe(seen, command.id);
    if (observation === 'not_yet') return this.pause(command, 'an unwanted intent could not be ended yet');
    return observation === 'told' ? 'marked' : 'done';
  }

  private again(command: PaymentCommand, answer: Exclude<StripeAnswer<unknown>, { kind: 'ok' }>): Postponement {
    const reason = 'reason' in answer ? answer.reason : answer.message;
    switch (answer.kind) {
      case 'unsent':
        return { delayMs: UNSENT_MS + UNSENT_MS * Math.random(), reason, unsent: true };
      case 'locked_out':
        return { delayMs: LOCKED_OUT_MS, reason };
      default:
        return this.pause(command, reason);
    }
  }

  private pause(command: PaymentCommand, reason: string): Postponement {
    return { delayMs: retryDelayMs(command.tries, Math.random()), reason };
  }

  private looksFirst({ tries, createdAt }: PaymentCommand): boolean {
    return mustLookFirst({ tries, createdAtMs: createdAt.getTime() }, this.clock.nowMs());
  }

  private key({ kind, orderId, attempt, keyRound }: PaymentCommand): string {
    return this.gateway.keyOf(kind, `${orderId}-${attempt}`, keyRound);
  }
}

function attemptOf({ orderId, attempt }: PaymentCommand) {
  return { orderId, attempt };
}

function odd(
  what: PaymentFactData['odd']['what'],
  intentId: string | null,
  detail: string,
  ref: string,
): NewFact<'odd'> {
  return { kind: 'odd', data: { what, intentId, detail }, dedupe: `odd:${what}:${ref}` };
}
