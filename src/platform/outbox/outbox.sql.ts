import { Prisma } from '../../generated/prisma/client.js';

/**
 * A statement part that appends to the outbox inside the statement that changes something: put it into a CTE.
 * `select` gives (sale_id, type, data jsonb). Rows carry no sequence: see partners, which numbers what has committed.
 */
export function outboxInsertFrom(select: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`INSERT INTO outbox (sale_id, type, data) ${select}`;
}
