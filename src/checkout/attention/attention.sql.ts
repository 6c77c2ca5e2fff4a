import { Prisma } from '../../generated/prisma/client.js';
import { lowerSold, raiseSold } from '../../inventory/inventory.sql.js';
import { wishFrom } from '../../payments/payments.sql.js';
import { type AuditEntry, auditOf } from '../../platform/audit/audit.sql.js';
import { outboxInsertFrom } from '../../platform/outbox/outbox.sql.js';
import { ticketIdOfItem, ticketsInsertFrom, ticketsVoidOf } from '../../tickets/tickets.sql.js';
import { lowerQuotasOfFreed, movedColumns, returnStockFrom, ticketNews } from '../facts/moved-orders.sql.js';

/**
 * Ends an order in attention: undoes its sale, frees its stock and requests the cancellation of its intent.
 * @param entry logged with it
 */
export function endWaiting(orderId: string, entry: AuditEntry | null): Prisma.Sql {
  return Prisma.sql`
    WITH moved AS (
      UPDATE orders SET state = 'voiding', reason = 'ended_by_staff', updated_at = now()
      WHERE id = ${orderId} AND state = 'needs_attention' RETURNING ${movedColumns}
    ),
    voided AS (${ticketsVoidOf(Prisma.sql`SELECT t.id FROM moved JOIN ticket t ON t.order_id = moved.id`)}),
    lowered AS (${lowerSold(Prisma.sql`SELECT pool_id, 1 FROM voided`)}),
    returned AS (${returnStockFrom(Prisma.sql`SELECT id, sale_id, 'release' FROM moved`)}),
    logged AS (${auditOf(Prisma.sql`moved`, entry)}),
    asked AS (${wishFrom('cancel', Prisma.sql`SELECT id AS order_id, attempt FROM moved`)})
    SELECT id, attempt FROM moved`;
}

/**
 * Sells the unsold part of an order in attention whose money was captured. Fails if a pool is full.
 * @param entry logged with it
 */
export function sellWaiting(orderId: string, entry: AuditEntry | null): Prisma.Sql {
  return Prisma.sql`
    WITH moved AS (
      UPDATE orders SET state = 'authorized', payment = 'captured', reason = NULL, updated_at = now()
      WHERE id = ${orderId} AND state = 'needs_attention'
        AND EXISTS (SELECT FROM payment p WHERE p.order_id = orders.id AND p.attempt = orders.attempt AND p.state = 'captured')
      RETURNING ${movedColumns}
    ),
    units AS (
      SELECT item.order_id, item.n, moved.sale_id, item.ticket_type_id, item.pool_id, item.seat_id, item.label
      FROM moved JOIN order_item item ON item.order_id = moved.id
      WHERE NOT EXISTS (SELECT FROM ticket t WHERE t.id = ${ticketIdOfItem(Prisma.sql`item.order_id`, Prisma.sql`item.n`)})
    ),
    sold AS (${raiseSold(Prisma.sql`SELECT pool_id, 1 FROM units`)}),
    logged AS (${auditOf(Prisma.sql`moved`, entry)}),
    tickets AS (${ticketsInsertFrom(Prisma.sql`SELECT order_id, n, sale_id, ticket_type_id, pool_id, seat_id, label FROM units`)})
    SELECT id, attempt FROM moved`;
}

/** Selects the attempt of a sold order whose sale was logged with the item. */
export function attemptSold(orderId: string, item: string): Prisma.Sql {
  return Prisma.sql`
    SELECT attempt FROM orders WHERE id = ${orderId} AND state IN ('authorized', 'paid') AND EXISTS (
      SELECT FROM audit_entry a WHERE a.subject = orders.id AND a.action = 'order.sell' AND a.data->>'item' = ${item})`;
}

/**
 * Voids the tickets of a paid order without a refund. After a lost dispute, only those that staff did not let go.
 * @param entry logged with it
 */
export function voidPaid(orderId: string, reason: 'voided_by_staff' | 'dispute_lost', entry: AuditEntry): Prisma.Sql {
  return Prisma.sql`
    WITH moved AS (
      UPDATE orders SET reason = ${reason}, updated_at = now()
      WHERE id = ${orderId} AND state = 'paid' AND (${reason}::text <> 'dispute_lost' OR (dispute = 'lost' AND tickets_held IS NOT FALSE)) RETURNING ${movedColumns}
    ),
    voided AS (${ticketsVoidOf(Prisma.sql`SELECT t.id FROM moved JOIN ticket t ON t.order_id = moved.id`)}),
    lowered AS (${lowerSold(Prisma.sql`SELECT pool_id, 1 FROM voided`)}),
    freed AS (
      UPDATE order_item item SET returned_at = now() FROM moved WHERE item.order_id = moved.id AND item.returned_at IS NULL
      RETURNING item.order_id, item.ticket_type_id
    ),
    quotas AS (${lowerQuotasOfFreed}),
    returned AS (${returnStockFrom(Prisma.sql`SELECT id, sale_id, 'shrink' FROM moved WHERE EXISTS (SELECT FROM freed)`)}),
    logged AS (${auditOf(Prisma.sql`(SELECT FROM voided LIMIT 1) AS done`, entry)}),
    announced AS (${outboxInsertFrom(Prisma.sql`SELECT sale_id, 'ticket.voided', ${ticketNews} FROM voided WHERE was_issued`)})
    SELECT id FROM moved`;
}
