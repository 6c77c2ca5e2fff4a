import { Injectable } from '@nestjs/common';
import type { Backlog } from '../../platform/work/backlog.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { newId } from '../../platform/ids.js';
import { SalesService } from '../../sales/sales.service.js';
import { documentLanguageOf } from '../../tickets/document-words.rules.js';
import { type DueMail, type MailContent, MailsService } from '../../tickets/mail/mails.service.js';
import { TicketsService } from '../../tickets/tickets.service.js';
import { ERASED } from '../privacy/privacy.repository.js';
import { OrderPapers } from '../orders/order-papers.service.js';
import { type OrderRecord, OrdersRepository } from '../orders/orders.repository.js';

export type ResendResult = { kind: 'queued' | 'not_found' | 'state' };

const ORDER_ID = /^ord_[0-9a-z]{26}$/;

/** What buyers are told of their orders by mail. */
@Injectable()
export class OrderMails {
  constructor(
    private readonly mails: MailsService,
    private readonly orders: OrdersRepository,
    private readonly sales: SalesService,
    private readonly tickets: TicketsService,
    private readonly papers: OrderPapers,
    private readonly audit: AuditService,
  ) {}

  async due(limit: number): Promise<DueMail[]> {
    return await this.mails.due(limit);
  }

  async backlog(): Promise<Backlog> {
    return await this.mails.backlog();
  }

  async send(mail: DueMail): Promise<void> {
    const order = await this.orders.byId(mail.orderId);
    const isErased = order?.buyerEmail === ERASED.email;
    const content = !order || isErased ? null : await this.contentOf(order, mail);
    if (!order || !content) return await this.mails.skip(mail);
    if (await this.mails.deliver(mail, order.buyerEmail, content)) return;
    await this.orders.noteAttention({
      id: newId('att'),
      orderId: order.id,
      saleId: order.saleId,
      kind: 'mail_undeliverable',
      detail: { mail: mail.kind, tries: mail.tries },
    });
  }

  /**
   * Sends the tickets of a paid order again. With `newBarcodes` older barcodes and links stop working: the buyer's mail or
   * phone is in other hands.
   */
  async resend(orderId: string, newBarcodes: boolean, actor: string): Promise<ResendResult> {
    const order = ORDER_ID.test(orderId) ? await this.orders.byId(orderId) : null;
    if (!order) return { kind: 'not_found' };
    if (order.state !== 'paid') return { kind: 'state' };
    if (newBarcodes) {
      await this.tickets.renew(orderId);
      await this.orders.renewAccess(orderId);
    }
    await this.mails.queue(orderId, 'resent');
    await this.audit.record(actor, 'order.resend', orderId, { newBarcodes });
    return { kind: 'queued' };
  }

  private async contentOf(order: OrderRecord, { kind }: DueMail): Promise<MailContent | null> {
    const sale = await this.sales.saleById(order.saleId);
    if (!sale) return null;
    const { currency } = order;
    const tickets = await this.tickets.ofOrder(order.id);
    return {
      kind,
      language: documentLanguageOf(await this.orders.languageOf(order.id)),
      buyerName: order.buyerName,
      show: sale.show,
      orderId: order.id,
      labels: (tickets.length > 0 ? tickets : order.lines).map(({ label }) => label),
      total: { amount: order.totalMinor, currency },
      refunded: { amount: order.refundedMinor, currency },
      isPartners: order.partnerId !== null,
      link: this.papers.linkOf(order),
    };
  }
}
