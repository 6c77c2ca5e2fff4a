import type { ShowShape } from '../contract/sale/sale-shapes.js';
import type { TicketShape } from '../contract/orders/order-shapes.js';
import type { FanLanguage } from '../contract/languages.js';

/** Content of a fan's PDF tickets. */
export interface TicketPapers {
  orderId: string;
  show: ShowShape;
  tickets: readonly TicketShape[];
  buyerName: string;
  language: FanLanguage;
}
