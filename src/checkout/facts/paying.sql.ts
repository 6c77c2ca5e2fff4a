import { Prisma } from '../../generated/prisma/client.js';
import { believableOf, captureFrom } from '../../payments/payments.sql.js';
import type { IntentCaptured } from '../../payments/payments.types.js';
import { byKey } from '../../platform/prisma/by-key.js';
import { auditInsertFrom } from '../../platform/audit/audit.sql.js';
import { outboxInsertFrom } from '../../platform/outbox/outbox.sql.js';
import { ticketsIssue } from '../../tickets/tickets.sql.js';
import { orderColumns } from '../orders/order-columns.sql.js';
import { recoveryLockKey } from '../orders/orders.sql.js';
import { saleOfMoved } from './authorize.sql.js';
import { orderNews, ticketNews } from './moved-orders.sql.js';

// Like endings.sql: each begins with a compare-and-set named `moved`, from which all other writes read.

/** CTEs for what a payment writes besides the order: issues tickets and notifies partners. Reads from `moved`. */
const paidOfMoved = Prisma.sql`
    issued AS (${ticketsIssue(Prisma.sql`SELECT id, COALESCE(tickets_held, false) FROM moved`)}),
    announced AS (${outboxInsertFrom(Prisma.sql`
      SELECT sale_id, 'order.paid', ${orderNews} FROM moved
      UNION ALL SELECT sale_id, 'ticket.issued', ${ticketNews} FROM issued`)})`;

/** Selects the current order and the units of the fan's paid orders, including this one. */
const paidOrders = Prisma.sql`
    SELECT ${orderColumns},
      (SELECT count(*)::int FROM order_item WHERE order_id = orders.id) + (
        SELECT count(*)::int FROM orders other JOIN order_item item ON item.order_id = other.id
        WHERE other.fan_key = orders.fan_key AND ${byKey(Prisma.sql`other.sale_id = orders.sale_id AND other.state = 'paid'`)}) AS bought
    FROM moved AS orders`;

/**
 * Regular authorized → paid: applies the answers to our own captures together with the payments.
 * Yields the orders that moved, each with `bought`.
 */
export function payOrders(news: readonly IntentCaptured[]): Prisma.Sql {
  return Prisma.sql`
    WITH news AS MATERIALIZED (
      SELECT "orderId" AS order_id, attempt, "intentId" AS intent_id, "amountMinor" AS amount_minor, currency
      FROM jsonb_to_recordset(${JSON.stringify(news)}::jsonb)
        AS ("orderId" text, attempt int, "intentId" text, "amountMinor" bigint, currency text)
    ),
    believable AS (${believableOf(Prisma.sql`news`, ['creating', 'open', 'authorized'])}),
    locked AS (
      SELECT o.id, believable.intent_id FROM believable JOIN orders o ON o.id = believable.order_id
      WHERE o.attempt = believable.attempt AND ${byKey(Prisma.sql`o.state = 'authorized'`)} AND o.refunded_minor < o.total_minor
        -- its tickets may have to be made void at once: see DisputedOrders
        AND o.dispute IS DISTINCT FROM 'lost' ORDER BY o.id FOR UPDATE OF o
    ),
    moved AS (
      UPDATE orders SET state = 'paid', payment = 'captured', paid_at = now(), updated_at = now()
      FROM locked WHERE orders.id = locked.id AND ${byKey(Prisma.sql`orders.state = 'authorized'`)} RETURNING orders.*, locked.intent_id
    ),
    ${paidOfMoved},
    captured AS (${captureFrom(Prisma.sql`SELECT id AS order_id, attempt, intent_id FROM moved`)})
    ${paidOrders}`;
}

/** Moves one order authorized → paid whose payment has moved already. */
export function payOrder(orderId: string, attempt: number): Prisma.Sql {
  return Prisma.sql`
    WITH moved AS (
      UPDATE orders SET state = 'paid', payment = 'captured', paid_at = now(), updated_at = now()
      WHERE id = ${orderId} AND attempt = ${attempt}::int AND state = 'authorized' RETURNING orders.*
    ),
    ${paidOfMoved}
    ${paidOrders}`;
}

/**
 * pending → paid for an order without a charge here, which is free or whose buyer paid a partner: sells it and issues
 * its tickets without a payment. Like askForPayments, refused during a rebuild of its sale and in another epoch.
 * Yields the order with `bought` if it moved.
 * @param seller who sold it for a partner, for the log; null: nobody
 */
export function payUnchargedOrder(orderId: string, saleId: string, seller: string | null): Prisma.Sql {
  return Prisma.sql`
    WITH gate AS MATERIALIZED (SELECT pg_try_advisory_xact_lock_shared(${recoveryLockKey(saleId)}) AS free),
    moved AS (
      UPDATE orders SET state = 'paid', payment = CASE WHEN partner_id IS NULL THEN 'captured' ELSE 'external' END,
        paid_at = now(), updated_at = now()
      FROM gate, queue_sale q
      WHERE gate.free AND orders.id = ${orderId} AND orders.sale_id = ${saleId} AND q.sale_id = orders.sale_id
        AND q.epoch = orders.epoch AND orders.state = 'pending' AND orders.payment = 'none'
        AND (orders.total_minor = 0 OR orders.partner_id IS NOT NULL)
      RETURNING orders.*
    ),
    ${saleOfMoved(true)},
    announced AS (${outboxInsertFrom(Prisma.sql`
      SELECT sale_id, 'order.paid', ${orderNews} FROM moved
      UNION ALL SELECT sale_id, 'ticket.issued', ${ticketNews} FROM tickets`)}),
    logged AS (${auditInsertFrom(Prisma.sql`
      SELECT ${seller}::text, 'order.sell', id, jsonb_build_object('partnerId', partner_id) FROM moved WHERE ${seller}::text IS NOT NULL`)})
    ${paidOrders}`;
}
