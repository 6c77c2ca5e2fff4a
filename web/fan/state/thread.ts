import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';
import type { KeptOrder, KeptPlace } from './boxes.js';

/** A fan's open items, shown on every page so that none is lost by navigating back. */
export type ThreadItem =
  /** An order awaiting payment, or whose payment is in progress. */
  | { kind: 'order'; id: string; until: string | null }
  | { kind: 'hold'; slug: string; tickets: number; until: string }
  | { kind: 'place'; slug: string; position: number | null; lane: string }
  | { kind: 'tickets'; id: string; tickets: number };

export interface Kept {
  orders: readonly (KeptOrder & { id: string })[];
  holds: readonly { slug: string; hold: HoldShape }[];
  places: readonly { slug: string; place: Pick<KeptPlace, 'position' | 'lane'> }[];
}

/** Tickets are linked for this many recent orders. */
const TICKETS_SHOWN = 3;

/**
 * @param slug restricts the items to the page's sale; null for all
 * @param nowMs the server's time
 * @returns the items, most urgent first
 */
export function threadOf({ orders, holds, places }: Kept, slug: string | null, nowMs: number): ThreadItem[] {
  const here = (of: string | null): boolean => slug === null || of === slug;
  const open: ThreadItem[] = [];
  const tickets: ThreadItem[] = [];
  for (const { id, slug: of, order } of orders) {
    if (!order || !here(of)) continue; // an order opened only by link belongs to no sale this device knows
    if (order.state === 'authorized') open.push({ kind: 'order', id, until: null });
    if (order.state === 'pending' && Date.parse(order.expiresAt) > nowMs)
      open.push({ kind: 'order', id, until: order.expiresAt });
    if (order.state === 'paid' && order.tickets.length > 0)
      tickets.push({ kind: 'tickets', id, tickets: order.tickets.length });
  }
  const held = holds
    .filter(({ slug: of, hold }) => here(of) && hold.state === 'active' && Date.parse(hold.expiresAt) > nowMs)
    .map(({ slug: of, hold }): ThreadItem => {
      return { kind: 'hold', slug: of, tickets: hold.items.length, until: hold.expiresAt };
    });
  const inLine = places
    .filter(({ slug: of }) => here(of))
    // fans who are shopping or paying have already had their turn, so the line is not listed
    .filter(({ slug: of }) => !held.some((item) => 'slug' in item && item.slug === of) && open.length === 0)
    .map(({ slug: of, place }): ThreadItem => {
      return { kind: 'place', slug: of, position: place.position ?? null, lane: place.lane };
    });
  return [...open, ...held, ...inLine, ...tickets.slice(-TICKETS_SHOWN).reverse()];
}
