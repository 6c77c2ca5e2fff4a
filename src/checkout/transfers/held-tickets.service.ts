import { Injectable } from '@nestjs/common';
import type { OrderShape } from '../../contract/orders/order-shapes.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { TicketsService } from '../../tickets/tickets.service.js';
import { type HeldTicket, TicketTransfers } from '../../tickets/transfer/transfers.service.js';
import { WalletPasses } from '../../tickets/wallet/wallet-passes.service.js';
import { HolderAccess } from './holder-access.js';

const TICKET_ID = /^tkt_[0-9a-z]{26}[0-9]{4}$/;

/**
 * Presents a transferred ticket to its holder as an order of that one ticket, so that page, PDF, calendar and wallets
 * work unchanged. Reveals nothing of the order it was bought with.
 */
@Injectable()
export class HeldTickets {
  constructor(
    private readonly transfers: TicketTransfers,
    private readonly tickets: TicketsService,
    private readonly sales: SaleCache,
    private readonly access: HolderAccess,
    private readonly passes: WalletPasses,
  ) {}

  isTicketId(id: string): boolean {
    return TICKET_ID.test(id);
  }

  /** Returns null if there is no such ticket or the token is not its holder's. */
  async read(ticketId: string, token: string): Promise<OrderShape | null> {
    const ticket = await this.opened(ticketId, token);
    const sale = ticket && (await this.sales.byId(ticket.saleId));
    if (!ticket || !sale) return null;
    return await this.shape(ticket, sale);
  }

  /** Returns the current holder's link, for another device. */
  async link(ticketId: string, token: string): Promise<string | null> {
    const ticket = await this.opened(ticketId, token);
    return ticket && this.access.linkOf(ticket);
  }

  private async opened(ticketId: string, token: string): Promise<HeldTicket | null> {
    const ticket = this.isTicketId(ticketId) ? await this.transfers.find(ticketId) : null;
    const isHolders = ticket?.holder && this.access.transferOf(ticket, token) === ticket.transfers;
    return isHolders ? ticket : null;
  }

  private async shape(
    ticket: HeldTicket,
    { slug, show, currency, transferable }: Pick<SaleView, 'slug' | 'show' | 'currency' | 'transferable'>,
  ): Promise<OrderShape> {
    const nothing = { amount: 0, currency };
    return {
      id: ticket.id,
      state: ticket.isVoid ? 'canceled' : 'paid',
      saleId: ticket.saleId,
      saleSlug: slug,
      ...{ lines: [], total: nothing, refunded: nothing, refunds: [], payment: null, dispute: null },
      placedAt: (ticket.transferredAt ?? new Date(0)).toISOString(),
      expiresAt: (ticket.transferredAt ?? new Date(0)).toISOString(),
      tickets: ticket.isVoid ? [] : await this.tickets.shown([{ ...ticket, isHeld: !ticket.isValid }]),
      wallets: ticket.isVoid ? [] : this.passes.offered(),
      transferable,
      reason: ticket.isVoid ? 'ticket_void' : null,
      ...(ticket.holder ? { buyer: ticket.holder } : {}),
      show,
    };
  }
}
