/** Current state of a ticket of the order. */
export interface RefundableTicket {
  id: string;
  priceMinor: number;
  isLive: boolean;
  /** Part of a refund that has not been refused. */
  isRefunding: boolean;
}

/** What can be refunded of an order. Amounts are minor units. */
export interface Refundable {
  captured: boolean;
  /** A partner sold it and holds the money. */
  isPartners: boolean;
  amountMinor: number;
  refundedMinor: number;
  refundingMinor: number;
  /** Amounts of its currency are multiples of this. */
  step: number;
  tickets: readonly RefundableTicket[];
}

/** With neither field, everything that is left. */
export interface RefundWanted {
  amount?: number | undefined;
  ticketIds?: readonly string[] | undefined;
}

export type RefundDecision =
  | { kind: 'ask'; amountMinor: number; ticketIds: readonly string[] }
  /** Everything requested has been refunded or is in flight. */
  | { kind: 'already' }
  | { kind: 'nothing_captured' }
  | { kind: 'partners_money' }
  | { kind: 'exceeds'; leftMinor: number }
  | { kind: 'off_step'; step: number }
  | { kind: 'unknown_tickets'; ticketIds: readonly string[] };

/** Decides what to request from the provider; the database still refuses what would exceed the payment. */
export function decideRefund(order: Refundable, { amount, ticketIds = [] }: RefundWanted): RefundDecision {
  if (order.isPartners) return { kind: 'partners_money' };
  if (!order.captured) return { kind: 'nothing_captured' };
  if (amount !== undefined && amount % order.step !== 0) return { kind: 'off_step', step: order.step };
  const leftMinor = order.amountMinor - order.refundedMinor - order.refundingMinor;
  const named = [...new Set(ticketIds)];
  const tickets = new Map(order.tickets.map((ticket) => [ticket.id, ticket]));
  const unknown = named.filter((id) => !tickets.has(id));
  if (unknown.length > 0) return { kind: 'unknown_tickets', ticketIds: unknown };
  const free = order.tickets.filter(({ isLive, isRefunding }) => isLive && !isRefunding);
  const open = named.filter((id) => free.some((ticket) => ticket.id === id));
  if (leftMinor <= 0 || (named.length > 0 && open.length === 0)) return { kind: 'already' };
  const amountMinor = amount ?? amountOf(open, free, leftMinor);
  if (amountMinor > leftMinor) return { kind: 'exceeds', leftMinor };
  if (amountMinor <= 0) return { kind: 'already' };
  return { kind: 'ask', amountMinor, ticketIds: open };
}

/** Returns the prices of the open tickets; a refund of all tickets returns all the money, fees included. */
function amountOf(open: readonly string[], free: readonly RefundableTicket[], leftMinor: number): number {
  if (open.length === 0 || open.length === free.length) return leftMinor;
  return free.filter(({ id }) => open.includes(id)).reduce((sum, { priceMinor }) => sum + priceMinor, 0);
}

/** What a refund that came to nothing asked for. */
export interface UnpaidRefund {
  amountMinor: number;
  ticketIds: readonly string[];
}

/**
 * Returns what is still owed of it: tickets that another refund gives back are no longer, and tickets voided meanwhile
 * are owed as an amount. null: nothing is.
 */
export function stillOwed(order: Refundable, { amountMinor, ticketIds }: UnpaidRefund): UnpaidRefund | null {
  const named = order.tickets.filter(({ id }) => ticketIds.includes(id));
  const elsewhere = named.filter(({ isRefunding }) => isRefunding).reduce((sum, ticket) => sum + ticket.priceMinor, 0);
  const left = order.amountMinor - order.refundedMinor - order.refundingMinor;
  const owed = Math.min(amountMinor - elsewhere, left);
  if (!order.captured || owed <= 0) return null;
  const open = named.filter(({ isLive, isRefunding }) => isLive && !isRefunding).map(({ id }) => id);
  return { amountMinor: owed, ticketIds: open };
}
