import { Prisma } from '../../generated/prisma/client.js';

export interface FreeRowsTerms {
  /** What each row yields, usually its key. */
  select?: Prisma.Sql;
  /** The table, with an alias if the other terms need one. */
  from: Prisma.Sql;
  where: Prisma.Sql;
  /** Who goes first if there are more than `limit`; omitted where every row is as urgent as the next. */
  orderBy?: Prisma.Sql;
  /** A number, or the column of a joined relation with the limit; omitted only if `where` itself is bounded. */
  limit?: number | Prisma.Sql;
  /** The alias to lock if `from` joins tables that must stay unlocked. */
  lock?: Prisma.Sql;
}

/**
 * Selects and locks rows that no other transaction holds, so that nodes share a table's work: two never take the same
 * row, and neither waits for the other. The only place that skips locked rows; a test keeps it so.
 *
 * Select into an array (`anyFree`) or a materialized CTE: a sub-select in `IN` or a join may be run again for each row
 * of the outer table, which would take more than `limit`.
 */
export function freeRows({ select, from, where, orderBy, limit, lock }: FreeRowsTerms): Prisma.Sql {
  const count = typeof limit === 'number' ? Prisma.sql`${limit}::int` : limit;
  return Prisma.sql`
    SELECT ${select ?? Prisma.sql`id`} FROM ${from} WHERE ${where}
    ${orderBy ? Prisma.sql`ORDER BY ${orderBy}` : Prisma.empty} ${count ? Prisma.sql`LIMIT ${count}` : Prisma.empty}
    FOR UPDATE ${lock ? Prisma.sql`OF ${lock}` : Prisma.empty} SKIP LOCKED`;
}

/** Matches a key that `freeRows` selects, which is run once: `WHERE id = ${anyFree(…)}`. */
export function anyFree(terms: FreeRowsTerms): Prisma.Sql {
  return Prisma.sql`ANY(ARRAY(${freeRows(terms)}))`;
}
