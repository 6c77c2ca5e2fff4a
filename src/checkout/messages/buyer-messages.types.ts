import type { MessageVariant } from '../../contract/orders/buyer-message-shapes.js';

/** Whom a message goes to; empty lists mean all. */
export interface MessageFilter {
  ticketTypeIds: readonly string[];
  sections: readonly string[];
}
export interface MessageDraft extends MessageFilter, MessageVariant {
  saleId: string;
  texts: Readonly<Record<string, MessageVariant>>;
}
export interface MailCounts {
  waiting: number;
  sent: number;
  skipped: number;
  failed: number;
}
export interface BuyerMessageRecord extends MessageDraft {
  id: string;
  actor: string;
  people: number;
  createdAt: Date;
  queuedAt: Date | null;
}
