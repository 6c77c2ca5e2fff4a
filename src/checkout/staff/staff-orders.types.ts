import type { OrderState } from '../../contract/shapes.js';

/** What happened to an order. */
export interface OrderMoment {
  at: Date;
  what: string;
  /** Who or what caused it. */
  cause: string;
}

/** A ticket of an order, as staff see it. */
export interface StaffTicket {
  id: string;
  label: string;
  state: 'valid' | 'held' | 'void' | 'admitted';
  admittedAt: Date | null;
  gate: string | null;
  /** Whom it was transferred to; null: the buyer holds it. */
  holder: { email: string; name: string } | null;
}

/** An order as staff look it up. Money in minor units. */
export interface StaffOrder {
  id: string;
  saleId: string;
  state: OrderState;
  reason: string | null;
  buyer: { email: string; name: string };
  items: string[];
  totalMinor: number;
  refundedMinor: number;
  /** warning, opened, won or lost; null: never disputed. */
  dispute: string | null;
  currency: string;
  channel: string;
  /** The partner that sold it and has its money; null: sold here. */
  partnerId: string | null;
  /** How that partner names the payment. */
  externalReference: string | null;
  createdAt: Date;
  paidAt: Date | null;
}

export interface OrderSearch {
  /** Part of the order's id, or of the buyer's e-mail or name; empty: all. */
  text: string;
  saleId: string | null;
  /** As the public is told it; null: all. */
  state: OrderState | null;
  /** The buyer's whole e-mail, in any case; null: all. */
  email: string | null;
  /** Only orders before this id, which sort by time; null begins with the newest. */
  before: string | null;
}
