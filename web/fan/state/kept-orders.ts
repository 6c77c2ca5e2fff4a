import type { OrderShape } from '../../../src/contract/shapes.js';
import { holdBox, type KeptOrder, orderBox, passBox, placeBox } from './boxes.js';
import { serverClock } from './server-clock.js';

/** Keeps what was heard of an order, and what its end means for the rest of the fan's thread. */
export function keepOrder(id: string, kept: KeptOrder, order: OrderShape): void {
  orderBox.set(id, { ...kept, order });
  if (kept.slug !== null && kept.order?.state !== order.state) settle(kept.slug, kept, order);
}

/** Paid, the turn is over; canceled, the basket is back. */
function settle(slug: string, { hold }: KeptOrder, order: OrderShape): void {
  if (order.state === 'paid') for (const box of [placeBox, passBox, holdBox]) box.clear(slug);
  const isFans = order.state === 'canceled' && order.reason === 'canceled_by_fan';
  if (isFans && hold && Date.parse(hold.expiresAt) > serverClock.now()) holdBox.set(slug, { hold });
}
