import { Prisma } from '../generated/prisma/client.js';

/**
 * `UPDATE … RETURNING id` for a CTE: raises `sold` of the pools that `from` (pool_id, n) names, locked in the order of their ids
 * so that two orders cannot wait for each other. Whether there is room is the CHECK's to say, which fails the whole
 * statement: a WHERE would only skip the row, and the order would have tickets that no pool knows of.
 */
export function raiseSold(from: Prisma.Sql): Prisma.Sql {
  return moveSold(from, Prisma.sql`+`);
}

/** The other way: an order that has ended, or refunded tickets. */
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
