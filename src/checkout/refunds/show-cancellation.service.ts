import { Injectable } from '@nestjs/common';
import type { ShowCancellationShape } from '../../contract/show-cancellation-shapes.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { SalesService } from '../../sales/sales.service.js';
import { AttentionRepository } from '../attention/attention.repository.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { OrderRefunds } from './order-refunds.service.js';
import { askingKeyOf, type ShowCancellation, ShowCancellationRepository } from './show-cancellation.repository.js';

/** Orders that one round asks for. With a round a second it stays far below what a database minds. */
const BATCH = 50;
/** Refunds that wait for the provider at once: a show of 100,000 must not stand in the way of anybody else's refund. */
const MAX_OUTSTANDING = 200;

/** Gives back every order of a show that does not take place. It goes on by itself wherever it was interrupted. */
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

  /** Closes the sale and begins; again: how far it has come. null: there is no such sale. away: it could not be closed now. */
  async begin(saleId: string, actor: string, reason: string | null): Promise<ShowCancellationShape | 'away' | null> {
    const sale = await this.sales.saleById(saleId);
    if (!sale) return null;
    if (sale.state !== 'closed' && (await this.sales.close(saleId)).kind === 'away') return 'away';
    if (await this.rows.begin(saleId, actor, reason))
      await this.audit.record(actor, 'sale.cancel_show', saleId, { reason });
    return await this.progress(saleId);
  }

  /** null: the show was not canceled. */
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

  /** One round of one show. */
  async advance({ saleId, actor, reason }: ShowCancellation): Promise<void> {
    for (const id of await this.rows.pendingOrders(saleId, BATCH)) await this.endPending(id);
    const room = MAX_OUTSTANDING - (await this.rows.outstanding());
    const next = room > 0 ? await this.rows.nextOrders(saleId, Math.min(BATCH, room)) : [];
    const asker = { actor, origin: 'show', key: askingKeyOf(saleId) } as const;
    for (const id of next) {
      const asked = await this.refunds.ask(id, reason === null ? {} : { reason }, asker);
      // nothing was paid for it, so nothing goes back
      if (asked.kind === 'nothing_captured') await this.items.voidPaid(id);
      // its buyer has the money back from the partner, who is told
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
