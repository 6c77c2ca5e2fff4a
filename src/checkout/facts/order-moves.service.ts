import { Injectable, Logger } from '@nestjs/common';
import type { PaymentFact } from '../../payments/payments.events.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { CardBrakes } from '../brakes/card-brakes.service.js';
import { CARD_UNKNOWN } from '../limits/counted.sql.js';
import { DisputedOrders } from '../disputes/disputed-orders.service.js';
import { PersonLimits } from '../limits/person-limits.service.js';
import type { OrderReason } from '../../contract/orders/order-reasons.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import type { AuthorizeResult } from '../orders/orders.types.js';
import { OrderRefundsRepository } from '../refunds/refunds.repository.js';
import { AdmissionEnd } from './admission-end.js';
import type { FactAction } from './order-facts.rules.js';

/** Per order; more suggest card testing. */
const MAX_DECLINES = 5;
/** Per admission, so that a new order does not reset the count. */
const MAX_DECLINES_OF_ADMISSION = 8;

/** Actions that move an order or its wishes, as opposed to reporting to staff. */
export type Move = Exclude<
  FactAction,
  'repeat' | 'tell_refund_refused' | 'tell_refund_failed' | 'dispute' | 'stop' | 'attention' | 'give_back'
>;

/** Moves orders as facts demand. Each move returns false if the order had already moved. */
@Injectable()
export class OrderMoves {
  private readonly log = new Logger('OrderFacts');

  constructor(
    private readonly orders: OrdersRepository,
    private readonly refunds: OrderRefundsRepository,
    private readonly payments: PaymentsService,
    private readonly admissions: AdmissionEnd,
    private readonly limits: PersonLimits,
    private readonly brakes: CardBrakes,
    private readonly disputes: DisputedOrders,
  ) {}

  async make(move: Move, fact: PaymentFact): Promise<boolean> {
    const { orderId, attempt } = fact;
    switch (move) {
      case 'open':
        return (await this.orders.openPayment(orderId, attempt)) || (await this.orders.isOpen(orderId, attempt));
      case 'sell':
        return await this.sell(fact);
      case 'pay':
        return await this.pay(orderId, attempt);
      case 'sell_and_pay':
        return await this.sellCaptured(fact);
      case 'settle':
        await this.disputes.settle(orderId);
        return true;
      case 'count_decline':
        return await this.countDecline(fact);
      case 'end_attempt':
        return await this.wake(this.orders.cancelAttempt(orderId, attempt).then(() => true));
      case 'void':
        return await this.wake(this.voidOrder(orderId, attempt));
      case 'void_and_end':
        await this.orders.voidAuthorized(orderId, attempt, 'capture_refused');
        return await this.orders.endCanceled(orderId, attempt);
      case 'end':
        return await this.orders.endCanceled(orderId, attempt, isRefused(fact) ? 'intent_refused' : undefined);
      case 'note_canceled':
        return await this.orders.noteCanceled(orderId, attempt);
      case 'refund':
        await this.refund({ orderId, attempt });
        return true;
    }
  }

  /** Applies the payment's refunded sum to the order; a full refund ends an order being voided. */
  async refund({ orderId, attempt }: Pick<PaymentFact, 'orderId' | 'attempt'>): Promise<void> {
    await this.refunds.apply(orderId);
    await this.orders.endVoidedByRefund(orderId, attempt);
  }

  async giveBack({ orderId, attempt }: PaymentFact): Promise<void> {
    await this.refunds.giveBack(orderId, attempt);
    this.payments.wakeRefunds();
  }

  private async sell(fact: PaymentFact): Promise<boolean> {
    const { orderId, attempt } = fact;
    const result = await this.authorize(fact, false);
    if (result.kind === 'refused') {
      this.log.warn(`${orderId} cannot be sold (${result.constraint}): its authorization is released`);
      return await this.wake(this.orders.voidPending(orderId, attempt, reasonOf(result.constraint)));
    }
    return await this.wake(Promise.resolve(result.kind === 'moved'));
  }

  /** Sells an order whose money was captured unasked, while its stock is still available. */
  private async sellCaptured(fact: PaymentFact): Promise<boolean> {
    const { orderId, attempt } = fact;
    const result = await this.authorize(fact, true);
    if (result.kind === 'refused') {
      this.log.warn(`${orderId} cannot be sold (${result.constraint}): its money is refunded`);
      // the next look finds the order voiding, where captured money is refunded
      await this.orders.voidUnsold(orderId, attempt, reasonOf(result.constraint));
      return false;
    }
    return result.kind === 'moved' && (await this.pay(orderId, attempt));
  }

  private async authorize(fact: PaymentFact, alreadyCaptured: boolean): Promise<AuthorizeResult> {
    const { orderId, attempt } = fact;
    const card = fact.kind === 'authorized' || fact.kind === 'captured' ? (fact.data.cardFingerprint ?? null) : null;
    const cardDigest = this.limits.cardDigestOf(card);
    if (cardDigest === null && (await this.orders.countsByCard(orderId)))
      return { kind: 'refused', constraint: CARD_UNKNOWN };
    return await this.orders.authorize({ orderId, attempt, alreadyCaptured, cardDigest });
  }

  private async pay(orderId: string, attempt: number): Promise<boolean> {
    const paid = await this.orders.pay(orderId, attempt);
    // a crash in between is made up for by the next delivery, which finds the order paid
    if (paid === null || paid.dispute === 'lost') await this.disputes.settle(orderId);
    // best effort: otherwise the slot ends with its deadline
    if (paid) await this.admissions.endIfDone(paid).catch((error: unknown) => this.log.debug(String(error)));
    return paid !== null;
  }

  /** The count is kept once per fact; what follows from it is decided at every delivery. */
  private async countDecline(fact: PaymentFact): Promise<boolean> {
    const { orderId } = fact;
    const counted = await this.orders.countDecline(fact);
    if (counted === null) return false;
    const { declines, tried, saleId, network } = counted;
    const isTrying = network !== null && (await this.brakes.of(saleId, network)) === 'slow';
    if (declines >= MAX_DECLINES || tried >= MAX_DECLINES_OF_ADMISSION || isTrying)
      await this.wake(this.orders.startCancel(orderId, 'declined'));
    return true;
  }

  private async voidOrder(orderId: string, attempt: number): Promise<boolean> {
    return (
      (await this.orders.voidAuthorized(orderId, attempt, 'capture_refused')) ||
      (await this.orders.voidPending(orderId, attempt, 'capture_refused'))
    );
  }

  private async wake(made: Promise<boolean>): Promise<boolean> {
    const done = await made;
    if (done) this.payments.wake();
    return done;
  }
}

/** Maps the violated constraint to the order's reason. */
function reasonOf(constraint: string): OrderReason {
  return constraint === 'quota_within_max' || constraint === CARD_UNKNOWN ? 'limit_exceeded' : 'sold_meanwhile';
}

/** True if the provider refused to create the intent, which is not the fan's doing. */
const isRefused = (fact: PaymentFact): boolean => fact.kind === 'canceled' && fact.data.reason === 'refused';
