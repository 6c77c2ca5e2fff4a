import type { HeldUnit } from '../../inventory/inventory.types.js';
import type { TicketTypeView } from '../../sales/sales.types.js';
import type { OrderRecord } from './orders.repository.js';
import type { NewOrder, OrderLine, QuotaRaise } from './orders.sql.js';

/** The lines of an order: the units of its hold, at the price that was shown when they were held. */
export function linesOf(units: readonly HeldUnit[]): OrderLine[] {
  return units.map(({ poolId, ticketTypeId, seatId, label, priceMinor }) => ({
    poolId,
    ticketTypeId,
    seatId,
    label,
    priceMinor,
  }));
}

export const totalOf = (lines: readonly OrderLine[]): number => lines.reduce((sum, line) => sum + line.priceMinor, 0);

/** What an order adds to one fan's quota of each ticket type. A type that is sold no more allows only what is held of it. */
export function quotasOf(
  saleId: string,
  fanKey: string,
  lines: readonly OrderLine[],
  ticketTypes: readonly Pick<TicketTypeView, 'id' | 'maxPerFan'>[],
  members = 1,
): QuotaRaise[] {
  const counts = new Map<string, number>();
  for (const { ticketTypeId } of lines) counts.set(ticketTypeId, (counts.get(ticketTypeId) ?? 0) + 1);
  return [...counts].map(([ticketTypeId, n]) => ({
    scope: `${saleId}:${ticketTypeId}`,
    kind: 'place',
    digest: fanKey,
    n,
    max: (ticketTypes.find(({ id }) => id === ticketTypeId)?.maxPerFan ?? n) * members,
  }));
}

/** An order whose intent has just been opened, as Postgres has it. */
export function recordOfNew(order: NewOrder, attempt: number, createdAt = new Date()): OrderRecord {
  const { lane: _lane, quotas: _quotas, lines, ...rest } = order;
  return {
    ...rest,
    state: 'pending',
    reason: null,
    dispute: null,
    payment: 'open',
    attempt,
    refundedMinor: 0,
    accessGeneration: 1,
    createdAt,
    lines: lines.map(({ label, priceMinor }) => ({ label, priceMinor })),
  };
}
