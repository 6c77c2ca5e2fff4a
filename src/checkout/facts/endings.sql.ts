import { Prisma } from '../../generated/prisma/client.js';
import { lowerSold } from '../../inventory/inventory.sql.js';
import { countedOnce, wishFrom } from '../../payments/payments.sql.js';
import type { PaymentFact } from '../../payments/payments.events.js';
import { type AuditEntry, auditOf } from '../../platform/audit/audit.sql.js';
import { outboxInsertFrom } from '../../platform/outbox/outbox.sql.js';
import { freeRows } from '../../platform/work/free-rows.sql.js';
import { liveTicketsLocked, ticketsVoid } from '../../tickets/tickets.sql.js';
import {
  lowerQuotas,
  movedColumns,
  orderNews,
  returnStockFrom,
  type StockReturnKind,
  ticketNews,
} from './moved-orders.sql.js';
import type { OrderReason } from '../../contract/orders/order-reasons.js';

/*
 * Every statement here starts with a compare-and-set of the order's state named `moved`; all other writes read from
 * `moved`, so that a duplicate delivery writes nothing. Each yields what moved.
 */

export type DeclineRef = Pick<PaymentFact, 'id' | 'orderId' | 'attempt'>;

const askForCancel = wishFrom('cancel', Prisma.sql`SELECT id AS order_id, attempt FROM moved`);

/**
 * paid → canceled for a partner's order, which nobody was admitted with unless the show itself is canceled: moves no
 * money, returns its stock to the allocation. Locks the tickets before it looks at them, so that a scan at the same time
 * either comes first and is seen, or waits and finds the ticket void.
 * @param entry logged with it
 */
export function cancelExternal(orderId: string, reason: OrderReason, entry: AuditEntry | null = null): Prisma.Sql {
  return Prisma.sql`
    WITH held AS MATERIALIZED (SELECT id FROM orders WHERE id = ${orderId} FOR UPDATE),
    live AS MATERIALIZED (${liveTicketsLocked(Prisma.sql`SELECT id FROM held`)}),
    free AS MATERIALIZED (
      SELECT id FROM held WHERE ${reason}::text = 'show_canceled' OR NOT EXISTS (SELECT FROM live WHERE admitted_at IS NOT NULL)
    ),
    ended AS (
      UPDATE orders SET state = 'canceled', reason = ${reason}, updated_at = now()
      FROM free WHERE orders.id = free.id AND state = 'paid' AND payment = 'external'
      RETURNING ${movedColumns}
    ),
    quotas AS (${lowerQuotas}),
    voided AS (${ticketsVoid(Prisma.sql`SELECT id FROM ended`)}),
    lowered AS (${lowerSold(Prisma.sql`SELECT pool_id, 1 FROM voided`)}),
    returned AS (${returnStockFrom(Prisma.sql`SELECT id, sale_id, 'release' FROM ended`)}),
    logged AS (${auditOf(Prisma.sql`ended`, entry)}),
    announced AS (${outboxInsertFrom(Prisma.sql`
      SELECT sale_id, 'order.canceled', ${orderNews} FROM ended
      UNION ALL SELECT sale_id, 'ticket.voided', ${ticketNews} FROM voided WHERE was_issued`)})
    SELECT id FROM ended`;
}

/** pending → voiding: Postgres refused the sale, so the authorization is released and no money moves. */
export function voidPending(orderId: string, attempt: number, reason: OrderReason): Prisma.Sql {
  return Prisma.sql`
    WITH moved AS (
      UPDATE orders SET state = 'voiding', reason = ${reason}, updated_at = now()
      WHERE id = ${orderId} AND attempt = ${attempt}::int AND state = 'pending' RETURNING ${movedColumns}
    ),
    returned AS (${returnStockFrom(Prisma.sql`SELECT id, sale_id, 'release' FROM moved`)}),
    asked AS (${askForCancel})
    SELECT id FROM moved`;
}

/** Moves an order to voiding whose money was captured unasked: it is refunded, with no intent left to cancel. */
export function voidUnsold(orderId: string, attempt: number, reason: OrderReason): Prisma.Sql {
  return Prisma.sql`
    WITH moved AS (
      UPDATE orders SET state = 'voiding', reason = ${reason}, updated_at = now()
      WHERE id = ${orderId} AND attempt = ${attempt}::int AND state IN ('pending', 'canceling') RETURNING ${movedColumns}
    ),
    returned AS (${returnStockFrom(Prisma.sql`SELECT id, sale_id, 'release' FROM moved`)})
    SELECT id FROM moved`;
}

/** authorized → voiding: the money cannot be captured, so the sale is undone in the same statement. */
export function voidAuthorized(orderId: string, attempt: number, reason: OrderReason): Prisma.Sql {
  return Prisma.sql`
    WITH moved AS (
      UPDATE orders SET state = 'voiding', reason = ${reason}, updated_at = now()
      WHERE id = ${orderId} AND attempt = ${attempt}::int AND state = 'authorized' RETURNING ${movedColumns}
    ),
    voided AS (${ticketsVoid(Prisma.sql`SELECT id FROM moved`)}),
    lowered AS (${lowerSold(Prisma.sql`SELECT pool_id, 1 FROM voided`)}),
    returned AS (${returnStockFrom(Prisma.sql`SELECT id, sale_id, 'release' FROM moved`)}),
    asked AS (${askForCancel})
    SELECT id FROM moved`;
}

/**
 * pending → canceling for an order that requested an intent, with the wish to cancel it, even if still unknown.
 * @param entry logged with it
 */
export function startCancel(orderId: string, reason: OrderReason, entry: AuditEntry | null = null): Prisma.Sql {
  return Prisma.sql`
    WITH moved AS (
      UPDATE orders SET state = 'canceling', reason = ${reason}, updated_at = now()
      WHERE id = ${orderId} AND state = 'pending' AND payment <> 'none' RETURNING ${movedColumns}
    ),
    logged AS (${auditOf(Prisma.sql`moved`, entry)}),
    asked AS (${askForCancel})
    SELECT id FROM moved`;
}

/** Starts the cancellation of at most `limit` orders of a sale past their deadline (sale time in ms). */
export function startCancelDue(saleId: string, nowSaleMs: number, limit: number): Prisma.Sql {
  return Prisma.sql`
    WITH due AS (
      ${freeRows({
        from: Prisma.sql`orders`,
        where: Prisma.sql`sale_id = ${saleId} AND state = 'pending' AND payment <> 'none'
          AND deadline_sale_ms <= ${nowSaleMs}::bigint`,
        orderBy: Prisma.sql`deadline_sale_ms`,
        limit,
      })}
    ),
    moved AS (
      UPDATE orders o SET state = 'canceling', reason = 'expired', updated_at = now()
      FROM due WHERE o.id = due.id AND o.state = 'pending' RETURNING o.id, o.attempt
    ),
    asked AS (${askForCancel})
    SELECT id FROM moved`;
}

/** Renews the wish to cancel the intent of an order that does not, or no longer, accept its money. */
export function cancelAttempt(orderId: string, attempt: number): Prisma.Sql {
  return wishFrom(
    'cancel',
    Prisma.sql`
    SELECT id AS order_id, ${attempt}::int AS attempt FROM orders
    WHERE id = ${orderId} AND (attempt <> ${attempt}::int OR state IN ('canceling', 'voiding', 'expired', 'canceled', 'needs_attention'))`,
  );
}

/**
 * Ends a pending order that never requested an intent, so nothing is left to wait for.
 * @param entry logged with it
 */
export function endUnasked(
  orderId: string,
  to: 'expired' | 'canceled',
  reason: OrderReason,
  stock: StockReturnKind,
  entry: AuditEntry | null = null,
): Prisma.Sql {
  return Prisma.sql`
    WITH ended AS (
      UPDATE orders SET state = ${to}, reason = ${reason}, updated_at = now()
      WHERE id = ${orderId} AND state = 'pending' AND payment = 'none' RETURNING ${movedColumns}
    ),
    quotas AS (${lowerQuotas}),
    logged AS (${auditOf(Prisma.sql`ended`, entry)}),
    returned AS (${returnStockFrom(Prisma.sql`SELECT id, sale_id, ${stock} FROM ended`)})
    SELECT id FROM ended`;
}

/**
 * Completes canceling and voiding once the intent is canceled, and ends a pending order whose intent the provider
 * canceled by itself. A fan who can still use the hold gets it back; all other stock is released.
 */
export function endCanceled(
  orderId: string,
  attempt: number,
  reason: OrderReason = 'canceled_at_provider',
): Prisma.Sql {
  return endFrom(orderId, attempt, Prisma.sql`state IN ('canceling', 'voiding', 'pending')`, reason);
}

/**
 * Ends a voiding order whose money was captured nevertheless, once it is gone: refunded in full, or lost to a dispute, after
 * which the provider refunds nothing.
 */
export function endVoidedByRefund(orderId: string, attempt: number): Prisma.Sql {
  return endFrom(
    orderId,
    attempt,
    Prisma.sql`state = 'voiding' AND (refunded_minor >= total_minor OR dispute = 'lost')`,
  );
}

function endFrom(
  orderId: string,
  attempt: number,
  from: Prisma.Sql,
  reason: OrderReason = 'canceled_at_provider',
): Prisma.Sql {
  return Prisma.sql`
    WITH ended AS (
      UPDATE orders SET payment = 'canceled', updated_at = now(), reason = COALESCE(reason, ${reason}),
        state = CASE WHEN reason = 'expired' THEN 'expired' ELSE 'canceled' END
      WHERE id = ${orderId} AND attempt = ${attempt}::int AND ${from}
      RETURNING ${movedColumns}
    ),
    quotas AS (${lowerQuotas}),
    returned AS (${returnStockFrom(Prisma.sql`
      SELECT id, sale_id, CASE WHEN reason IN ('canceled_by_fan', 'canceled_at_provider', 'intent_refused') THEN 'reactivate' ELSE 'release' END
      FROM ended`)}),
    announced AS (${outboxInsertFrom(Prisma.sql`SELECT sale_id, 'order.canceled', ${orderNews} FROM ended WHERE state = 'canceled'`)})
    SELECT id FROM ended`;
}

/**
 * Counts a declined confirmation, once per fact. Yields {declines} of a still pending order, and {tried} of its whole
 * admission.
 */
export function countDecline({ id, orderId, attempt }: DeclineRef): Prisma.Sql {
  return Prisma.sql`
    WITH pending AS (
      SELECT id FROM orders WHERE id = ${orderId} AND attempt = ${attempt}::int AND state = 'pending' FOR UPDATE
    ),
    fresh AS (${countedOnce(id, Prisma.sql`EXISTS (SELECT FROM pending)`)})
    UPDATE orders SET declines = declines + (SELECT count(*)::int FROM fresh), updated_at = now()
    FROM pending WHERE orders.id = pending.id
    RETURNING sale_id AS "saleId", network, declines, declines + (
      SELECT COALESCE(sum(other.declines), 0)::int FROM orders other
      WHERE other.fan_key = orders.fan_key AND other.admission_id = orders.admission_id AND other.id <> orders.id) AS tried`;
}

/**
 * Queues another stock return for ended orders that still own units in Redis, for instance after a return that Redis
 * acknowledged and then lost, or a rebuild from an older state. Idempotent: returning absent units changes nothing.
 */
export function returnAgain(orderIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO stock_return (order_id, sale_id, kind)
    SELECT id, sale_id, 'release' FROM orders
    WHERE id = ANY(${[...orderIds]}::text[]) AND state IN ('voiding', 'expired', 'canceled', 'refunded')
    ON CONFLICT (order_id, kind) DO UPDATE SET done_at = NULL, tries = 0, next_at = now()
    RETURNING order_id`;
}

/** Hands staff an order that can neither be sold nor ended. It accepts no payment, and its stock stays committed. */
export function moveToAttention(orderId: string): Prisma.Sql {
  return Prisma.sql`
    WITH moved AS (
      UPDATE orders SET state = 'needs_attention', reason = 'unexpected_payment', updated_at = now()
      WHERE id = ${orderId} AND state IN ('pending', 'canceling', 'authorized') RETURNING ${movedColumns}
    ),
    asked AS (${askForCancel}),
    announced AS (${outboxInsertFrom(Prisma.sql`SELECT sale_id, 'order.needs_attention', ${orderNews} FROM moved`)})
    SELECT id FROM moved`;
}
