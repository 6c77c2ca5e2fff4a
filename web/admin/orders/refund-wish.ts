import { formatMoney, parseMoney } from '../../../src/contract/money/money.js';
import type { StaffOrderDetail } from '../../../src/contract/staff/staff-shapes.js';

export type RefundWay = 'all' | 'amount' | 'tickets';
export interface RefundWish {
  way: RefundWay;
  amount: string;
  ticketIds: readonly string[];
  reason: string;
}

export const leftOf = ({ totalMinor, refundedMinor }: StaffOrderDetail): number => totalMinor - refundedMinor;

/** Returns the body of POST …/refund with its effect in words, or the errors by field. */
export function refundOf(
  order: StaffOrderDetail,
  { way, amount, ticketIds, reason }: RefundWish,
): { body: Record<string, unknown>; action: string; effect: string } | { errors: Map<string, string> } {
  const { currency } = order;
  const left = leftOf(order);
  const money = (minor: number): string => formatMoney({ amount: minor, currency }, 'en');
  const why = reason.trim() === '' ? {} : { reason: reason.trim() };
  if (way === 'all')
    return {
      body: why,
      action: `Give ${money(left)} back`,
      effect: `${order.buyer.name} gets ${money(left)} back. All tickets of the order become void, and the stock is offered again.`,
    };
  if (way === 'tickets') {
    if (ticketIds.length === 0) return { errors: new Map([['tickets', 'Choose at least one ticket.']]) };
    const many = ticketIds.length === 1 ? '1 ticket' : `${ticketIds.length} tickets`;
    return {
      body: { ticketIds, ...why },
      action: `Give ${many} back`,
      effect: `${order.buyer.name} gets back what was paid for ${many}, fees and taxes included. They become void, and the stock is offered again.`,
    };
  }
  const minor = parseMoney(amount, currency);
  if (minor === null || minor === 0 || minor > left)
    return { errors: new Map([['amount', `An amount up to ${money(left)}.`]]) };
  return {
    body: { amount: minor, ...why },
    action: `Give ${money(minor)} back`,
    effect:
      minor === left
        ? `${order.buyer.name} gets all that is left back: the tickets become void.`
        : `${order.buyer.name} gets ${money(minor)} back and keeps all tickets.`,
  };
}
