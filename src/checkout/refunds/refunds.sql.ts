import { Prisma } from '../../generated/prisma/client.js';
import { lowerSold } from '../../inventory/inventory.sql.js';
import {
  askRefundFrom,
  recordOtherFrom,
  refundedTicketsOf,
  succeededRefundsOf,
} from '../../payments/refunds/refunds.sql.js';
import type { AuditEntry } from '../../platform/audit/audit.sql.js';
import { outboxInsertFrom } from '../../platform/outbox/outbox.sql.js';
import { itemOfTicket, ticketsVoidOf } from '../../tickets/tickets.sql.js';
import { lowerQuotasOfFreed, movedColumns, orderNews, returnStockFrom, ticketNews } from '../facts/moved-orders.sql.js';

/** One refund request. */
export interface RefundAsking {
  id: string;
  orderId: string;
  attempt: number;
  /** Idempotency key of the request. */
  asking: string;
  bodyHash: string;
  origin: 'staff' | 'system' | 'show';
  actor: string;
  /** Whose sum of the day it counts to. */
  person: string | null;
  amountMinor: number;
  currency: string;
  ticketIds: readonly string[];
  reason: string | null;
  /** The whole order is canceled by it, for this reason. */
  cancels?: { reason: string | null };
}

/** Requests a refund of an order. Yields {id} unless it was requested before; fails if it exceeds what is left. */
export function askRefund(asking: RefundAsking): Prisma.Sql {
  const { id, orderId, actor, cancels } = asking;
  const entries = [entryOf('order.refund', asking)];
  if (cancels)
    entries.push({ actor, action: 'order.cancel', subject: orderId, data: { reason: cancels.reason, refund: id } });
  return askRefundFrom(rowOf(asking), entries);
}

/** Records a refund of an order made by other means than the provider. Yields and fails as askRefund does. */
export function recordOther(made: RefundAsking): Prisma.Sql {
  return recordOtherFrom(rowOf(made), [entryOf('order.paid_back', made)]);
}

function entryOf(
  action: AuditEntry['action'],
  { id, orderId, actor, amountMinor, currency, ticketIds }: RefundAsking,
): AuditEntry {
  return {
    actor,
    action,
    subject: orderId,
    data: { refund: id, amount: amountMinor, currency, tickets: [...ticketIds] },
  };
}

function rowOf(asking: RefundAsking): Prisma.Sql {
  return Prisma.sql`
    SELECT ${asking.id}::text AS id, ${asking.orderId}::text AS order_id, ${asking.attempt}::int AS attempt, ${asking.asking}::text AS asking,
      ${asking.bodyHash}::text AS body_hash, ${asking.origin}::text AS origin, ${asking.actor}::text AS actor, ${asking.person}::text AS person,
      ${asking.amountMinor}::bigint AS amount_minor, ${[...asking.ticketIds]}::text[] AS ticket_ids, ${asking.reason}::text AS reason`;
}

/** Refunds, once, all that is left of the money for an order that cannot accept it. */
export function giveBack(id: string, orderId: string, attempt: number): Prisma.Sql {
  return askRefundFrom(Prisma.sql`
    SELECT ${id}::text AS id, p.order_id, p.attempt, 'give-back:' || p.attempt AS asking, '' AS body_hash, 'system' AS origin,
      'system' AS actor, NULL::text AS person, p.amount_minor - p.refunded_minor - p.refunding_minor AS amount_minor, '{}'::text[] AS ticket_ids, NULL::text AS reason
    FROM payment p WHERE p.order_id = ${orderId} AND p.attempt = ${attempt}::int
      AND p.amount_minor > p.refunded_minor + p.refunding_minor`);
}

/**
 * Applies the payment's refunded sum to its order, read under the payment's lock so that facts may arrive in any order.
 * A full refund ends the order, even if its capture is not known yet. A partial one voids the tickets named by the
 * refunds and keeps the order's state. Voided tickets become unsold, and their stock is released.
 */
export function applyRefunds(orderId: string): Prisma.Sql {
  return Prisma.sql`
    WITH locked AS MATERIALIZED (
      SELECT o.id, o.state AS was, o.refunded_minor AS before, LEAST(o.total_minor, p.refunded_minor) AS refunded
      FROM orders o JOIN payment p ON p.order_id = o.id AND p.attempt = o.attempt WHERE o.id = ${orderId} FOR UPDATE OF o, p
    ),
    moved AS (
      UPDATE orders SET refunded_minor = locked.refunded, updated_at = now(),
        state = CASE WHEN locked.refunded >= total_minor AND state IN ('pending', 'canceling', 'authorized', 'paid', 'needs_attention') THEN 'refunded' ELSE state END,
        payment = CASE WHEN locked.refunded >= total_minor THEN 'refunded' ELSE payment END
      FROM locked WHERE orders.id = locked.id AND orders.refunded_minor <> locked.refunded
      RETURNING ${movedColumns}, locked.was, locked.before
    ),
    void AS MATERIALIZED (
      SELECT t.id, t.order_id FROM moved JOIN ticket t ON t.order_id = moved.id
      WHERE (moved.state = 'refunded' AND moved.was <> 'refunded')
        OR (moved.state IN ('authorized', 'paid') AND t.id IN (${refundedTicketsOf(Prisma.sql`${orderId}`)}))
    ),
    freed AS (
      UPDATE order_item item SET returned_at = now() FROM moved
      WHERE item.order_id = moved.id AND item.returned_at IS NULL AND (
        (moved.state = 'refunded' AND moved.was <> 'refunded') OR item.n IN (SELECT ${itemOfTicket(Prisma.sql`void.id`)} FROM void))
      RETURNING item.order_id, item.ticket_type_id
    ),
    voided AS (${ticketsVoidOf(Prisma.sql`SELECT id FROM void`)}),
    lowered AS (${lowerSold(Prisma.sql`SELECT pool_id, 1 FROM voided`)}),
    quotas AS (${lowerQuotasOfFreed}),
    returned AS (${returnStockFrom(Prisma.sql`
      SELECT moved.id, moved.sale_id, CASE WHEN moved.state = 'refunded' THEN 'release' ELSE 'shrink' END AS kind
      FROM moved WHERE EXISTS (SELECT FROM freed)`)}),
    announced AS (${outboxInsertFrom(Prisma.sql`
      SELECT sale_id, 'order.refunded', ${orderNews} || jsonb_build_object('refunds', ${succeededRefundsOf(Prisma.sql`moved.id`)})
      FROM moved WHERE state IN ('paid', 'refunded') AND refunded_minor > before
      UNION ALL SELECT sale_id, 'ticket.voided', ${ticketNews} FROM voided WHERE was_issued`)})
    SELECT id FROM moved`;
}
