import type { OrderShape } from '../../../src/contract/orders/order-shapes.js';
import { holdBox, type KeptOrder, orderBox, passBox, placeBox } from './boxes.js';
import { serverClock } from './server-clock.js';

/** Stores the latest state of an order and applies the consequences of its end to the fan's other items. */
export function keepOrder(id: string, kept: KeptOrder, order: OrderShape): void {
  const slug = kept.slug ?? order.saleSlug;
  orderBox.set(id, { ...kept, slug, order });
  // an order opened by its link says nothing about a place that this device has now
  if (slug !== null && kept.order !== null && kept.order.state !== order.state) settle(slug, kept, order);
}

/** A paid order ends the turn; a canceled one restores the basket. */
function settle(slug: string, { hold }: KeptOrder, order: OrderShape): void {
  if (order.state === 'paid') for (const box of [placeBox, passBox, holdBox]) box.clear(slug);
  const isFans = order.state === 'canceled' && order.reason === 'canceled_by_fan';
  if (isFans && hold && Date.parse(hold.expiresAt) > serverClock.now()) holdBox.set(slug, { hold });
}

const over: ReadonlySet<string> = new Set(['expired', 'canceled', 'refunded']);

/** Returns whether this device keeps its own order of the sale that has tickets, or may yet have them. */
export function hasOrderOf(slug: string): boolean {
  return orderBox.all().some(
    ({ key, value }) =>
      // a ticket that a friend has transferred was bought with another turn
      !key.startsWith('tkt_') && value.slug === slug && value.order !== null && !over.has(value.order.state),
  );
}
