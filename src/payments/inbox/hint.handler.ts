import { Injectable } from '@nestjs/common';
import { IntentObserver } from '../intents/intent.observer.js';
import { PaymentsRepository, type PaymentRow } from '../payments.repository.js';
import { PaymentSignals } from '../payments.signals.js';
import { QuarantineService } from '../quarantine/quarantine.service.js';
import { RefundReconciler } from '../refunds/refund-reconciler.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';
import { type EventHint, isOldNews } from './event.rules.js';

export type Followed = boolean | 'waits';

/**
 * Follows hints about one intent: queries the provider unless the outcome is already known. Returns false to retry
 * later, 'waits' while a person has not decided about the intent.
 */
@Injectable()
export class HintHandler {
  constructor(
    private readonly payments: PaymentsRepository,
    private readonly gateway: StripeGateway,
    private readonly observer: IntentObserver,
    private readonly refunds: RefundReconciler,
    private readonly signals: PaymentSignals,
    private readonly quarantine: QuarantineService,
  ) {}

  async follow(
    intentId: string,
    hints: readonly EventHint[],
    known: PaymentRow | null,
    isFirst: boolean,
  ): Promise<Followed> {
    const fresh = hints.filter((hint) => !isOldNews(hint, known?.state ?? null));
    const movesMoney = ({ kind }: EventHint) => kind === 'refund' || kind === 'dispute';
    if (known === null && fresh.some(movesMoney)) {
      if (await this.mustWait(intentId, isFirst)) return 'waits';
      const late = await this.foundLate(intentId);
      if (late !== null) return late !== 'unknown' && (await this.follow(intentId, hints, late, isFirst));
    }
    for (const hint of fresh) if (hint.kind === 'dispute' && known) await this.tellDispute(hint, known);
    for (const hint of fresh) if (hint.kind === 'decline' && known) await this.tellDecline(hint, known);
    const mustLook = ({ kind }: EventHint) => kind === 'intent' || (kind === 'decline' && known === null);
    if (fresh.some(mustLook) && !(await this.look(intentId))) return false;
    if (!fresh.some((hint) => hint.kind === 'refund')) return true;
    return known === null || this.learnRefunds(intentId, known);
  }

  /** News of an order that may still be adopted waits for it, or its tickets would stay valid without their money. */
  private async mustWait(intentId: string, isFirst: boolean): Promise<boolean> {
    const standing = await this.quarantine.standingOf(intentId);
    // what was given back of it is part of what a person decides about; a wait of days must not ask the provider again
    if (standing === 'stray' && isFirst) await this.look(intentId);
    return standing !== 'none';
  }

  /**
   * Looks for the payment whose intent is not stored yet, because the answer to its create was lost: news of its money
   * would otherwise be taken for those of somebody else on the account. null: there is none.
   */
  private async foundLate(intentId: string): Promise<PaymentRow | 'unknown' | null> {
    if (!(await this.payments.awaitsIntents())) return null;
    if (!(await this.look(intentId))) return 'unknown';
    return (await this.payments.byIntents([intentId]))[0] ?? null;
  }

  private async look(intentId: string): Promise<boolean> {
    const seen = await this.gateway.retrieveIntent(intentId);
    if (seen.kind === 'missing') return true;
    return seen.kind === 'ok' && (await this.observer.observe(seen.value)) !== 'not_yet';
  }

  /** Retrieves the intent before its refunds if its capture is not known yet. */
  private async learnRefunds(intentId: string, known: PaymentRow): Promise<boolean> {
    if (known.state !== 'captured' && known.state !== 'refunded') {
      if (!(await this.look(intentId))) return false;
      // a canceled authorization also shows as a refund, although no money moved
      if ((await this.payments.find(known))?.state === 'canceled') return true;
    }
    const listed = await this.gateway.refundsOf(intentId);
    if (listed.kind !== 'ok') return false;
    await this.refunds.learn({ ...known, intentId }, listed.value);
    return true;
  }

  /** Reports each decline, even if several arrived before we looked. */
  private async tellDecline(hint: Extract<EventHint, { kind: 'decline' }>, known: PaymentRow): Promise<void> {
    const { intentId, code, ref } = hint;
    await this.payments.tell(known, { kind: 'declined', data: { intentId, code }, dedupe: `declined:${ref}` });
    this.signals.emit('ropeline_payment_fact');
  }

  private async tellDispute(hint: Extract<EventHint, { kind: 'dispute' }>, known: PaymentRow): Promise<void> {
    const { intentId, disputeId, amountMinor, reason, status } = hint;
    const data = { intentId, disputeId, amountMinor, reason, status };
    await this.payments.tell(known, { kind: 'disputed', data, dedupe: `disputed:${disputeId}:${status}` });
    this.signals.emit('ropeline_payment_fact');
  }
}
