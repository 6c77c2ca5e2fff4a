import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { WalletPasses } from '../../../tickets/wallet/wallet-passes.service.js';
import type { WalletTicket } from '../../../tickets/wallet/wallet.types.js';
import type { FanLanguage } from '../../../contract/languages.js';
import { type Refused, refused } from '../../checkout.errors.js';
import type { Paper } from './order-papers.service.js';
import { type OrderCredentials, OrdersService } from '../orders.service.js';

/** Wallet passes for the tickets of an order. */
@Injectable()
export class OrderWallets {
  constructor(
    private readonly orders: OrdersService,
    private readonly passes: WalletPasses,
    private readonly config: Config,
  ) {}

  async apple(
    orderId: string,
    ticketId: string,
    credentials: OrderCredentials,
    language: FanLanguage,
  ): Promise<Paper<Buffer>> {
    const found = await this.ticketOf(orderId, ticketId, credentials, language);
    if (found.kind === 'refused') return found;
    const pass = this.passes.appleOf(found.paper);
    return pass === null ? refused('WALLET_OFF') : { kind: 'ok', paper: pass };
  }

  async google(
    orderId: string,
    ticketId: string,
    credentials: OrderCredentials,
    language: FanLanguage,
  ): Promise<Paper<string>> {
    const found = await this.ticketOf(orderId, ticketId, credentials, language);
    if (found.kind === 'refused') return found;
    const url = await this.passes.googleOf(found.paper);
    return url === null ? refused('WALLET_OFF') : { kind: 'ok', paper: url };
  }

  /** Requires the order's access token, because a wallet pass contains the barcode. */
  private async ticketOf(
    orderId: string,
    ticketId: string,
    { accessToken }: OrderCredentials,
    language: FanLanguage,
  ): Promise<Paper<WalletTicket> | Refused> {
    if (accessToken === null) return refused('NOT_FOUND');
    const answer = await this.orders.read(orderId, { pass: null, accessToken });
    if (answer.kind === 'refused') return answer;
    const { id, saleId, show, tickets } = answer.order;
    const index = tickets.findIndex((each) => each.id === ticketId);
    const ticket = tickets[index];
    const count: [number, number] = [index + 1, tickets.length];
    const url = `${this.config.publicUrl}/orders/${id}`;
    return ticket ? { kind: 'ok', paper: { ticket, count, saleId, show, url, language } } : refused('NOT_FOUND');
  }
}
