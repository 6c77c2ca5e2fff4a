import { Injectable } from '@nestjs/common';
import type { ShowCancellationShape } from '../../contract/show-cancellation-shapes.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { SalesService } from '../../sales/sales.service.js';
import { AttentionRepository } from '../attention/attention.repository.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { OrderRefunds } from './order-refunds.service.js';
import { askingKeyOf, type ShowCancellation, ShowCancellationRepository } from './show-cancellation.repository.js';

/** Orders per round; at a round per second this load is negligible for a database. */
const BATCH = 50;
/** Unanswered refunds at a time, so that a show of 100,000 does not delay other refunds. */
const MAX_OUTSTANDING = 200;

/** Refunds every order of a canceled show. Resumes by itself after an interruption. */
@Injectable()
export class ShowCancellations {
  constructor(
    private readonly rows: ShowCancellationRepository,
    private readonly sales: SalesService,
    private readonly orders: OrdersRepository,
    private readonly refunds: OrderRefunds,
    private readonly items: AttentionRepository,
    private readonly payments: PaymentsService,
    private readonly audit: AuditService,
  ) {}

  /** Closes the sale and starts; repeats return the progress. null: no such sale; away: it could not be closed now. */
  async begin(saleId: string, actor: string, reason: string | null): Promise<ShowCancellationShape | 'away' | null> {
    const sale = await this.sales.saleById(saleId);
    if (!sale) return null;
    if (sale.state !== 'closed' && (await this.sales.close(saleId)).kind === 'away') return 'away';
    if (await this.rows.begin(saleId, actor, reason))
      await this.audit.record(actor, 'sale.cancel_show', saleId, { reason });
    return await this.progress(saleId);
  }

  /** Returns null if the show was not canceled. */
  async progress(saleId: string): Promise<ShowCancellationShape | null> {
    const [row, sale] = await Promise.all([this.rows.find(saleId), this.sales.saleById(saleId)]);
    if (!row || !sale) return null;
    const { refundedMinor, ...orders } = await this.rows.progress(saleId);
    return {
      saleId,
      state: row.endedAt ? 'done' : 'running',
      reason: row.reason,
      orders,
      refunded: { amount: Number(refundedMinor), currency: sale.currency },
      beganAt: row.beganAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
    };
  }

  /** Runs one round of one show. */
  async advance({ saleId, actor, reason }: ShowCancellation): Promise<void> {
    for (const id of await this.rows.pendingOrders(saleId, BATCH)) await this.endPending(id);
    const room = MAX_OUTSTANDING - (await this.rows.outstanding());
    const next = room > 0 ? await this.rows.nextOrders(saleId, Math.min(BATCH, room)) : [];
    const asker = { actor, origin: 'show', key: askingKeyOf(saleId) } as const;
    for (const id of next) {
      const asked = await this.refunds.ask(id, reason === null ? {} : { reason }, asker);
      // a free order has nothing to refund
      if (asked.kind === 'nothing_captured') await this.items.voidPaid(id);
      // the partner is notified and refunds its buyer
      if (asked.kind === 'partners_money') await this.orders.cancelExternal(id, 'show_canceled');
    }
    if (next.length > 0 || room <= 0) return;
    const { open, waiting, asked } = await this.rows.progress(saleId);
    if (open + waiting + asked === 0) await this.rows.end(saleId);
  }

  private async endPending(orderId: string): Promise<void> {
    if (await this.orders.endUnasked(orderId, 'canceled', 'show_canceled', 'release')) return;
    if (await this.orders.startCancel(orderId, 'show_canceled')) this.payments.wake();
  }
}
