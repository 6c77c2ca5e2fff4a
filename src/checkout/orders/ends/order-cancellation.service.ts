import { Injectable } from '@nestjs/common';
import type { OrderCancellationShape } from '../../../contract/orders/order-cancellation-shapes.js';
import type { RefundAnswer } from '../../../contract/money/refund-shapes.js';
import type { OrderState } from '../../../contract/orders/order-shapes.js';
import { PaymentsService } from '../../../payments/payments.service.js';
import type { AuditEntry } from '../../../platform/audit/audit.sql.js';
import { AuditService } from '../../../platform/audit/audit.service.js';
import { AttentionRepository } from '../../attention/attention.repository.js';
import { type MoneyMover, OrderRefunds } from '../../refunds/order-refunds.service.js';
import { OrderNews } from '../order-news.js';
import { publicState } from '../order.state.js';
import { OrdersRepository } from '../orders.repository.js';
import { idPattern } from '../../../contract/ids.js';

export type CancelResult =
  | { kind: 'done'; answer: OrderCancellationShape }
  | { kind: 'not_found' }
  | { kind: 'above_free' }
  | { kind: 'refused'; why: string };

const ORDER_ID = idPattern('ord');

/** Cancels an order on behalf of staff: a pending one is no longer charged, a paid one is refunded in full. */
@Injectable()
export class OrderCancellations {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly refunds: OrderRefunds,
    private readonly items: AttentionRepository,
    private readonly payments: PaymentsService,
    private readonly audit: AuditService,
    private readonly news: OrderNews,
  ) {}

  async cancel(orderId: string, by: MoneyMover, reason: string | null): Promise<CancelResult> {
    const order = ORDER_ID.test(orderId) ? await this.orders.byId(orderId) : null;
    if (!order) return { kind: 'not_found' };
    switch (order.state) {
      case 'pending':
        return (await this.endPending(orderId, entryOf(by, orderId, reason)))
          ? await this.noted(orderId, null)
          : { kind: 'refused', why: 'Its payment has just moved on. Look again.' };
      case 'paid':
        return order.partnerId === null
          ? await this.giveBack(orderId, by, reason)
          : await this.voidExternal(orderId, by, reason);
      case 'authorized':
        return { kind: 'refused', why: 'Its money is being taken at this moment. Try again in a few seconds.' };
      case 'needs_attention':
        return { kind: 'refused', why: 'It waits for a person: decide about it under Attention.' };
      case 'canceling':
      case 'voiding':
      case 'expired':
      case 'canceled':
      case 'refunded':
        return answered('already', publicState(order.state), null);
    }
  }

  /** Two compare-and-sets, because the order may request its payment between them. */
  private async endPending(orderId: string, entry: AuditEntry): Promise<boolean> {
    if (await this.orders.endUnasked(orderId, 'canceled', 'ended_by_staff', 'release', entry)) return true;
    if (!(await this.orders.startCancel(orderId, 'ended_by_staff', entry))) return false;
    this.payments.wake();
    return true;
  }

  /** Voids the tickets only: the partner holds the money and refunds it. */
  private async voidExternal(orderId: string, by: MoneyMover, reason: string | null): Promise<CancelResult> {
    if (!(await this.orders.cancelExternal(orderId, 'ended_by_staff', entryOf(by, orderId, reason))))
      return { kind: 'refused', why: 'Somebody was already let in with one of its tickets.' };
    await this.news.publish(orderId);
    return await this.noted(orderId, null);
  }

  /** Refunds the whole order; a free order only has its tickets voided. */
  private async giveBack(orderId: string, by: MoneyMover, reason: string | null): Promise<CancelResult> {
    const of = { origin: 'staff', key: `cancel-${orderId}`, isHouseKey: true, cancels: { reason } } as const;
    const asker = { ...by, ...of };
    const asked = await this.refunds.ask(orderId, reason === null ? {} : { reason }, asker);
    switch (asked.kind) {
      case 'asked':
        return await this.noted(orderId, asked.answer);
      case 'already':
        return await this.giveBackAgain(orderId, by, asked.answer, reason);
      case 'nothing_captured':
        return (await this.items.voidPaid(orderId, entryOf(by, orderId, reason)))
          ? await this.noted(orderId, null)
          : { kind: 'refused', why: 'It has just changed. Look again.' };
      case 'above_free':
        return { kind: asked.kind };
      default:
        return { kind: 'refused', why: 'It has just changed. Look again.' };
    }
  }

  /** Requests a refund again, without an idempotency key, if the earlier one was refused or failed. */
  private async giveBackAgain(
    orderId: string,
    by: MoneyMover,
    known: RefundAnswer,
    reason: string | null,
  ): Promise<CancelResult> {
    const isOver = known.refund?.state === 'refused' || known.refund?.state === 'failed';
    if (!isOver) return answered('already', 'paid', known);
    const asker = { ...by, origin: 'staff', key: null, cancels: { reason } } as const;
    const asked = await this.refunds.ask(orderId, reason === null ? {} : { reason }, asker);
    if (asked.kind === 'above_free') return { kind: asked.kind };
    if (asked.kind !== 'asked' && asked.kind !== 'already')
      return { kind: 'refused', why: 'It has just changed. Look again.' };
    return await this.noted(orderId, asked.answer);
  }

  /** Its entry was written by the statement that moved the order. */
  private async noted(orderId: string, refund: RefundAnswer | null): Promise<CancelResult> {
    this.audit.wrote();
    const order = await this.orders.byId(orderId);
    return answered('asked', order ? publicState(order.state) : 'canceled', refund);
  }
}

const entryOf = ({ actor }: MoneyMover, orderId: string, reason: string | null): AuditEntry => ({
  ...{ actor, action: 'order.cancel', subject: orderId, data: { reason, refund: null } },
});

function answered(
  state: OrderCancellationShape['state'],
  orderState: OrderState,
  refund: RefundAnswer | null,
): CancelResult {
  return { kind: 'done', answer: { state, orderState, refund } };
}
