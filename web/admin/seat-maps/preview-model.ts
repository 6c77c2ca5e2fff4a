import type { SeatMapDocument } from '../../../src/contract/stock/seat-map-shapes.js';
import type { SeatShape } from '../../../src/contract/stock/availability-shapes.js';

/** Returns a stored map's seats by section, all free; zones take the place of ticket types. */
export function seatsOf({ sections }: SeatMapDocument): Map<string, SeatShape[]> {
  return new Map(
    sections.map(({ key, zone: usual = '', rows = [], tables = [] }) => [
      key,
      [...rows, ...tables.map((table) => ({ ...table, isTable: true }))].flatMap((row) =>
        typeof row.seats === 'number'
          ? []
          : row.seats.map(
              ({ id, label, x, y, zone, accessible, companionOf, restricted }): SeatShape => ({
                ...{ id: id ?? `${key}-${row.label}-${label}`, row: row.label, label, x, y, state: 'free' },
                ticketTypeId: zone ?? usual,
                ...(accessible && { accessible }),
                ...(companionOf !== undefined && { companionOf }),
                ...(restricted && { restricted }),
                ...('isTable' in row && { table: true }),
              }),
            ),
      ),
    ]),
  );
}
