import { Prisma } from '../../generated/prisma/client.js';
import { type AuditEntry, auditOf } from '../../platform/audit/audit.sql.js';
import { freeRows } from '../../platform/work/free-rows.sql.js';
import { factInsertFrom } from '../payments.sql.js';
import type { RefundState } from './refund.state.js';

/** What is logged of a refund in the same statement, so that neither is lost without the other. */
const loggedOf = (moved: Prisma.Sql, entries: readonly AuditEntry[]): Prisma.Sql =>
  Prisma.sql`logged AS (${auditOf(moved, entries[0] ?? null)}), also_logged AS (${auditOf(moved, entries[1] ?? null)})`;

/**
 * Requests refunds; then call PaymentsService.wakeRefunds(). Raises the payment's sum of refunds, guarded by the
 * constraint payment_refunds_within_paid, which fails the statement. Idempotent per asking; skips payments that were
 * never captured. Yields id.
 * @param select yields id, order_id, attempt, asking, body_hash, origin, actor, person, amount_minor, ticket_ids text[], reason
 * @param entries at most two, logged with it
 */
export function askRefundFrom(select: Prisma.Sql, entries: readonly AuditEntry[] = []): Prisma.Sql {
  return Prisma.sql`
    WITH wanted AS MATERIALIZED (${select}),
    reserved AS (
      UPDATE payment SET refunding_minor = payment.refunding_minor + wanted.amount_minor FROM wanted
      WHERE payment.order_id = wanted.order_id AND payment.attempt = wanted.attempt AND payment.state IN ('captured', 'refunded')
        AND NOT EXISTS (SELECT FROM payment_refund known WHERE known.order_id = wanted.order_id AND known.asking = wanted.asking)
      RETURNING wanted.*
    ),
    asked AS (
      INSERT INTO payment_refund (id, order_id, attempt, asking, body_hash, origin, actor, person, amount_minor, ticket_ids, reason, state)
      SELECT id, order_id, attempt, asking, body_hash, origin, actor, person, amount_minor, ticket_ids, reason, 'asked' FROM reserved
      RETURNING id
    ),
    ${loggedOf(Prisma.sql`asked`, entries)}
    SELECT id FROM asked`;
}

/**
 * Records refunds that the provider is not asked for, because the money was given back by other means: the payment's
 * sums and the fact are those of a refund that succeeded. Idempotent per asking; yields id.
 * @param select and `entries` as for askRefundFrom
 */
export function recordOtherFrom(select: Prisma.Sql, entries: readonly AuditEntry[]): Prisma.Sql {
  return Prisma.sql`
    WITH wanted AS MATERIALIZED (${select}),
    moved AS (
      INSERT INTO payment_refund (id, order_id, attempt, asking, body_hash, origin, actor, person, amount_minor, ticket_ids, reason, state, means, ended_at)
      SELECT wanted.*, 'succeeded', 'other', now() FROM wanted
      WHERE EXISTS (SELECT FROM payment p WHERE p.order_id = wanted.order_id AND p.attempt = wanted.attempt AND p.state IN ('captured', 'refunded'))
      ON CONFLICT DO NOTHING RETURNING *, 'refused' AS was),
    summed AS (${sumsOf('succeeded')}),
    fact AS (${factInsertFrom(factOf('succeeded'))}),
    ${loggedOf(Prisma.sql`moved`, entries)}
    SELECT id FROM moved`;
}

/** Moves the amount of `moved` (whose previous state is `was`) between its payment's sums. */
export function sumsOf(to: RefundState): Prisma.Sql {
  const succeeded = to === 'succeeded';
  return Prisma.sql`UPDATE payment SET updated_at = now(),
      refunding_minor = payment.refunding_minor - CASE WHEN moved.was IN ('asked', 'sent') THEN moved.amount_minor ELSE 0 END,
      refunded_minor = payment.refunded_minor + CASE WHEN ${succeeded} THEN moved.amount_minor WHEN moved.was = 'succeeded' THEN -moved.amount_minor ELSE 0 END,
      state = CASE WHEN ${succeeded} AND payment.refunded_minor + moved.amount_minor >= payment.amount_minor THEN 'refunded' ELSE payment.state END,
      wants = CASE WHEN ${succeeded} AND payment.refunded_minor + moved.amount_minor >= payment.amount_minor THEN NULL ELSE payment.wants END
    FROM moved WHERE payment.order_id = moved.order_id AND payment.attempt = moved.attempt RETURNING payment.id`;
}

const factKinds = { succeeded: 'refunded', refused: 'refund_refused', failed: 'refund_failed' } as const;

/** Selects the fact that reports what `moved` has become. */
export function factOf(to: keyof typeof factKinds): Prisma.Sql {
  const kind = factKinds[to];
  return Prisma.sql`SELECT order_id, attempt, ${kind}::text, jsonb_build_object('refundId', id, 'providerId', provider_id,
      'amountMinor', amount_minor, 'answer', answer), ${kind}::text || ':' || id FROM moved`;
}

/** Selects what a person asked to be refunded within 24 hours in one currency, by session or by keys of theirs. */
export function refundedInDay(person: string, currency: string): Prisma.Sql {
  return Prisma.sql`
    SELECT COALESCE(sum(r.amount_minor), 0)::bigint FROM payment_refund r
    JOIN payment p ON p.order_id = r.order_id AND p.attempt = r.attempt AND p.currency = ${currency}
    WHERE (r.person = ${person} OR (r.person IS NULL AND r.actor = ${person})) AND r.origin = 'staff'
      AND r.asked_at > now() - interval '24 hours' AND r.state NOT IN ('refused', 'failed')`;
}

/** Matches while a refund in flight will void the ticket: one that names it, or those of all that is left of the money. */
export function ticketRefunding(orderId: string, ticketId: string): Prisma.Sql {
  return Prisma.sql`(
    EXISTS (SELECT FROM payment_refund r WHERE r.order_id = ${orderId} AND r.state IN ('asked', 'sent') AND ${ticketId} = ANY(r.ticket_ids))
    OR EXISTS (SELECT FROM payment p WHERE p.order_id = ${orderId} AND p.refunding_minor > 0
      AND p.refunded_minor + p.refunding_minor >= p.amount_minor))`;
}

/** Builds a JSON array of an order's succeeded refunds, as reported to partners. */
export function succeededRefundsOf(orderId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    SELECT COALESCE(jsonb_agg(jsonb_build_object('id', r.id, 'amount', r.amount_minor, 'ticketIds', r.ticket_ids, 'reason', r.reason) ORDER BY r.asked_at, r.id), '[]'::jsonb)
    FROM payment_refund r WHERE r.order_id = ${orderId} AND r.state = 'succeeded')`;
}

/** Selects the tickets returned by an order's succeeded refunds. Yields ticket_id. */
export function refundedTicketsOf(orderId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT unnest(r.ticket_ids) AS ticket_id FROM payment_refund r WHERE r.order_id = ${orderId} AND r.state = 'succeeded'`;
}

/**
 * CTEs that mark the answered refunds of a canceled show as counted, at most `limit`. The last one, `counted`, yields
 * state, was (the state counted before) and amount_minor of each.
 */
export function tallyCtes(asking: string, limit: number): Prisma.Sql {
  return Prisma.sql`
    -- by ids, because a limit or a join on the refunds themselves would be planned as a scan of all of them
    answered AS MATERIALIZED (SELECT id FROM payment_refund WHERE ${untalliedOf(asking)} AND state NOT IN ('asked', 'sent')),
    due AS MATERIALIZED (
      ${freeRows({
        select: Prisma.sql`id, tallied AS was`,
        from: Prisma.sql`payment_refund`,
        where: Prisma.sql`id = ANY(ARRAY(SELECT id FROM answered LIMIT ${limit}::int)) AND tallied IS DISTINCT FROM state`,
      })}),
    marked AS (
      UPDATE payment_refund SET tallied = state WHERE id = ANY(ARRAY(SELECT id FROM due)) RETURNING id, state, amount_minor),
    counted AS (SELECT marked.state, due.was, marked.amount_minor FROM marked JOIN due ON due.id = marked.id)`;
}

/** Matches refunds of a canceled show whose state is not counted, by the index payment_refund_untallied. */
export function untalliedOf(asking: string): Prisma.Sql {
  return Prisma.sql`origin = 'show' AND asking = ${asking} AND tallied IS DISTINCT FROM state`;
}
