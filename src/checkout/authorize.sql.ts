import { Prisma } from '../generated/prisma/client.js';
import { raiseSold } from '../inventory/inventory.sql.js';
import { commandInsertFrom } from '../payments/payments.sql.js';
import { ticketsInsertFrom } from '../tickets/tickets.sql.js';

export interface Authorization {
  orderId: string;
  attempt: number;
  /** Money has moved already: takes an order that was being canceled too, and asks for no capture. */
  alreadyCaptured: boolean;
}

/**
 * THE sale: an order's authorized payment becomes sold stock and tickets, exactly once, whatever number of deliveries run
 * side by side. `moved` is the change of state; every other write reads from it, because data-modifying CTEs run whether
 * or not another one changed anything. A full pool (CHECK) or a seat that has an owner (unique index) fails all of it.
 * Yields the order's id when it moved.
 */
export function authorizeOrder({ orderId, attempt, alreadyCaptured }: Authorization): Prisma.Sql {
  const from = alreadyCaptured ? Prisma.sql`('pending', 'canceling')` : Prisma.sql`('pending')`;
  return Prisma.sql`
    WITH moved AS (
      UPDATE orders SET state = 'authorized', payment = 'authorized', reason = NULL, updated_at = now()
      WHERE id = ${orderId} AND attempt = ${attempt}::int AND state IN ${from}
      RETURNING id, sale_id, attempt
    ),
    units AS (
      SELECT item.order_id, item.n, moved.sale_id, item.ticket_type_id, item.pool_id, item.seat_id, item.label
      FROM moved JOIN order_item item ON item.order_id = moved.id
    ),
    sold AS (${raiseSold(Prisma.sql`SELECT pool_id, 1 FROM units`)}),
    tickets AS (${ticketsInsertFrom(Prisma.sql`SELECT order_id, n, sale_id, ticket_type_id, pool_id, seat_id, label FROM units`)}),
    asked AS (${commandInsertFrom(Prisma.sql`
      SELECT id, attempt, 'capture', '{}'::jsonb FROM moved WHERE ${!alreadyCaptured}::boolean`)})
    SELECT id FROM moved`;
}
