import type { HoldShape, HoldState } from '../../contract/orders/order-shapes.js';
import type { Hold } from '../../inventory/holds/hold.types.js';
import { type OrderStep, stateOfLostHold, stateOfHoldWithOrder } from '../orders/order.state.js';
import type { OrderOfHold } from '../orders/orders.types.js';
import { wallTimeOf } from '../../saletime/wall-time.js';

/** @param orderStep state of the order that took the hold; null if none did */
function holdState(hold: Hold, orderStep: OrderStep | null): HoldState {
  if (hold.state !== 'committed') return hold.state;
  // committed without a known order: the order is being written, so its fan is paying
  return orderStep === null ? 'paying' : stateOfHoldWithOrder(orderStep);
}

/** @param currency of the sale: an ended hold keeps none of its own */
export function holdShape(
  hold: Hold,
  { orderStep, currency, wallNowMs }: { orderStep: OrderStep | null; currency: string; wallNowMs: number },
): HoldShape {
  return {
    id: hold.id,
    state: holdState(hold, orderStep),
    items: hold.items.map(({ ticketTypeId, seatId, label, priceMinor }) => ({
      ticketTypeId,
      seatId,
      label,
      price: { amount: priceMinor, currency },
    })),
    lines: hold.lines,
    total: { amount: hold.totalMinor, currency },
    expiresAt: wallTimeOf(hold.saleId, hold.expiresAtSaleMs, hold.readAtSaleMs, wallNowMs),
    extendable: hold.extendable,
    relaxed: hold.relaxed,
    orderId: hold.orderId,
  };
}

/** Builds a hold that Redis has lost from the order that took it, since when it no longer expired. */
export function holdShapeOfOrder(holdId: string, order: OrderOfHold): HoldShape {
  const { currency } = order;
  return {
    id: holdId,
    state: stateOfLostHold(order.state),
    items: order.units.map(({ ticketTypeId, seatId, label, priceMinor }) => ({
      ...{ ticketTypeId, seatId, label },
      price: { amount: priceMinor, currency },
    })),
    lines: [...(order.charges ?? [])],
    total: { amount: order.totalMinor, currency },
    expiresAt: order.createdAt.toISOString(),
    extendable: false,
    relaxed: null,
    orderId: order.id,
  };
}
