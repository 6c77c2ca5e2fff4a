import { Prisma } from '../../generated/prisma/client.js';

/**
 * Asks for money back, to be put into a CTE of the statement that decides it; then PaymentsService.wakeRefunds(). The sum of
 * all refunds is raised under payment_refunds_within_paid, which fails the statement. An asking that is there already is
 * not asked twice, nor is one of a payment that was never captured. Yields id.
 * @param select yields id, order_id, attempt, asking, body_hash, origin, actor, amount_minor, ticket_ids text[], reason
 */
export function askRefundFrom(select: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    WITH wanted AS MATERIALIZED (${select}),
    reserved AS (
      UPDATE payment SET refunding_minor = payment.refunding_minor + wanted.amount_minor FROM wanted
      WHERE payment.order_id = wanted.order_id AND payment.attempt = wanted.attempt AND payment.state IN ('captured', 'refunded')
        AND NOT EXISTS (SELECT FROM payment_refund known WHERE known.order_id = wanted.order_id AND known.asking = wanted.asking)
      RETURNING wanted.*
    )
    INSERT INTO payment_refund (id, order_id, attempt, asking, body_hash, origin, actor, amount_minor, ticket_ids, reason, state)
    SELECT id, order_id, attempt, asking, body_hash, origin, actor, amount_minor, ticket_ids, reason, 'asked' FROM reserved
    RETURNING id`;
}

/** Refunds of an order that succeeded, as partners are told of them: a JSON array. */
export function succeededRefundsOf(orderId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    SELECT COALESCE(jsonb_agg(jsonb_build_object('id', r.id, 'amount', r.amount_minor, 'ticketIds', r.ticket_ids, 'reason', r.reason) ORDER BY r.asked_at, r.id), '[]'::jsonb)
    FROM payment_refund r WHERE r.order_id = ${orderId} AND r.state = 'succeeded')`;
}

/** Tickets that refunds of an order gave back. Yields ticket_id. */
export function refundedTicketsOf(orderId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT unnest(r.ticket_ids) AS ticket_id FROM payment_refund r WHERE r.order_id = ${orderId} AND r.state = 'succeeded'`;
}
