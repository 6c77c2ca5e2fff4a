import { Injectable, Logger } from '@nestjs/common';
import type { OddKind, PaymentFact } from '../../payments/payments.events.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { newId } from '../../platform/ids.js';
import { AdmissionEnd } from './admission-end.js';
import { OrderNews } from '../orders/order-news.js';
import { OrdersRepository } from '../orders/orders.repository.js';

type FactOf<K extends PaymentFact['kind']> = Extract<PaymentFact, { kind: K }>;

/** So many declined confirmations of one intent end the order: somebody is trying cards. */
const MAX_DECLINES = 5;
/** What leaves an order that has not ended in a state that we cannot trust. */
const stopsOrder: readonly OddKind[] = [
  'amount_mismatch',
  'livemode_mismatch',
  'captured_after_cancel',
  'intent_missing',
];

/**
 * What payments learned, applied to its order. Any fact may come twice, late, or before the one that caused it: every
 * change is a compare-and-set, and what does not move the order is looked at by the state it is in.
 */
@Injectable()
export class OrderFacts {
  private readonly log = new Logger('OrderFacts');

  constructor(
    private readonly orders: OrdersRepository,
    private readonly payments: PaymentsService,
    private readonly admissions: AdmissionEnd,
    private readonly news: OrderNews,
  ) {}

  async handle(fact: PaymentFact): Promise<void> {
    await this.apply(fact);
    if (isSeenByFan(fact)) await this.quietly('nobody was told of it', this.news.publish(fact.orderId));
  }

  /** What is done after the durable change and may be lost: a page reads again, a slot ends by itself. */
  private async quietly(what: string, work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => this.log.debug(`${what}: ${String(error)}`));
  }

  private async apply(fact: PaymentFact): Promise<void> {
    switch (fact.kind) {
      case 'intent_created':
        return await this.intentCreated(fact);
      case 'authorized':
        return await this.authorized(fact);
      case 'declined':
        return await this.declined(fact);
      case 'captured':
        return await this.captured(fact);
      case 'capture_refused':
        return await this.captureRefused(fact);
      case 'canceled':
        return await this.canceled(fact);
      case 'refunded':
        return await this.refunded(fact);
      case 'disputed':
        return await this.attention(fact, 'disputed', 'Answer the dispute at the payment provider.', {
          disputeId: fact.data.disputeId,
          amountMinor: fact.data.amountMinor,
          reason: fact.data.reason,
        });
      case 'odd':
        return await this.odd(fact);
    }
  }

  private async intentCreated({ orderId, attempt }: FactOf<'intent_created'>): Promise<void> {
    if (await this.orders.openPayment(orderId, attempt)) return;
    await this.endAttempt(orderId, attempt);
  }

  private async authorized({ orderId, attempt }: FactOf<'authorized'>): Promise<void> {
    const result = await this.orders.authorize({ orderId, attempt, alreadyCaptured: false });
    switch (result.kind) {
      case 'moved':
        return this.payments.wake();
      case 'unchanged':
        return await this.endAttempt(orderId, attempt);
      case 'refused':
        this.log.warn(`${orderId} cannot be sold (${result.constraint}): its authorization is given back`);
        await this.orders.voidPending(orderId, attempt, 'sold_meanwhile');
        return this.payments.wake();
    }
  }

  private async declined({ orderId, attempt }: FactOf<'declined'>): Promise<void> {
    const declines = await this.orders.countDecline(orderId, attempt);
    if (declines === null || declines < MAX_DECLINES) return;
    if (await this.orders.startCancel(orderId, 'declined')) this.payments.wake();
  }

  /** The usual course first; then money that was captured without our asking, whose order may still be had. */
  private async captured(fact: FactOf<'captured'>): Promise<void> {
    const { orderId, attempt } = fact;
    if (await this.pay(orderId, attempt)) return;
    const sold = await this.orders.authorize({ orderId, attempt, alreadyCaptured: true });
    if (sold.kind === 'moved') {
      await this.pay(orderId, attempt);
      return;
    }
    const order = await this.orders.stepOf(orderId);
    const isItsOwn = order?.attempt === attempt && (order.state === 'paid' || order.state === 'refunded');
    if (sold.kind === 'unchanged' && isItsOwn) return;
    if (sold.kind === 'refused') await this.orders.moveToAttention(orderId);
    await this.orders.giveBack(orderId, attempt, fact.data.amountMinor);
    this.payments.wake();
    await this.attention(fact, 'captured_without_sale', 'The money is being given back: see that it arrived.', {
      intentId: fact.data.intentId,
      amountMinor: fact.data.amountMinor,
    });
  }

  private async pay(orderId: string, attempt: number): Promise<boolean> {
    const paid = await this.orders.pay(orderId, attempt);
    if (paid) await this.quietly('its admission could not be ended', this.admissions.endIfDone(paid));
    return paid !== null;
  }

  private async captureRefused({ orderId, attempt }: FactOf<'capture_refused'>): Promise<void> {
    if (await this.orders.voidAuthorized(orderId, attempt, 'capture_refused')) this.payments.wake();
  }

  /** An order that was sold already is unsold first: its authorization ended before it was captured. */
  private async canceled(fact: FactOf<'canceled'>): Promise<void> {
    const { orderId, attempt } = fact;
    await this.orders.voidAuthorized(orderId, attempt, 'capture_refused');
    if (await this.orders.endCanceled(orderId, attempt)) return;
    const order = await this.orders.stepOf(orderId);
    if (order?.state !== 'paid' || order.attempt !== attempt) return;
    const detail = { intentId: fact.data.intentId, reason: fact.data.reason };
    await this.attention(fact, 'canceled_after_paid', 'Compare the order with the payment provider.', detail);
  }

  private async refunded({ orderId, attempt, data }: FactOf<'refunded'>): Promise<void> {
    await this.orders.applyRefund(orderId, data.totalRefundedMinor);
    const order = await this.orders.stepOf(orderId);
    // its money was captured although it was being voided, and is back now
    if (order?.state === 'voiding') await this.orders.endCanceled(orderId, attempt);
  }

  private async odd(fact: FactOf<'odd'>): Promise<void> {
    if (stopsOrder.includes(fact.data.what)) await this.orders.moveToAttention(fact.orderId);
    const { what, intentId, detail } = fact.data;
    await this.attention(fact, what, 'Compare the order with the payment provider.', { intentId, detail });
  }

  /** The order does not want this intent (any more): it must not stay open. */
  private async endAttempt(orderId: string, attempt: number): Promise<void> {
    await this.orders.cancelAttempt(orderId, attempt);
    this.payments.wake();
  }

  private async attention(
    fact: PaymentFact,
    kind: string,
    nextStep: string,
    detail: Record<string, string | number | null>,
  ): Promise<void> {
    const orderId = fact.orderId === '' ? null : fact.orderId;
    await this.orders.noteAttention({ id: newId('att'), orderId, saleId: null, kind, nextStep, detail });
  }
}

/** An authorization is followed by its capture within a moment: the fan is told of that. */
function isSeenByFan({ kind, orderId }: PaymentFact): boolean {
  return orderId !== '' && kind !== 'authorized' && kind !== 'disputed';
}
