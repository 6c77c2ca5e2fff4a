import type { RefundShape } from '../money/refund-shapes.js';
import type { OrderShape } from './order-shapes.js';

/**
 * What a paid order's page has to show. `tickets`: some that its reader holds. `given`: all are with others. `taken`: none
 * is valid any more, by refunds or a lost dispute. `hidden`: its reader is not shown any.
 */
export type PaidStanding = 'tickets' | 'given' | 'taken' | 'hidden';

type Paid = Pick<OrderShape, 'lines' | 'tickets' | 'transferred' | 'buyer'>;

export function paidStanding({ tickets, transferred = [], buyer }: Paid): PaidStanding {
  if (tickets.length > 0) return 'tickets';
  if (buyer === undefined) return 'hidden';
  return transferred.length > 0 ? 'given' : 'taken';
}

/** Returns how many tickets of an order that still has some are valid no more. */
export function lostTickets(order: Paid): number {
  const { lines, tickets, transferred = [] } = order;
  const left = tickets.length + transferred.length;
  const bought = lines.filter(({ kind }) => kind === 'ticket').length;
  return order.buyer === undefined || left === 0 ? 0 : Math.max(0, bought - left);
}

/**
 * Returns the newest refund if its money has yet to arrive, or came to nothing; null if it is with the buyer. Older ones
 * that came to nothing were asked for again.
 */
export function openRefund(
  refunds: readonly RefundShape[],
): { amount: RefundShape['amount']; isStuck: boolean } | null {
  const newest = refunds.at(-1);
  if (!newest || newest.state === 'succeeded') return null;
  return { amount: newest.amount, isStuck: newest.state === 'refused' || newest.state === 'failed' };
}
