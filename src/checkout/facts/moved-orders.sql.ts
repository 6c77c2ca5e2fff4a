import { Prisma } from '../../generated/prisma/client.js';
import { countedShares, identitiesOf } from '../limits/counted.sql.js';

/** Order columns that the other CTEs of a statement need. */
export const movedColumns = Prisma.sql`orders.id, sale_id, channel, partner_id, fan_key, attempt, state, reason, total_minor, refunded_minor, currency, promo_id, counted`;

/** Event payload for partners; contains nothing about the buyer. */
export const orderNews = Prisma.sql`jsonb_build_object('orderId', id, 'saleId', sale_id, 'channel', channel, 'partnerId', partner_id, 'state', state,
  'total', jsonb_build_object('amount', total_minor, 'currency', currency),
  'refunded', jsonb_build_object('amount', refunded_minor, 'currency', currency), 'reason', reason)`;
export const ticketNews = Prisma.sql`jsonb_build_object('ticketId', id, 'orderId', order_id, 'saleId', sale_id,
  'ticketTypeId', ticket_type_id, 'seatId', seat_id,
  'channel', (SELECT channel FROM orders WHERE orders.id = order_id),
  'partnerId', (SELECT partner_id FROM orders WHERE orders.id = order_id))`;

/** Reverts what each order of `ended` added to the quotas of its fan, identities, e-mail, card and promo code. */
export const lowerQuotas = Prisma.sql`
  UPDATE quota SET n = quota.n - share.n FROM (
    SELECT 'place' AS kind, ended.sale_id || ':' || item.ticket_type_id AS scope, ended.fan_key AS digest, count(*)::int AS n
    FROM ended JOIN order_item item ON item.order_id = ended.id AND item.returned_at IS NULL GROUP BY 2, 3
    UNION ALL
    SELECT 'promo', promo_id, whose.digest, count(*)::int
    FROM ended CROSS JOIN LATERAL (
      SELECT '' UNION ALL SELECT fan_key UNION ALL ${identitiesOf(Prisma.sql`counted`)}) whose (digest)
    WHERE promo_id IS NOT NULL GROUP BY 2, 3
    UNION ALL
    ${countedShares(
      Prisma.sql`ended`,
      Prisma.sql`SELECT order_id, ticket_type_id FROM order_item WHERE returned_at IS NULL`,
    )}
  ) share
  WHERE quota.kind = share.kind AND quota.scope = share.scope AND quota.digest = share.digest`;

/** Reverts what the items of `freed` added to the quotas of the fan, identities, e-mail and card of their order, `moved`. */
export const lowerQuotasOfFreed = Prisma.sql`
  UPDATE quota SET n = quota.n - share.n FROM (
    SELECT 'place' AS kind, moved.sale_id || ':' || freed.ticket_type_id AS scope, moved.fan_key AS digest, count(*)::int AS n
    FROM freed JOIN moved ON moved.id = freed.order_id GROUP BY 2, 3
    UNION ALL ${countedShares(Prisma.sql`moved`, Prisma.sql`SELECT order_id, ticket_type_id FROM freed`)}
  ) share
  WHERE quota.kind = share.kind AND quota.scope = share.scope AND quota.digest = share.digest`;

/** Queues each return once, except shrinking, which may recur. @param select yields order_id, sale_id, kind */
export const returnStockFrom = (select: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`INSERT INTO stock_return (order_id, sale_id, kind) ${select}
    ON CONFLICT (order_id, kind) DO UPDATE SET done_at = NULL, tries = 0, next_at = now() WHERE excluded.kind = 'shrink'`;

/** What is done with the units of an order in Redis. */
export type StockReturnKind = 'release' | 'reactivate' | 'shrink';
