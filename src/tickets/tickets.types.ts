import type { ShowShape, TicketShape } from '../contract/shapes.js';
import type { DocumentLanguage } from './document-words.rules.js';

/** What stands on a fan's papers. */
export interface TicketPapers {
  orderId: string;
  show: ShowShape;
  tickets: readonly TicketShape[];
  buyerName: string;
  language: DocumentLanguage;
}
