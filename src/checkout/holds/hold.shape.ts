import type { HoldShape, HoldState } from '../../contract/shapes.js';
import type { Hold } from '../../inventory/inventory.types.js';
import { type OrderStep, stateOfHoldWithOrder } from '../orders/order.state.js';
import { wallTimeOf } from '../../saletime/wall-time.js';

/** @param orderStep state of the order that took the hold; null if none did */
export function holdState(hold: Hold, orderStep: OrderStep | null): HoldState {
  if (hold.state !== 'committed') return hold.state;
  // committed without a known order: the order is being written, so its fan is paying
  return orderStep === null ? 'paying' : stateOfHoldWithOrder(orderStep);
}

export function holdShape(hold: Hold, orderStep: OrderStep | null, wallNowMs: number): HoldShape {
  return {
    id: hold.id,
    state: holdState(hold, orderStep),
    items: hold.items.map(({ ticketTypeId, seatId, label, priceMinor }) => ({
      ticketTypeId,
      seatId,
      label,
      price: { amount: priceMinor, currency: hold.currency },
    })),
    lines: hold.lines,
    total: { amount: hold.totalMinor, currency: hold.currency },
    expiresAt: wallTimeOf(hold.expiresAtSaleMs, hold.readAtSaleMs, wallNowMs),
    extendable: hold.extendable,
    relaxed: hold.relaxed,
    orderId: hold.orderId,
  };
}
