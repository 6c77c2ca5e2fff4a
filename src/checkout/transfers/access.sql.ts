import { Prisma } from '../../generated/prisma/client.js';
import { ticketRefunding } from '../../payments/refunds/refunds.sql.js';

/**
 * Selects the order while its access tokens are of this generation. The lock makes a renewal of access wait for the
 * statement that this is a part of, or that statement see the renewal.
 */
export const stillOpen = (orderId: string, generation: number): Prisma.Sql =>
  Prisma.sql`SELECT id FROM orders WHERE id = ${orderId} AND access_generation = ${generation}::int FOR SHARE`;

/** Adds that the ticket's money is not on its way back to what must hold. */
export const andNotRefunding = (onlyWhile: Prisma.Sql | null, orderId: string, ticketId: string): Prisma.Sql =>
  Prisma.sql`SELECT FROM (${onlyWhile ?? Prisma.sql`SELECT`}) access WHERE NOT ${ticketRefunding(orderId, ticketId)}`;
