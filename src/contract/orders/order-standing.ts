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

type Refunded = Pick<OrderShape, 'refunds' | 'total'>;

/** Whether what a refund that came to nothing owed was asked for again: its tickets by name, or as much without any. */
function isAskedAgain({ ticketIds, amount }: RefundShape, later: readonly RefundShape[]): boolean {
  const named = new Set(later.flatMap((one) => one.ticketIds));
  const unnamed = later.filter((one) => one.ticketIds.length === 0);
  return (ticketIds.length > 0 && ticketIds.every((id) => named.has(id))) || sumOf(unnamed) >= amount.amount;
}

const sumOf = (refunds: readonly RefundShape[]): number => refunds.reduce((sum, { amount }) => sum + amount.amount, 0);

/** Returns the money that is on its way back, and the money that could not be given back; null for none. */
export function openRefunds({ refunds, total }: Refunded): {
  onWay: RefundShape['amount'] | null;
  stuck: RefundShape['amount'] | null;
} {
  const failed = refunds.filter(
    (refund, index) =>
      (refund.state === 'refused' || refund.state === 'failed') && !isAskedAgain(refund, refunds.slice(index + 1)),
  );
  const onWay = sumOf(refunds.filter(({ state }) => state === 'asked' || state === 'sent'));
  // no more is owed than has not gone back in other ways
  const left = total.amount - onWay - sumOf(refunds.filter(({ state }) => state === 'succeeded'));
  const money = (amount: number) => (amount > 0 ? { ...total, amount } : null);
  return { onWay: money(onWay), stuck: money(Math.min(left, sumOf(failed))) };
}
