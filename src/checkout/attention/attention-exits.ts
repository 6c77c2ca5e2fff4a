import { Injectable } from '@nestjs/common';
import { PaymentsService } from '../../payments/payments.service.js';
import { RefundsService } from '../../payments/refunds/refunds.service.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { type MoneyMover, OrderRefunds } from '../refunds/order-refunds.service.js';
import { AttentionRepository, type AttentionRow } from './attention.repository.js';
import type { AttentionVerb } from '../../contract/attention-verbs.js';
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
  ) {}

  async take(item: AttentionRow, verb: AttentionVerb, by: MoneyMover): Promise<VerbOutcome> {
    switch (verb) {
      case 'cancel':
        return await this.end(item);
      case 'give_back':
        return await this.giveBack(item, by);
      case 'keep':
        return item.order?.state === 'needs_attention' ? await this.sell(item) : 'done';
      case 'void':
        return item.orderId !== null && (await this.items.voidPaid(item.orderId)) ? 'done' : 'not_possible';
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
  private async end({ orderId }: AttentionRow): Promise<VerbOutcome> {
    if (orderId === null) return 'not_possible';
    const attempt = await this.items.endWaiting(orderId);
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
    if (order?.state === 'needs_attention') await this.items.endWaiting(orderId);
    return 'done';
  }

  private async sell({ orderId }: AttentionRow): Promise<VerbOutcome> {
    const attempt = orderId === null ? null : await this.items.sellWaiting(orderId);
    if (orderId === null || attempt === null) return 'not_possible';
    return (await this.orders.pay(orderId, attempt)) ? 'done' : 'not_possible';
  }

  /** Requests the same tickets and amount again, as far as it is left: part may have been given back elsewhere since. */
  private async refundAgain({ id, orderId, detail, order }: AttentionRow, by: MoneyMover): Promise<VerbOutcome> {
    const refundId = (detail as { refundId?: unknown } | null)?.refundId;
    const row = typeof refundId === 'string' ? await this.refundRows.byId(refundId) : null;
    if (orderId === null || !row || !order) return 'not_possible';
    // a failed refund has already voided its tickets
    const tickets = row.state === 'refused' && row.ticketIds.length > 0 ? { ticketIds: row.ticketIds } : {};
    const amount = Math.min(row.amountMinor, order.leftMinor);
    const again = { amount, ...tickets, ...(row.reason === null ? {} : { reason: row.reason }) };
    const asked = await this.refunds.ask(orderId, again, {
      ...by,
      ...{ origin: 'staff', key: `attention-${id}`, isHouseKey: true },
    });
    if (asked.kind === 'above_free') return asked.kind;
    return asked.kind === 'asked' || asked.kind === 'already' ? 'done' : 'not_possible';
  }
}
