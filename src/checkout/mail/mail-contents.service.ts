import { Injectable } from '@nestjs/common';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { Pictures } from '../../sales/pictures/pictures.service.js';
import type { DueMail, MailContent, ToldKind } from '../../tickets/mail/mails.service.js';
import { TicketsService } from '../../tickets/tickets.service.js';
import { type HeldTicket, TicketTransfers } from '../../tickets/transfer/transfers.service.js';
import { OrderPapers } from '../orders/papers/order-papers.service.js';
import type { OrderRecord } from '../orders/orders.types.js';
import { ERASED } from '../privacy/privacy.types.js';
import { HolderAccess } from '../transfers/holder-access.js';
import { fanLanguageOf } from '../../contract/languages.js';

export interface Addressed {
  address: string;
  content: MailContent;
}

/** A mail that tells what happened. */
export type ToldMail = DueMail & { kind: ToldKind };

export const isErased = (address: string): boolean => address === '' || address === ERASED.email;

/** Composes the content and recipient of a mail from the state at the time of sending. */
@Injectable()
export class MailContents {
  constructor(
    private readonly sales: SaleCache,
    private readonly pictures: Pictures,
    private readonly tickets: TicketsService,
    private readonly transfers: TicketTransfers,
    private readonly papers: OrderPapers,
    private readonly access: HolderAccess,
  ) {}

  /** Returns null if there is no recipient, or no longer anything to tell. */
  async of(mail: ToldMail, order: OrderRecord): Promise<Addressed | null> {
    const ticket = mail.ticketId === null ? null : await this.transfers.find(mail.ticketId);
    if (mail.ticketId === null) return await this.toBuyer(mail, order, null);
    if (!ticket?.holder) return null;
    return mail.kind === 'passed_on'
      ? await this.toBuyer(mail, order, ticket)
      : await this.toHolder(mail, order, ticket);
  }

  private async toBuyer({ kind }: ToldMail, order: OrderRecord, ticket: HeldTicket | null): Promise<Addressed | null> {
    const sale = isErased(order.buyerEmail) ? null : await this.sales.byId(order.saleId);
    if (!sale) return null;
    const { currency } = order;
    const labels = ticket ? [ticket.label] : await this.tickets.labelsOf(order.id);
    const content = {
      kind,
      language: fanLanguageOf([order.buyerLanguage]),
      buyerName: order.buyerName,
      show: sale.show,
      branding: await this.pictures.lookForMails(sale.branding),
      seller: sale.seller,
      id: order.id,
      labels: labels.length > 0 ? labels : order.lines.map(({ label }) => label),
      total: { amount: order.totalMinor, currency },
      refunded: { amount: order.refundedMinor, currency },
      isPartners: order.partnerId !== null,
      otherName: ticket?.holder?.name ?? '',
      link: this.papers.linkOf(order),
    };
    return { address: order.buyerEmail, content };
  }

  /** Reveals nothing of the ticket's order but the buyer's name. */
  private async toHolder({ kind }: ToldMail, order: OrderRecord, ticket: HeldTicket): Promise<Addressed | null> {
    const { holder, isVoid } = ticket;
    if (holder === null || isErased(holder.email) || isVoid !== (kind === 'voided')) return null;
    const sale = await this.sales.byId(ticket.saleId);
    if (!sale) return null;
    const content = {
      kind,
      language: fanLanguageOf([ticket.language]),
      buyerName: holder.name,
      show: sale.show,
      branding: await this.pictures.lookForMails(sale.branding),
      seller: sale.seller,
      id: ticket.id,
      labels: [ticket.label],
      total: null,
      refunded: { amount: 0, currency: order.currency },
      isPartners: order.partnerId !== null,
      otherName: order.buyerName,
      link: this.access.linkOf(ticket),
    };
    return { address: holder.email, content };
  }
}
