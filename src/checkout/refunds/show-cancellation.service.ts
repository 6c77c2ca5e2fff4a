import { Injectable, Logger } from '@nestjs/common';
import type { ShowCancellationShape } from '../../contract/orders/show-cancellation-shapes.js';
import { PaymentsService } from '../../payments/payments.service.js';
import type { AuditEntry } from '../../platform/audit/audit.sql.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { AttentionRepository } from '../attention/attention.repository.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { OrderRefunds } from './order-refunds.service.js';
import { askingKeyOf, type ShowCancellation, ShowCancellationRepository } from './show-cancellation.repository.js';
import { SalesService } from '../../sales/sales.service.js';

/** Unanswered refunds at a time, so that a show of 100,000 does not delay other refunds. */
const MAX_OUTSTANDING = 200;

/**
 * Refunds every order of a canceled show, in passes over its orders by id: the first requests what there is, later ones
 * what became paid or could not be requested then, and one that finds nothing while nothing is open or unanswered is the
 * last. An interrupted round is repeated; each order is refunded once.
 */
@Injectable()
export class ShowCancellations {
  /** Refunds requested per round; at a round per second this load is negligible for a database. */
  protected readonly batch: number = 50;
  /** Orders visited per round, most of which need nothing. */
  protected readonly pageSize: number = 2_000;
  private readonly log = new Logger('ShowCancellation');

  constructor(
    private readonly rows: ShowCancellationRepository,
    private readonly sales: SaleCache,
    private readonly salesService: SalesService,
    private readonly orders: OrdersRepository,
    private readonly refunds: OrderRefunds,
    private readonly items: AttentionRepository,
    private readonly payments: PaymentsService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Closes the sale and starts; repeats return the progress, and ask again for refunds that were refused once all others
   * are done. null: no such sale; away: it could not be closed now; draft: there is nothing to give back.
   */
  async begin(
    saleId: string,
    actor: string,
    reason: string | null,
  ): Promise<ShowCancellationShape | 'away' | 'draft' | null> {
    const sale = await this.sales.byId(saleId);
    if (!sale) return null;
    if (sale.state === 'draft') return 'draft';
    if (sale.state !== 'closed' && (await this.salesService.close(saleId)).kind === 'away') return 'away';
    // before the first refund: nobody shall wonder what for
    await this.salesService.markShowCanceled(saleId);
    if ((await this.rows.begin(saleId, actor, reason)) || (await this.goesOn(saleId, actor, reason)))
      this.audit.wrote();
    return await this.progress(saleId);
  }

  /** Returns whether a canceled show is over, yet owes something: a refund that was refused, or that a bank sent back. */
  async hasLeft(saleId: string): Promise<boolean> {
    const row = await this.rows.find(saleId);
    return row !== null && (await this.rows.hasLeft(row));
  }

  private async goesOn(saleId: string, actor: string, reason: string | null): Promise<boolean> {
    const row = await this.rows.find(saleId);
    return row !== null && (await this.rows.hasLeft(row)) && (await this.rows.beginAgain(row, actor, reason));
  }

  /** Returns null if the show was not canceled. */
  async progress(saleId: string): Promise<ShowCancellationShape | null> {
    const [row, sale] = await Promise.all([this.rows.find(saleId), this.sales.byId(saleId)]);
    if (!row || !sale) return null;
    const [{ refundedMinor, ...counted }, { open }] = await Promise.all([
      this.rows.progress(row),
      this.rows.inFlight(row),
    ]);
    return {
      saleId,
      state: row.endedAt ? 'done' : 'running',
      reason: row.reason,
      orders: { open, ...counted },
      refunded: { amount: Number(refundedMinor), currency: sale.currency },
      beganAt: row.beganAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
    };
  }

  /** Runs one round of one show. Its cost does not depend on how many orders are done. */
  async advance(show: ShowCancellation): Promise<void> {
    await this.rows.tally(show);
    for (const id of await this.rows.pendingOrders(show.saleId, this.batch)) await this.endPending(id);
    const { open, asked, fresh } = await this.rows.inFlight(show);
    // a new pass finds more once the last one's refunds are answered
    if (show.cursor === '' && fresh > 0) return;
    const room = Math.min(this.batch, MAX_OUTSTANDING - (await this.rows.outstanding()));
    if (room <= 0) return;
    const { cursor, found, isLast } = await this.visit(show, room);
    // in every round, because an order that was open may become paid behind the cursor
    const met = found + Math.min(open, 1);
    if (!isLast) return await this.rows.moveOn(show, { cursor, found: met });
    if (met + asked > 0) return await this.rows.moveOn(show, { cursor: '', found: 0 });
    await this.rows.end(show);
  }

  /** Refunds the next orders, at most `room`. isLast: the pass is complete. */
  private async visit(
    show: ShowCancellation,
    room: number,
  ): Promise<{ cursor: string; found: number; isLast: boolean }> {
    const page = await this.rows.page(show, this.pageSize);
    const due = page.filter(({ isDue }) => isDue).map(({ id }) => id);
    const now = due.slice(0, room);
    for (const id of now) await this.giveBack(id, show);
    const found = show.found + now.length;
    if (now.length < due.length) return { cursor: now.at(-1) ?? show.cursor, found, isLast: false };
    return { cursor: page.at(-1)?.id ?? show.cursor, found, isLast: page.length < this.pageSize };
  }

  /** One order's failure must not stop the others: the next pass finds it again. */
  private async giveBack(orderId: string, show: ShowCancellation): Promise<void> {
    const { saleId, actor, reason } = show;
    try {
      const asker = { actor, origin: 'show', key: askingKeyOf(show) } as const;
      const asked = await this.refunds.ask(orderId, reason === null ? {} : { reason }, asker);
      switch (asked.kind) {
        case 'asked':
        case 'already':
          return;
        case 'nothing_captured': // a free order has nothing to refund
          return void (await this.items.voidPaid(orderId, entryOfVoid(show, orderId)));
        case 'partners_money': // the partner is notified and refunds its buyer
          return void (await this.orders.cancelExternal(orderId, 'show_canceled'));
        default:
          // it would keep the show from ending without anybody being told why
          throw new Error(`its refund was answered ${asked.kind}`);
      }
    } catch (error) {
      this.log.error(`${orderId} of ${saleId} could not be refunded yet: ${String(error)}`);
    }
  }

  private async endPending(orderId: string): Promise<void> {
    try {
      if (await this.orders.endUnasked(orderId, 'canceled', 'show_canceled', 'release')) return;
      if (await this.orders.startCancel(orderId, 'show_canceled')) this.payments.wake();
    } catch (error) {
      this.log.error(`${orderId} could not be canceled yet: ${String(error)}`);
    }
  }
}

const entryOfVoid = ({ saleId, actor }: ShowCancellation, orderId: string): AuditEntry => ({
  ...{ actor, action: 'order.void', subject: orderId, data: { show: saleId } },
});
