import type { FanLanguage } from '../../contract/languages.js';
import type { ShowShape } from '../../contract/sale/sale-shapes.js';
import type { TicketShape } from '../../contract/orders/order-shapes.js';

export const wallets = ['apple', 'google'] as const;
export type Wallet = (typeof wallets)[number];

/** A ticket as shown in a wallet. */
export interface WalletTicket {
  ticket: TicketShape;
  /** Which of how many tickets of the order it is. */
  count: [n: number, of: number];
  saleId: string;
  show: ShowShape;
  /** Page of the whole order. */
  url: string;
  /** In which the pass is written: it is made once, and stays as it is. */
  language: FanLanguage;
}
