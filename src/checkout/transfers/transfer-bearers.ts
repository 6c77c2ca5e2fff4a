import { Injectable } from '@nestjs/common';
import type { Requester } from '../../tickets/transfer/transfers.service.js';
import { OrderAccess } from '../orders/order-access.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { stillOpen } from './access.sql.js';
import { HolderAccess } from './holder-access.js';

export interface TransferRequest {
  /** Id from the URL: of the order, or of the ticket if its holder asks. */
  orderId: string;
  ticketId: string;
  token: string;
}

const NOBODY: Requester = { bearerOf: () => null, onlyWhile: null };

/** Identifies who requests a transfer: the buyer by the order's token, or the holder by the ticket's. */
@Injectable()
export class TransferBearers {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly orderAccess: OrderAccess,
    private readonly access: HolderAccess,
  ) {}

  async requesterOf({ orderId, ticketId, token }: TransferRequest): Promise<Requester> {
    // a holder's token names the number of transfers, which the transfer compares and sets
    if (orderId === ticketId) return { bearerOf: (ticket) => this.access.transferOf(ticket, token), onlyWhile: null };
    const order = await this.orders.byId(orderId);
    if (!order || !this.orderAccess.opens(order, token)) return NOBODY;
    return {
      bearerOf: (ticket) => (ticket.orderId === order.id ? 'buyer' : null),
      onlyWhile: stillOpen(order.id, order.accessGeneration),
    };
  }
}
