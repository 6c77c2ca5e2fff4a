import type { Prisma } from '../../generated/prisma/client.js';
import type { PausableState } from '../life/sale.state.js';

/** A sale is read with its ticket types, in the order of the form. */
export const withTypes = { ticketTypes: { orderBy: { rank: 'asc' } } } as const;
export type SaleRow = Prisma.SaleGetPayload<{ include: typeof withTypes }>;
export type SaleTransaction = Prisma.TransactionClient;

export const pausedFromOf = (row: SaleRow): PausableState | null =>
  row.pausedFrom === 'prequeue' || row.pausedFrom === 'on_sale' ? row.pausedFrom : null;

/** Locks the sale and returns whether it is as the caller has read it; false if it is gone. */
export async function isUnchanged(
  tx: Prisma.TransactionClient,
  id: string,
  isAsRead: (row: SaleRow) => boolean,
): Promise<boolean> {
  await tx.$queryRaw`SELECT 1 FROM sale WHERE id = ${id} FOR NO KEY UPDATE`;
  const row = await tx.sale.findUnique({ where: { id }, include: withTypes });
  return row !== null && isAsRead(row);
}
