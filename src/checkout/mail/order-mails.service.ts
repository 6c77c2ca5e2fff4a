import { Injectable } from '@nestjs/common';
import type { Backlog } from '../../platform/work/backlog.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { newId } from '../../platform/ids.js';
import { type DueMail, MailsService } from '../../tickets/mail/mails.service.js';
import { TicketsService } from '../../tickets/tickets.service.js';
import { TicketTransfers } from '../../tickets/transfer/transfers.service.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import type { OrderRecord } from '../orders/orders.types.js';
import { MailContents } from './mail-contents.service.js';
import { MessageContents } from './message-contents.service.js';
import { idPattern } from '../../contract/ids.js';

export interface ResendTerms {
  newBarcodes: boolean;
  takeBack: boolean;
}
export type ResendResult = { kind: 'queued' | 'not_found' | 'state' };

const ORDER_ID = idPattern('ord');

/** Mails to buyers about their orders. */
@Injectable()
export class OrderMails {
  constructor(
    private readonly mails: MailsService,
    private readonly orders: OrdersRepository,
    private readonly contents: MailContents,
    private readonly messages: MessageContents,
    private readonly tickets: TicketsService,
    private readonly transfers: TicketTransfers,
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
    const delivered = order && (await this.delivered(mail, order));
    if (!order || delivered === null) return await this.mails.skip(mail);
    // a message counts those it did not reach
    if (delivered || mail.kind === 'message') return;
    await this.orders.noteAttention({
      id: newId('att'),
      orderId: order.id,
      saleId: order.saleId,
      kind: 'mail_undeliverable',
      detail: { mail: mail.kind, tries: mail.tries },
    });
  }

  /** Returns false after the last failed try; null if there is nobody to tell, or nothing. */
  private async delivered(mail: DueMail, order: OrderRecord): Promise<boolean | null> {
    const { kind } = mail;
    if (kind === 'message') {
      const message = await this.messages.of(mail, order);
      return message && (await this.mails.deliverMessage(mail, message.address, message.content));
    }
    const addressed = await this.contents.of({ ...mail, kind }, order);
    return addressed && (await this.mails.deliver(mail, addressed.address, addressed.content));
  }

  /**
   * Sends the tickets of a paid order again, to its buyer and to all holders. `newBarcodes` invalidates the buyer's
   * earlier barcodes and links, for a compromised mailbox or phone. `takeBack` also reverts transfers of its tickets,
   * which an intruder may have made; it implies `newBarcodes`.
   */
  async resend(orderId: string, { newBarcodes, takeBack }: ResendTerms, actor: string): Promise<ResendResult> {
    const order = ORDER_ID.test(orderId) ? await this.orders.byId(orderId) : null;
    if (!order) return { kind: 'not_found' };
    if (order.state !== 'paid') return { kind: 'state' };
    const isCompromised = newBarcodes || takeBack;
    // first of all: once the old links are dead, nobody who holds one reads new barcodes or transfers the tickets again
    if (isCompromised) await this.orders.renewAccess(orderId);
    const takenBack = takeBack ? await this.transfers.takeBack(orderId) : 0;
    if (isCompromised) await this.tickets.renew(orderId);
    await this.mails.queue(orderId, 'resent');
    await this.transfers.mailHolders(orderId);
    await this.audit.record(actor, 'order.resend', orderId, { newBarcodes: isCompromised, takenBack });
    return { kind: 'queued' };
  }
}
