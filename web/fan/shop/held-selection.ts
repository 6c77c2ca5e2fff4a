import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';
import type { TicketTypeShape } from '../../../src/contract/sale/sale-shapes.js';
import { emptySelection, type Selection } from './selection.js';

/** Converts a hold into an editable selection: seats by id, the rest by quantity. */
export function selectionOfHold(
  { items }: Pick<HoldShape, 'items'>,
  types: readonly Pick<TicketTypeShape, 'id'>[],
): Selection {
  const counts = types.flatMap(({ id }): [string, number][] => {
    const unseated = items.filter((item) => item.ticketTypeId === id && !item.seatId).length;
    return unseated > 0 ? [[id, unseated]] : [];
  });
  const seats = items.flatMap(({ seatId, ticketTypeId, label }) =>
    seatId ? [{ id: seatId, ticketTypeId, label }] : [],
  );
  return { ...emptySelection, counts: Object.fromEntries(counts), seats };
}
