import { Prisma } from '../../generated/prisma/client.js';
import { backlogOf } from '../work/backlog.sql.js';

/**
 * Appends to the outbox within the statement that changes something: put it into a CTE.
 * `select` yields (sale_id, type, data jsonb). Rows carry no sequence number: the partners room assigns it later.
 */
export function outboxInsertFrom(select: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`INSERT INTO outbox (sale_id, type, data) ${select}`;
}

/** Does the same for given rows. */
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

/** Rows not yet numbered by the relay. */
export const unnumberedBacklog = backlogOf(Prisma.sql`created_at`, Prisma.sql`outbox WHERE numbered_at IS NULL`);
