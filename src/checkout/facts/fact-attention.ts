import { Injectable } from '@nestjs/common';
import type { OddKind, PaymentFact } from '../../payments/payments.events.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { newId } from '../../platform/ids.js';
import type { AttentionKind } from '../attention/attention.rules.js';
import { DisputedOrders } from '../disputes/disputed-orders.service.js';
import { OrdersRepository } from '../orders/orders.repository.js';

type Detail = Record<string, string | number | null>;

/** Facts that leave an open order in an untrustworthy state. */
const stopsOrder: readonly OddKind[] = [
  'amount_mismatch',
  'livemode_mismatch',
  'captured_after_cancel',
  'canceled_after_capture',
  'intent_missing',
];

const disputeKinds = {
  warning: 'fraud_warning',
  opened: 'disputed',
  won: 'dispute_won',
  lost: 'dispute_lost',
} as const;

/** Raises attention items for facts that staff must see, at most one open item each. */
@Injectable()
export class FactAttention {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly payments: PaymentsService,
    private readonly disputes: DisputedOrders,
  ) {}

  async ofUnknownOrder(fact: PaymentFact): Promise<void> {
    if (fact.kind === 'odd') await this.ofOdd(fact, false);
    else await this.note(fact, 'unknown_order', { fact: fact.kind, order: fact.orderId }, null);
  }

  async ofRefund(fact: PaymentFact): Promise<void> {
    if (fact.kind !== 'refund_refused' && fact.kind !== 'refund_failed') return;
    const { refundId, providerId, amountMinor, answer } = fact.data;
    await this.note(fact, fact.kind, { refundId, providerId, amountMinor, answer });
  }

  /** Reports warnings and disputes to staff, and their outcome as well, so that nobody waits for it. */
  async ofDispute(fact: PaymentFact): Promise<void> {
    if (fact.kind !== 'disputed') return;
    const { disputeId, amountMinor, reason, status } = fact.data;
    await this.disputes.note({ orderId: fact.orderId, attempt: fact.attempt, disputeId, status });
    // also when one is won: another may be lost, and this was the last open one
    if (status === 'lost' || status === 'won') await this.orders.endVoidedByRefund(fact.orderId, fact.attempt);
    await this.note(fact, disputeKinds[status], { disputeId, amountMinor, reason });
  }

  /** Always returns true: reports the fact even if the order can no longer be stopped. */
  async ofOdd(fact: PaymentFact, stop: boolean): Promise<boolean> {
    if (fact.kind !== 'odd') return true;
    const { what, intentId, detail, ref } = fact.data;
    if (stop && stopsOrder.includes(what) && (await this.orders.moveToAttention(fact.orderId))) this.payments.wake();
    await this.note(fact, what, { intentId, detail, ...(ref === undefined ? {} : { ref }) });
    return true;
  }

  /** Reports a fact that should be impossible in the order's state. */
  async ofContradiction(fact: PaymentFact): Promise<boolean> {
    switch (fact.kind) {
      case 'odd':
        return await this.ofOdd(fact, false);
      case 'canceled':
        await this.note(fact, 'canceled_after_paid', { intentId: fact.data.intentId, reason: fact.data.reason });
        return true;
      case 'captured':
        await this.orders.noteCaptured(fact.orderId, fact.attempt);
        await this.note(fact, 'captured_in_attention', {
          intentId: fact.data.intentId,
          amountMinor: fact.data.amountMinor,
        });
        return true;
      default:
        await this.note(fact, 'unexpected_capture_refused', {});
        return true;
    }
  }

  async ofUnsoldCapture(fact: PaymentFact): Promise<void> {
    if (fact.kind !== 'captured') return;
    const { intentId, amountMinor } = fact.data;
    await this.note(fact, 'captured_without_sale', { intentId, amountMinor });
  }

  private async note(
    fact: PaymentFact,
    kind: AttentionKind,
    detail: Detail,
    orderId: string | null = fact.orderId || null,
  ) {
    await this.orders.noteAttention({ id: newId('att'), orderId, saleId: null, kind, detail });
  }
}
