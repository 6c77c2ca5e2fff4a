import { Prisma } from '../generated/prisma/client.js';
import { byKey } from '../platform/prisma/by-key.js';

/**
 * Inserts one ticket per row of `select`. A unique index refuses a second live ticket of a seat, which fails the whole
 * statement. The id derives from order and n, so an order item never becomes two tickets.
 * @param select yields order_id, n (1 to 9999, unique in the order), sale_id, ticket_type_id, pool_id, seat_id (or
 *   null), label
 * @param issued shows them to the fan at once, because there is no capture to wait for
 */
export function ticketsInsertFrom(select: Prisma.Sql, issued = false): Prisma.Sql {
  return Prisma.sql`INSERT INTO ticket (id, order_id, sale_id, ticket_type_id, pool_id, seat_id, label, issued_at)
    SELECT 'tkt_' || substr(item.order_id, 5) || lpad(item.n::text, 4, '0'),
      item.order_id, item.sale_id, item.ticket_type_id, item.pool_id, item.seat_id, item.label, CASE WHEN ${issued}::boolean THEN now() END
    FROM (${select}) item RETURNING id, order_id, sale_id, ticket_type_id, pool_id, seat_id`;
}

/**
 * Issues the live tickets of orders, which makes them visible to the fan.
 * @param orders yields order_id, and whether its tickets are held: a dispute may be learnt before the sale
 */
export function ticketsIssue(orders: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`UPDATE ticket SET issued_at = now(), held_at = CASE WHEN paid.is_held THEN now() ELSE ticket.held_at END
    FROM (${orders}) AS paid (order_id, is_held)
    WHERE ticket.order_id = paid.order_id AND ${byKey(Prisma.sql`ticket.voided_at IS NULL`)} AND ticket.issued_at IS NULL
    RETURNING ticket.id, ticket.order_id, ticket.sale_id, ticket.ticket_type_id, ticket.seat_id`;
}

/**
 * Holds the live tickets of orders, or lets them go: a held one is refused at the door and cannot be transferred.
 * @param orders yields order_id, and whether its tickets are held
 */
export function ticketsHold(orders: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`UPDATE ticket SET held_at = CASE WHEN disputed.is_held THEN now() END
    FROM (${orders}) AS disputed (order_id, is_held)
    WHERE ticket.order_id = disputed.order_id AND ${byKey(Prisma.sql`ticket.voided_at IS NULL`)} AND (ticket.held_at IS NOT NULL) <> disputed.is_held
    RETURNING ticket.id`;
}

/**
 * Voids the live tickets of orders: frees their seats for sale and invalidates their barcodes by raising the serial.
 * `was_issued` tells whether the fan could already see the ticket.
 * @param orders yields order_id
 */
export function ticketsVoid(orders: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`UPDATE ticket SET voided_at = now(), serial = serial + 1
    WHERE order_id IN (${orders}) AND ${byKey(Prisma.sql`voided_at IS NULL`)}
    RETURNING id, order_id, sale_id, ticket_type_id, pool_id, seat_id, issued_at IS NOT NULL AS was_issued`;
}

/**
 * Selects the live tickets of orders with their admission as it is once they are locked: a scan that was under way has
 * ended, and none begins before the transaction has.
 * @param orders yields order_id
 */
export function liveTicketsLocked(orders: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT id, admitted_at FROM ticket
    WHERE order_id IN (${orders}) AND ${byKey(Prisma.sql`voided_at IS NULL`)} ORDER BY id FOR UPDATE`;
}

/**
 * Voids single tickets; see ticketsVoid for whole orders.
 * @param tickets yields id
 */
export function ticketsVoidOf(tickets: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`UPDATE ticket SET voided_at = now(), serial = serial + 1
    WHERE id IN (${tickets}) AND voided_at IS NULL
    RETURNING id, order_id, sale_id, ticket_type_id, pool_id, seat_id, issued_at IS NOT NULL AS was_issued`;
}

/** Returns the id of an order item's ticket, whether it exists yet or not. */
export function ticketIdOfItem(orderId: Prisma.Sql, n: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`('tkt_' || substr(${orderId}, 5) || lpad(${n}::text, 4, '0'))`;
}

/** Inverse of ticketIdOfItem: returns the item's n. */
export function itemOfTicket(ticketId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`right(${ticketId}, 4)::int`;
}
