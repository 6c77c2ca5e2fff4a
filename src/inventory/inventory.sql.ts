import { Prisma } from '../generated/prisma/client.js';

/**
 * Returns `UPDATE … RETURNING id` for a CTE: adds to `sold` of the pools named by `from` (pool_id, n), locking them in
 * id order so that two orders cannot deadlock. Capacity is enforced by the CHECK constraint, which fails the whole
 * statement; a WHERE would only skip the row and leave the order with tickets that no pool counts.
 */
export function raiseSold(from: Prisma.Sql): Prisma.Sql {
  return moveSold(from, Prisma.sql`+`);
}

/** The inverse, for an ended order or refunded tickets. */
export function lowerSold(from: Prisma.Sql): Prisma.Sql {
  return moveSold(from, Prisma.sql`-`);
}

function moveSold(from: Prisma.Sql, sign: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    UPDATE pool SET sold = pool.sold ${sign} locked.n
    FROM (
      SELECT p.id, moved.n
      FROM pool p
      JOIN (SELECT m.pool_id, sum(m.n)::int AS n FROM (${from}) AS m (pool_id, n) GROUP BY m.pool_id) moved ON moved.pool_id = p.id
      ORDER BY p.id
      FOR UPDATE OF p
    ) locked
    WHERE pool.id = locked.id
    RETURNING pool.id`;
}
