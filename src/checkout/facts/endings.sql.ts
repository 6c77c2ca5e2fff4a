import { Prisma } from '../../generated/prisma/client.js';
import { lowerSold } from '../../inventory/inventory.sql.js';
import { believableOf, captureFrom, countedOnce, wishFrom } from '../../payments/payments.sql.js';
import type { PaymentFact } from '../../payments/payments.events.js';
import type { IntentCaptured } from '../../payments/payments.types.js';
import { countedShares, identitiesOf } from '../limits/counted.sql.js';
import { type AuditEntry, auditInsertFrom, auditOf } from '../../platform/audit/audit.sql.js';
import { outboxInsertFrom } from '../../platform/outbox/outbox.sql.js';
import { liveTicketsLocked, ticketsIssue, ticketsVoid } from '../../tickets/tickets.sql.js';
import { saleOfMoved } from './authorize.sql.js';
import { recoveryLockKey } from '../orders/orders.sql.js';
import { orderColumns } from '../orders/order-columns.sql.js';
import { type AttentionKind, kindOf } from '../attention/attention.rules.js';
import type { OrderReason } from '../../contract/orders/order-reasons.js';

/*
 * Every statement here starts with a compare-and-set of the order's state named `moved`; all other writes read from
 * `moved`, so that a duplicate delivery writes nothing. Each yields what moved.
 */

export type DeclineRef = Pick<PaymentFact, 'id' | 'orderId' | 'attempt'>;

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
const lowerQuotas = Prisma.sql`
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

const askForCancel = wishFrom('cancel', Prisma.sql`SELECT id AS order_id, attempt FROM moved`);

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
        WHERE other.fan_key = orders.fan_key AND other.sale_id = orders.sale_id AND other.state = 'paid') AS bought
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
      WHERE o.attempt = believable.attempt AND o.state = 'authorized' AND o.refunded_minor < o.total_minor
        -- its tickets may have to be made void at once: see DisputedOrders
        AND o.dispute IS DISTINCT FROM 'lost' ORDER BY o.id FOR UPDATE OF o
    ),
    moved AS (
      UPDATE orders SET state = 'paid', payment = 'captured', paid_at = now(), updated_at = now()
      FROM locked WHERE orders.id = locked.id AND orders.state = 'authorized' RETURNING orders.*, locked.intent_id
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
      SELECT id FROM orders
      WHERE sale_id = ${saleId} AND state = 'pending' AND payment <> 'none' AND deadline_sale_ms <= ${nowSaleMs}::bigint
      ORDER BY deadline_sale_ms LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
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

export type StockReturnKind = 'release' | 'reactivate' | 'shrink';

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

export interface AttentionNote {
  id: string;
  orderId: string | null;
  saleId: string | null;
  kind: AttentionKind;
  detail: Record<string, string | number | null>;
}

/** Raises an attention item, unless the same one is still open. */
export function noteAttention({ id, orderId, saleId, kind, detail }: AttentionNote): Prisma.Sql {
  const json = JSON.stringify(detail);
  return Prisma.sql`
    INSERT INTO attention (id, order_id, sale_id, kind, next_step, detail)
    SELECT ${id}, ${orderId}::text, COALESCE(${saleId}::text, (SELECT sale_id FROM orders WHERE id = ${orderId})),
      ${kind}, ${kindOf(kind).nextStep}, ${json}::jsonb
    WHERE NOT EXISTS (
      SELECT FROM attention known WHERE known.order_id IS NOT DISTINCT FROM ${orderId}::text AND known.kind = ${kind}
        AND known.detail = ${json}::jsonb AND known.resolved_at IS NULL)`;
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
