import { Prisma } from '../../generated/prisma/client.js';
import { countedWithCard, countsByCard, raiseByCard } from '../limits/counted.sql.js';
import { raiseSold } from '../../inventory/inventory.sql.js';
import { authorizeFrom, believableOf, handledEventsFrom, wishFrom } from '../../payments/payments.sql.js';
import { byKey } from '../../platform/prisma/by-key.js';
import type { IntentAuthorized } from '../../payments/payments.types.js';
import { ticketsInsertFrom } from '../../tickets/tickets.sql.js';

export interface Authorization {
  orderId: string;
  attempt: number;
  /** Digest of the paying card, if the order counts towards a limit per card. */
  cardDigest?: string | null;
  /** The money has already moved: also accepts an order being canceled, and requests no capture. */
  alreadyCaptured: boolean;
}

/**
 * CTEs for what a sale writes besides the order. They read from `moved` (id, sale_id, attempt), the change of state,
 * because data-modifying CTEs run even if another changed nothing. A full pool (CHECK) or an owned seat (unique index)
 * fails the whole statement.
 */
export const saleOfMoved = (issued = false): Prisma.Sql => Prisma.sql`
    units AS (
      SELECT item.order_id, item.n, moved.sale_id, item.ticket_type_id, item.pool_id, item.seat_id, item.label
      FROM moved JOIN order_item item ON item.order_id = moved.id
    ),
    sold AS (${raiseSold(Prisma.sql`SELECT pool_id, 1 FROM units`)}),
    tickets AS (${ticketsInsertFrom(Prisma.sql`SELECT order_id, n, sale_id, ticket_type_id, pool_id, seat_id, label FROM units`, issued)})`;

/**
 * The regular path of a sale: turns authorizations proven by signed events into sold stock and tickets, exactly once
 * however many deliveries run concurrently, together with payments, capture wishes and events.
 * A constraint violation fails the whole batch. Yields {orderId, attempt, wish} of what moved.
 */
export function authorizeOrders(news: readonly IntentAuthorized[], leaseSeconds: number): Prisma.Sql {
  const rows = news.map(({ event, ...rest }) => ({
    ...rest,
    eventId: event.id,
    eventType: event.type,
    eventBody: event.kept,
  }));
  return Prisma.sql`
    WITH news AS MATERIALIZED (
      SELECT "orderId" AS order_id, attempt, "intentId" AS intent_id, "amountMinor" AS amount_minor, currency,
        "eventId" AS event_id, "eventType" AS event_type, "eventBody" AS event_body
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS ("orderId" text, attempt int, "intentId" text,
        "amountMinor" bigint, currency text, "eventId" text, "eventType" text, "eventBody" jsonb)
    ),
    believable AS (${believableOf(Prisma.sql`news`, ['creating', 'open'])}),
    locked AS (
      SELECT o.id, believable.intent_id FROM believable JOIN orders o ON o.id = believable.order_id
      WHERE o.attempt = believable.attempt AND ${byKey(Prisma.sql`o.state = 'pending'`)} AND NOT ${countsByCard(Prisma.sql`o.counted`)}
      ORDER BY o.id FOR UPDATE OF o
    ),
    moved AS (
      UPDATE orders o SET state = 'authorized', payment = 'authorized', reason = NULL, updated_at = now()
      FROM locked WHERE o.id = locked.id AND ${byKey(Prisma.sql`o.state = 'pending'`)}
      RETURNING o.id, o.sale_id, o.attempt, locked.intent_id
    ),
    ${saleOfMoved()},
    authorized AS (${authorizeFrom(Prisma.sql`SELECT id AS order_id, attempt, intent_id FROM moved`, leaseSeconds)}),
    kept AS (${handledEventsFrom(Prisma.sql`
      SELECT news.event_id AS id, news.event_type AS type, news.event_body AS body
      FROM news JOIN moved ON moved.id = news.order_id AND moved.attempt = news.attempt`)})
    SELECT moved.id AS "orderId", moved.attempt, authorized.wish FROM moved LEFT JOIN authorized ON authorized.order_id = moved.id`;
}

/** Authorizes one order whose payment has moved already. Yields its id if it moved. */
export function authorizeOrder({ orderId, attempt, alreadyCaptured, cardDigest = null }: Authorization): Prisma.Sql {
  const from = alreadyCaptured ? Prisma.sql`('pending', 'canceling')` : Prisma.sql`('pending')`;
  return Prisma.sql`
    WITH moved AS (
      UPDATE orders SET state = 'authorized', payment = 'authorized', reason = NULL, updated_at = now(),
        counted = ${countedWithCard(cardDigest)}
      WHERE id = ${orderId} AND attempt = ${attempt}::int AND state IN ${from}
      RETURNING id, sale_id, attempt, counted
    ),
    ${saleOfMoved()},
    by_card AS (${raiseByCard}),
    asked AS (${wishFrom(
      'capture',
      Prisma.sql`SELECT id AS order_id, attempt FROM moved WHERE ${!alreadyCaptured}::boolean`,
    )})
    SELECT id FROM moved`;
}
