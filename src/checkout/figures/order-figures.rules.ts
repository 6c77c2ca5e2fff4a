import type { LiveFlowShape } from '../../contract/live/live-flow.js';
import type { LiveShape } from '../../contract/live/live-shapes.js';
import type { OrderState } from '../../contract/orders/order-shapes.js';
import type { OrderCount } from '../checkout.repository.js';
import { openSteps, publicState } from '../orders/order.state.js';

/** Counts a sale's orders by public state. */
export function orderStatesOf(counts: readonly Pick<OrderCount, 'state' | 'count'>[]): Map<OrderState, number> {
  const states = new Map<OrderState, number>();
  for (const { state, count } of counts) {
    const shown = publicState(state);
    states.set(shown, (states.get(shown) ?? 0) + Number(count));
  }
  return states;
}

/** Order figures of a sale. */
export interface OrderFigures {
  orders: LiveShape['orders'];
  /** Money taken minus refunds, in minor units of the sale's currency. */
  revenueMinor: number;
  /** Mean units per order; null without orders. */
  meanBasket: number | null;
  flow: LiveFlowShape;
  /** Orders whose payment deadline is running. */
  open: number;
}

/** Adds up the counters of a sale. Sums are bigint until the end: doubles are exact up to 9 · 10¹⁵ minor units. */
export function orderFiguresOf(
  counts: readonly Pick<OrderCount, 'state' | 'count' | 'units' | 'keptMinor'>[],
): OrderFigures {
  const orders = { pending: 0, authorized: 0, paid: 0, attention: 0 };
  const sum = (pick: (row: (typeof counts)[number]) => bigint, rows = counts): bigint =>
    rows.reduce((total, row) => total + pick(row), 0n);
  for (const { state, count } of counts) {
    const shown = publicState(state);
    if (shown === 'needs_attention') orders.attention += Number(count);
    if (shown === 'pending' || shown === 'authorized' || shown === 'paid') orders[shown] += Number(count);
  }
  const paid = counts.filter(({ state }) => publicState(state) === 'paid');
  const open = counts.filter(({ state }) => (openSteps as readonly string[]).includes(state));
  const placed = sum(({ count }) => count);
  const unpaid = counts.filter(({ state }) => state === 'expired' || state === 'canceled');
  return {
    orders,
    revenueMinor: Number(sum(({ keptMinor }) => keptMinor, paid)),
    meanBasket: placed === 0n ? null : Number(sum(({ units }) => units)) / Number(placed),
    flow: { placed: Number(placed), abandoned: Number(sum(({ count }) => count, unpaid)) },
    open: Number(sum(({ count }) => count, open)),
  };
}
