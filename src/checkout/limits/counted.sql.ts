import { Prisma } from '../../generated/prisma/client.js';

/** Matches orders with a limit per card; sold only once the card is known, which authorization events do not tell. */
export const countsByCard = (counted: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`COALESCE(${counted} @> '[{"kind": "card"}]'::jsonb, false)`;

/** Pseudo constraint for an order with a limit per card whose card the provider does not tell; it is not sold. */
export const CARD_UNKNOWN = 'card_unknown';

/** Returns `orders.counted` with the card's digest filled in. */
export const countedWithCard = (cardDigest: string | null): Prisma.Sql => Prisma.sql`(
  SELECT jsonb_agg(CASE WHEN entry->>'kind' = 'card' THEN entry || jsonb_build_object('digest', ${cardDigest ?? ''}::text) ELSE entry END)
  FROM jsonb_array_elements(orders.counted) entry)`;

/** Selects the digests of the identities that an order counts by, once each. @param counted its `orders.counted` */
export const identitiesOf = (counted: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT DISTINCT entry.digest FROM jsonb_to_recordset(${counted}) AS entry(kind text, digest text) WHERE entry.kind = 'identity'`;

/** Raises the card quotas of the orders in `moved` (with `counted`); exceeding one (quota_within_max) sells nothing. */
export const raiseByCard = Prisma.sql`
  INSERT INTO quota (scope, kind, digest, n, max)
  SELECT entry.scope, 'card', entry.digest, entry.n, entry.max
  FROM moved CROSS JOIN LATERAL jsonb_to_recordset(moved.counted) AS entry(kind text, scope text, digest text, n int, max int)
  WHERE entry.kind = 'card' AND entry.digest <> '' ORDER BY entry.scope
  ON CONFLICT (scope, kind, digest) DO UPDATE SET n = quota.n + excluded.n, max = excluded.max`;

/**
 * Selects what orders giving up tickets had counted by identity, e-mail and card: rows of kind, scope, digest, n.
 * @param orders name of a CTE with id and counted
 * @param items yields order_id, ticket_type_id of the tickets given up
 */
export const countedShares = (orders: Prisma.Sql, items: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT entry.kind, entry.scope, entry.digest, count(*)::int AS n
  FROM ${orders} given
    CROSS JOIN LATERAL jsonb_to_recordset(given.counted) AS entry(kind text, scope text, digest text, "ticketTypeId" text)
    JOIN (${items}) item ON item.order_id = given.id
      AND (entry."ticketTypeId" IS NULL OR entry."ticketTypeId" = item.ticket_type_id)
  WHERE entry.digest <> '' GROUP BY 1, 2, 3`;
