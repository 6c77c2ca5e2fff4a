import type { OrderState } from '../../contract/orders/order-shapes.js';
import type { StaffTicketState } from '../../contract/staff/staff-shapes.js';

/** An entry of an order's history. */
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
  state: StaffTicketState;
  admittedAt: Date | null;
  gate: string | null;
  /** Holder after a transfer; null if the buyer holds it. */
  holder: { email: string; name: string } | null;
}

/** An order as shown to staff. Money in minor units. */
export interface StaffOrder {
  id: string;
  saleId: string;
  state: OrderState;
  reason: string | null;
  buyer: { email: string; name: string };
  items: string[];
  totalMinor: number;
  refundedMinor: number;
  /** warning, opened, won or lost; null if never disputed. */
  dispute: string | null;
  currency: string;
  channel: string;
  /** The partner that sold it and holds the money; null if sold here. */
  partnerId: string | null;
  /** That partner's reference of the payment. */
  externalReference: string | null;
  createdAt: Date;
  paidAt: Date | null;
}

export interface OrderSearch {
  /** Part of the order's id, or of the buyer's e-mail or name; empty for all. */
  text: string;
  saleId: string | null;
  /** Public state; null for all. */
  state: OrderState | null;
  /** The buyer's full e-mail, case-insensitive; null for all. */
  email: string | null;
  /** Cursor: only orders before this id (ids sort by time); null starts with the newest. */
  before: string | null;
}
