import type { ShowShape, TicketShape } from '../../contract/shapes.js';

export const wallets = ['apple', 'google'] as const;
export type Wallet = (typeof wallets)[number];

/** One ticket as a wallet shows it. */
export interface WalletTicket {
  ticket: TicketShape;
  saleId: string;
  show: ShowShape;
  /** Where the whole order is shown. */
  url: string;
}
