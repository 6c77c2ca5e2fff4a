import { Injectable } from '@nestjs/common';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { Pictures } from '../../sales/pictures/pictures.service.js';
import type { DueMail, MessageContent } from '../../tickets/mail/mails.service.js';
import { TicketTransfers } from '../../tickets/transfer/transfers.service.js';
import { BuyerMessagesRepository } from '../messages/buyer-messages.repository.js';
import { OrderPapers } from '../orders/papers/order-papers.service.js';
import type { OrderRecord } from '../orders/orders.types.js';
import { HolderAccess } from '../transfers/holder-access.js';
import { isErased } from './mail-contents.service.js';
import { fanLanguageOf } from '../../contract/languages.js';

interface Reader {
  address: string;
  name: string;
  language: string;
  link: string;
}

/** Composes a message of staff for its reader, from the state at the time of sending. */
@Injectable()
export class MessageContents {
  constructor(
    private readonly messages: BuyerMessagesRepository,
    private readonly sales: SaleCache,
    private readonly pictures: Pictures,
    private readonly transfers: TicketTransfers,
    private readonly papers: OrderPapers,
    private readonly access: HolderAccess,
  ) {}

  /** Returns null if the message is gone, or its reader has no ticket any more. */
  async of(mail: DueMail, order: OrderRecord): Promise<{ address: string; content: MessageContent } | null> {
    const message = mail.messageId === null ? null : await this.messages.byId(mail.messageId);
    const sale = message && (await this.sales.byId(message.saleId));
    const reader = mail.ticketId === null ? this.buyer(order) : await this.holder(mail.ticketId);
    if (!message || !sale || !reader || isErased(reader.address)) return null;
    const language = fanLanguageOf([reader.language]);
    const { subject, text } = message.texts[language] ?? message;
    const { address, name, link } = reader;
    const { show, seller } = sale;
    const branding = await this.pictures.lookForMails(sale.branding);
    return { address, content: { language, name, subject, text, show, branding, seller, link } };
  }

  private buyer(order: OrderRecord): Reader | null {
    const { buyerEmail: address, buyerName: name, buyerLanguage: language } = order;
    return order.state === 'paid' ? { address, name, language, link: this.papers.linkOf(order) } : null;
  }

  private async holder(ticketId: string): Promise<Reader | null> {
    const ticket = await this.transfers.find(ticketId);
    if (!ticket?.holder || ticket.isVoid) return null;
    const { email: address, name } = ticket.holder;
    return { address, name, language: ticket.language, link: this.access.linkOf(ticket) };
  }
}
