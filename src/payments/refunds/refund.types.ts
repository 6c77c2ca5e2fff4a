import type { RefundState } from './refund.state.js';

/** A refund as stored. Amounts are minor units. */
export interface RefundRow {
  id: string;
  orderId: string;
  attempt: number;
  origin: 'staff' | 'system' | 'show' | 'provider';
  actor: string;
  bodyHash: string;
  amountMinor: number;
  ticketIds: string[];
  reason: string | null;
  state: RefundState;
  /** other: given back by staff in another way than by the provider. */
  means: 'provider' | 'other';
  providerId: string | null;
  answer: string | null;
  askedAt: Date;
  sentAt: Date | null;
  endedAt: Date | null;
}
