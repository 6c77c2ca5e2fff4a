import { Prisma } from '../../generated/prisma/client.js';
import { backlogOf } from '../work/backlog.sql.js';

/**
 * A statement part that appends to the outbox inside the statement that changes something: put it into a CTE.
 * `select` gives (sale_id, type, data jsonb). Rows carry no sequence: see partners, which numbers what has committed.
 */
export function outboxInsertFrom(select: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`INSERT INTO outbox (sale_id, type, data) ${select}`;
}

/** The same for rows that are at hand. */
export function outboxInsert(rows: readonly { saleId: string | null; type: string; data: object }[]): Prisma.Sql {
  const values = rows.map(
    (row) => Prisma.sql`(${row.saleId}::text, ${row.type}::text, ${JSON.stringify(row.data)}::jsonb)`,
  );
  return outboxInsertFrom(Prisma.sql`VALUES ${Prisma.join(values)}`);
}

export function oldestUnnumbered(limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT id, sale_id AS "saleId", type, data, created_at AS "createdAt"
      FROM outbox WHERE numbered_at IS NULL ORDER BY id LIMIT ${limit}`;
}

export function markNumbered(ids: readonly bigint[]): Prisma.Sql {
  return Prisma.sql`UPDATE outbox SET numbered_at = now() WHERE id = ANY(${[...ids]}::bigint[])`;
}

/** What the relay has not numbered yet. */
export const unnumberedBacklog = backlogOf(Prisma.sql`created_at`, Prisma.sql`outbox WHERE numbered_at IS NULL`);
