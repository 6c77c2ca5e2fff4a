import { Prisma } from '../../generated/prisma/client.js';
import { type AuditEntry, auditOf } from '../../platform/audit/audit.sql.js';
import { outboxInsertFrom } from '../../platform/outbox/outbox.sql.js';
import { ticketsHold } from '../../tickets/tickets.sql.js';
import { movedColumns, orderNews } from '../facts/moved-orders.sql.js';
import type { DisputeRules } from './dispute.rules.js';

/** More than any charge has; beyond it a dispute is only shown to staff. */
const MAX_DISPUTES = 50;

export interface DisputeNews {
  orderId: string;
  attempt: number;
  disputeId: string;
  status: string;
}

/**
 * Records one of an order's disputes and notifies partners of what all of them amount to. Whether its tickets are held is
 * what the sale's rules say of that, in whatever order the news come; only worse news hold tickets again that staff let
 * go.
 */
export function noteDispute({ orderId, attempt, disputeId, status }: DisputeNews, rules: DisputeRules): Prisma.Sql {
  // orders from before disputes were kept by id
  const known = Prisma.sql`COALESCE(orders.disputes, CASE WHEN orders.dispute = 'lost' THEN '{"earlier": "lost"}'::jsonb ELSE '{}'::jsonb END)`;
  const was = Prisma.sql`(${known} ->> ${disputeId}::text)`;
  const noted = Prisma.sql`(${known} || jsonb_build_object(${disputeId}::text, ${status}::text))`;
  const heldBefore = Prisma.sql`COALESCE(orders.tickets_held, orders.dispute IN ('opened', 'lost'), false)`;
  return Prisma.sql`
    WITH moved AS (
      UPDATE orders SET disputes = ${noted}, dispute = ${worstOf(noted)}, updated_at = now(),
        tickets_held = CASE WHEN NOT ${heldBy(worstOf(noted), rules)} THEN false
          WHEN ${heldBy(Prisma.sql`${status}::text`, rules)} THEN true ELSE ${heldBefore} END
      WHERE id = ${orderId} AND attempt = ${attempt}::int
        -- what was decided is not undone by older news
        AND (${was} IS NULL OR (${was} = 'warning' AND ${status} <> 'warning') OR (${was} = 'opened' AND ${status} IN ('won', 'lost')))
        AND (${was} IS NOT NULL OR (SELECT count(*) FROM jsonb_object_keys(${known})) < ${MAX_DISPUTES}::int)
      RETURNING ${movedColumns}, dispute, tickets_held
    ),
    held AS (${ticketsHold(Prisma.sql`SELECT id, tickets_held FROM moved`)}),
    announced AS (${outboxInsertFrom(Prisma.sql`
      SELECT sale_id, 'order.disputed', ${orderNews} || jsonb_build_object('dispute', dispute) FROM moved`)})
    SELECT id FROM moved`;
}

/**
 * Lets the held tickets of an order count again, whatever its disputes are.
 * @param entry logged with it
 */
export function letTicketsGo(orderId: string, entry: AuditEntry): Prisma.Sql {
  return Prisma.sql`
    WITH moved AS (
      UPDATE orders SET tickets_held = false, updated_at = now()
      WHERE id = ${orderId} AND EXISTS (SELECT FROM ticket t WHERE t.order_id = orders.id AND t.voided_at IS NULL AND t.held_at IS NOT NULL)
      RETURNING ${movedColumns}, tickets_held
    ),
    held AS (${ticketsHold(Prisma.sql`SELECT id, tickets_held FROM moved`)}),
    logged AS (${auditOf(Prisma.sql`moved`, entry)})
    SELECT id FROM moved`;
}

/** Selects what disputes amount to: an open one is yet to be answered, a lost one has taken its money. */
function worstOf(disputes: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    SELECT CASE WHEN bool_or(value = 'opened') THEN 'opened' WHEN bool_or(value = 'lost') THEN 'lost'
      WHEN bool_or(value = 'won') THEN 'won' ELSE 'warning' END FROM jsonb_each_text(${disputes}))`;
}

function heldBy(status: Prisma.Sql, { holdsDisputed, holdsWarned }: DisputeRules): Prisma.Sql {
  return Prisma.sql`(CASE ${status} WHEN 'opened' THEN ${holdsDisputed}::boolean WHEN 'lost' THEN ${holdsDisputed}::boolean
    WHEN 'warning' THEN ${holdsWarned}::boolean ELSE false END)`;
}
