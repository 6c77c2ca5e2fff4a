import type { ShowShape } from '../../contract/sale/sale-shapes.js';
import type { TicketShape } from '../../contract/orders/order-shapes.js';

export const wallets = ['apple', 'google'] as const;
export type Wallet = (typeof wallets)[number];

/** A ticket as shown in a wallet. */
export interface WalletTicket {
  ticket: TicketShape;
  saleId: string;
  show: ShowShape;
  /** Page of the whole order. */
  url: string;
}
