import type { HoldShape } from '../../../src/contract/shapes.js';
import type { HoldRequestItem } from '../net/api.js';

/** What a hold has, as the fan may change it: counted tickets by type, and seats. */
export interface Basket {
  counts: Readonly<Record<string, number>>;
  seats: readonly { id: string; label: string }[];
}

export function basketOf({ items }: Pick<HoldShape, 'items'>): Basket {
  const counts: Record<string, number> = {};
  for (const { ticketTypeId, seatId } of items)
    if (seatId === null) counts[ticketTypeId] = (counts[ticketTypeId] ?? 0) + 1;
  return { counts, seats: items.flatMap(({ seatId, label }) => (seatId === null ? [] : [{ id: seatId, label }])) };
}

/** The number after one press: by the type's multiple, and none at all below what is sold together. */
export function stepped(n: number, by: 1 | -1, { min, multiple }: { min: number; multiple: number }): number {
  const next = n + by * multiple;
  return next < min ? 0 : next;
}

/** The basket as a swap asks for it; nothing when it is empty. */
export function basketItems({ counts, seats }: Basket): HoldRequestItem[] {
  const counted = Object.entries(counts)
    .filter(([, quantity]) => quantity > 0)
    .map(([ticketTypeId, quantity]) => ({ ticketTypeId, quantity }));
  return seats.length > 0 ? [...counted, { seatIds: seats.map(({ id }) => id) }] : counted;
}
