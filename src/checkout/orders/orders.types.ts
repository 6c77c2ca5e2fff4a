import type { PriceLine } from '../../contract/money/pricing.js';
import type { DisputeStatus } from '../../payments/payments.events.js';
import type { PaymentWish } from '../../payments/payments.types.js';
import type { OrderReason } from '../../contract/orders/order-reasons.js';
import type { OrderStep, PaymentStep } from './order.state.js';

export interface OrderRecord {
  id: string;
  saleId: string;
  fanKey: string;
  admissionId: string | null;
  holdId: string | null;
  idempotencyKey: string;
  bodyHash: string;
  epoch: number;
  state: OrderStep;
  reason: OrderReason | null;
  dispute: DisputeStatus | null;
  payment: PaymentStep;
  attempt: number;
  totalMinor: number;
  refundedMinor: number;
  currency: string;
  channel: string;
  /** The partner that sold it and holds the money; null if sold here. */
  partnerId: string | null;
  /** That partner's reference of the payment. */
  externalReference: string | null;
  buyerEmail: string;
  buyerName: string;
  /** Of the page that placed the order. */
  buyerLanguage: string;
  deadlineSaleMs: number;
  accessGeneration: number;
  createdAt: Date;
  lines: { label: string; priceMinor: number }[];
  /** Price lines other than tickets; null if none. */
  charges: readonly PriceLine[] | null;
}

/** What is left of a hold in Postgres: the order that took it. */
export interface OrderOfHold {
  id: string;
  state: OrderStep;
  currency: string;
  totalMinor: number;
  charges: readonly PriceLine[] | null;
  createdAt: Date;
  units: { ticketTypeId: string; seatId: string | null; label: string; priceMinor: number }[];
}

export interface PaidOrder extends OrderRecord {
  /** Units of the fan's paid orders in the sale, including this one. */
  bought: number;
}

export type InsertResult =
  | { kind: 'inserted' }
  | { kind: 'exists' }
  | { kind: 'epoch_over' }
  | { kind: 'intents_spent' }
  | { kind: 'show_canceled' };
/** An order whose intent has been requested. */
export interface AskedPayment {
  attempt: number;
  wish: PaymentWish | null;
  createdAt: Date;
}
/** Declines of an order, and of all orders of its admission. */
export interface Declined {
  saleId: string;
  network: string | null;
  declines: number;
  tried: number;
}
export type AuthorizeResult = { kind: 'moved' } | { kind: 'unchanged' } | { kind: 'refused'; constraint: string };
