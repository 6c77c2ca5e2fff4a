import { Injectable } from '@nestjs/common';
import { IntentObserver } from '../intents/intent.observer.js';
import { PaymentsRepository, type PaymentRow } from '../payments.repository.js';
import { PaymentSignals } from '../payments.signals.js';
import { type SeenRefund, StripeGateway } from '../stripe/stripe.gateway.js';
import { type EventHint, isOldNews } from './event.rules.js';

/** Follows hints of one intent: asks the provider how it stands, unless we know already. False: once more, later. */
@Injectable()
export class HintHandler {
  constructor(
    private readonly payments: PaymentsRepository,
    private readonly gateway: StripeGateway,
    private readonly observer: IntentObserver,
    private readonly signals: PaymentSignals,
  ) {}

  async follow(intentId: string, hints: readonly EventHint[], known: PaymentRow | null): Promise<boolean> {
    const fresh = hints.filter((hint) => !isOldNews(hint, known?.state ?? null));
    for (const hint of fresh) if (hint.kind === 'dispute' && known) await this.tellDispute(hint, known);
    for (const hint of fresh) if (hint.kind === 'decline' && known) await this.tellDecline(hint, known);
    const mustLook = ({ kind }: EventHint) => kind === 'intent' || (kind === 'decline' && known === null);
    if (fresh.some(mustLook) && !(await this.look(intentId))) return false;
    if (!fresh.some((hint) => hint.kind === 'refund')) return true;
    return known === null || this.countRefunds(intentId, known);
  }

  private async look(intentId: string): Promise<boolean> {
    const seen = await this.gateway.retrieveIntent(intentId);
    if (seen.kind === 'missing') return true;
    return seen.kind === 'ok' && (await this.observer.observe(seen.value)) !== 'not_yet';
  }

  /** Refunds that we asked for are among them: each is counted once, whoever sees it first. */
  private async countRefunds(intentId: string, known: PaymentRow): Promise<boolean> {
    const listed = await this.gateway.refundsOf(intentId);
    if (listed.kind !== 'ok') return false;
    for (const refund of listed.value) {
      if (refund.good)
        await this.payments.refund(known, { refundId: refund.id, intentId, amountMinor: refund.amountMinor });
      else await this.tellFailedRefund(refund, known);
    }
    this.signals.emit('ropeline_payment_fact');
    return true;
  }

  /** A bank may send a refund back days after it was counted: then the fan has neither ticket nor money. */
  private async tellFailedRefund({ id, intentId, wishId }: SeenRefund, known: PaymentRow): Promise<void> {
    const data = { what: 'refund_refused' as const, intentId, detail: `refund ${id} failed` };
    await this.payments.tell(known, { kind: 'odd', data, dedupe: `odd:refund_refused:${wishId ?? id}` });
  }

  /** Each decline counts, also when several came before we looked. */
  private async tellDecline(hint: Extract<EventHint, { kind: 'decline' }>, known: PaymentRow): Promise<void> {
    const { intentId, code, ref } = hint;
    await this.payments.tell(known, { kind: 'declined', data: { intentId, code }, dedupe: `declined:${ref}` });
    this.signals.emit('ropeline_payment_fact');
  }

  private async tellDispute(hint: Extract<EventHint, { kind: 'dispute' }>, known: PaymentRow): Promise<void> {
    const { intentId, disputeId, amountMinor, reason } = hint;
    const data = { intentId, disputeId, amountMinor, reason };
    await this.payments.tell(known, { kind: 'disputed', data, dedupe: `disputed:${disputeId}` });
    this.signals.emit('ropeline_payment_fact');
  }
}
