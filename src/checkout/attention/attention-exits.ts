import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '../../platform/audit/audit.sql.js';
import { PaymentsService } from '../../payments/payments.service.js';
import type { RefundRow } from '../../payments/refunds/refund.types.js';
import { RefundsService } from '../../payments/refunds/refunds.service.js';
import { DisputedOrders } from '../disputes/disputed-orders.service.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { type MoneyMover, OrderRefunds } from '../refunds/order-refunds.service.js';
import { AttentionRepository, type AttentionRow } from './attention.repository.js';
import type { AttentionVerb } from '../../contract/staff/attention-verbs.js';
import type { VerbOutcome } from './attention.rules.js';
import { QuarantineExits } from './quarantine-exits.js';
import { StuckRows } from './stuck-rows.service.js';
import { StrayStock } from './stray-stock.js';

/** Carries out the decisions of staff. Each verb is idempotent. */
@Injectable()
export class AttentionExits {
  constructor(
    private readonly items: AttentionRepository,
    private readonly orders: OrdersRepository,
    private readonly refunds: OrderRefunds,
    private readonly refundRows: RefundsService,
    private readonly payments: PaymentsService,
    private readonly stuck: StuckRows,
    private readonly strays: StrayStock,
    private readonly quarantine: QuarantineExits,
    private readonly disputes: DisputedOrders,
  ) {}

  async take(item: AttentionRow, verb: AttentionVerb, by: MoneyMover, note: string | null): Promise<VerbOutcome> {
    switch (verb) {
      case 'cancel':
        return await this.end(item, by);
      case 'give_back':
        return await this.giveBack(item, by);
      case 'paid_back':
        return await this.paidBack(item, by, note);
      case 'keep':
        return await this.keep(item, by);
      case 'void':
        return await this.void(item, by);
      case 'reinstate':
        return await this.reinstate(item, by);
      case 'retry':
        return item.kind.startsWith('refund_') ? await this.refundAgain(item, by) : await this.stuck.wakeUp(item);
      case 'release':
        return item.kind === 'quarantine' ? await this.quarantine.release(item) : await this.strays.release(item);
      case 'adopt':
        return await this.quarantine.adopt(item);
      case 'refund':
        return await this.quarantine.refund(item);
      case 'open_without_beacon':
        return await this.stuck.openWithoutBeacon(item, by.actor);
    }
  }

  /** Completes at once if the intent has already ended, since no cancellation is pending then. */
  private async end({ id, orderId }: AttentionRow, { actor }: MoneyMover): Promise<VerbOutcome> {
    if (orderId === null) return 'not_possible';
    const attempt = await this.items.endWaiting(orderId, entryOf('order.cancel', actor, orderId, id));
    if (attempt === null) return 'not_possible';
    const payment = await this.payments.paymentOf(orderId);
    if (payment === null || payment.state === 'canceled') await this.orders.endCanceled(orderId, attempt);
    return 'done';
  }

  private async giveBack({ id, orderId, order }: AttentionRow, by: MoneyMover): Promise<VerbOutcome> {
    if (orderId === null) return 'not_possible';
    const asked = await this.refunds.ask(orderId, {}, { ...by, origin: 'staff', key: `attention-${id}` });
    if (asked.kind === 'above_free') return asked.kind;
    if (asked.kind !== 'asked' && asked.kind !== 'already') return 'not_possible';
    if (order?.state === 'needs_attention')
      await this.items.endWaiting(orderId, entryOf('order.cancel', by.actor, orderId, id));
    return 'done';
  }

  private async void({ id, orderId }: AttentionRow, { actor }: MoneyMover): Promise<VerbOutcome> {
    if (orderId === null) return 'not_possible';
    return (await this.items.voidPaid(orderId, entryOf('order.void', actor, orderId, id))) ? 'done' : 'not_possible';
  }

  private async reinstate({ id, orderId }: AttentionRow, { actor }: MoneyMover): Promise<VerbOutcome> {
    if (orderId === null) return 'not_possible';
    const entry = entryOf('order.reinstate', actor, orderId, id);
    return (await this.disputes.letTicketsGo(orderId, entry)) ? 'done' : 'not_possible';
  }

  /** Sells an order that waits. A second asking after a crash goes on where the first one stopped. */
  private async keep({ id, orderId, order }: AttentionRow, { actor }: MoneyMover): Promise<VerbOutcome> {
    if (orderId === null || !order) return 'done';
    const waits = order.state === 'needs_attention';
    const attempt = waits
      ? await this.items.sellWaiting(orderId, entryOf('order.sell', actor, orderId, id))
      : await this.items.attemptSold(orderId, id);
    if (attempt === null) return waits ? 'not_possible' : 'done';
    const paid = await this.orders.pay(orderId, attempt);
    await this.disputes.settle(orderId);
    return paid || (await this.orders.stepOf(orderId))?.state === 'paid' ? 'done' : 'not_possible';
  }

  /** Requests again what is still owed of a refund. */
  private async refundAgain(item: AttentionRow, by: MoneyMover): Promise<VerbOutcome> {
    const { id, orderId } = item;
    const refund = await this.refundOf(item);
    if (orderId === null || !refund) return 'not_possible';
    const owed = await this.refunds.owedOf(orderId, refund);
    if (!owed) return 'done';
    const again = {
      amount: owed.amountMinor,
      ...(owed.ticketIds.length > 0 ? { ticketIds: owed.ticketIds } : {}),
      ...(refund.reason === null ? {} : { reason: refund.reason }),
    };
    const asked = await this.refunds.ask(orderId, again, {
      ...by,
      ...{ origin: 'staff', key: `attention-${id}`, isHouseKey: true },
    });
    if (asked.kind === 'above_free') return asked.kind;
    return asked.kind === 'asked' || asked.kind === 'already' ? 'done' : 'not_possible';
  }

  /** Records what is still owed as given back by other means; of an order that is being voided, all of its money. */
  private async paidBack(item: AttentionRow, by: MoneyMover, note: string | null): Promise<VerbOutcome> {
    const { id, orderId, order } = item;
    if (orderId === null || !order) return 'not_possible';
    const refund = order.state === 'voiding' ? null : await this.refundOf(item);
    if (order.state !== 'voiding' && !refund) return 'not_possible';
    const owed = await this.refunds.owedOf(orderId, refund);
    if (!owed) return 'not_possible';
    return await this.refunds.recordOther(orderId, { ...owed, reason: note }, { ...by, key: `paid-back-${id}` });
  }

  private async refundOf({ orderId, detail }: AttentionRow): Promise<RefundRow | null> {
    const refundId = (detail as { refundId?: unknown } | null)?.refundId;
    const row = typeof refundId === 'string' ? await this.refundRows.byId(refundId) : null;
    return row?.orderId === orderId ? row : null;
  }
}

/** What is logged of an order with the statement that moves it, whatever becomes of the item. */
function entryOf(action: AuditEntry['action'], actor: string, orderId: string, item: string): AuditEntry {
  return { actor, action, subject: orderId, data: { item } };
}
