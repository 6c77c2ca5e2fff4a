import { Prisma } from '../../generated/prisma/client.js';
import { MAX_TRANSFERS } from './transfer.rules.js';

export interface TransferOrder {
  ticketId: string;
  /** Number of transfers when this was decided, for the compare-and-set. */
  transfers: number;
  email: string;
  name: string;
  language: string;
  /** The buyer transfers it, and is mailed as well in case somebody used a stolen link. */
  isBuyers: boolean;
  /** Selects a row, and locks it, while the requester's access still stands; null: the ticket's number of transfers says so. */
  onlyWhile: Prisma.Sql | null;
}

/**
 * Gives a ticket a new holder and serial, and queues the mails about it. Of concurrent transfers, the one that finds
 * the ticket unchanged wins; a scan, a refund or a renewal of the order's links in between stops them all.
 */
export function transferTicket(order: TransferOrder): Prisma.Sql {
  const { ticketId, transfers, email, name, language, isBuyers } = order;
  const access = order.onlyWhile ?? Prisma.sql`SELECT 1`;
  return Prisma.sql`
    WITH access AS (${access}),
    moved AS (
      UPDATE ticket SET holder_email = ${email}, holder_name = ${name}, holder_language = ${language},
        transfers = transfers + 1, serial = serial + 1, transferred_at = now(), passed_on = NOT ${isBuyers}::boolean
      WHERE EXISTS (SELECT FROM access) AND id = ${ticketId} AND transfers = ${transfers}::int AND transfers < ${MAX_TRANSFERS}::int
        AND issued_at IS NOT NULL AND voided_at IS NULL AND held_at IS NULL AND admitted_at IS NULL
      RETURNING id, order_id
    ),
    announced AS (
      INSERT INTO mail (order_id, ticket_id, kind)
      SELECT order_id, id, 'transferred' FROM moved UNION ALL SELECT order_id, id, 'passed_on' FROM moved WHERE ${isBuyers}::boolean
    )
    SELECT id FROM moved`;
}

/** Returns the live tickets of an order to its buyer, which invalidates the links and barcodes of their holders. */
export function takeTicketsBack(orderId: string): Prisma.Sql {
  return Prisma.sql`
    UPDATE ticket SET holder_email = NULL, holder_name = NULL, holder_language = NULL, transferred_at = NULL, passed_on = false,
      transfers = transfers + 1, serial = serial + 1
    WHERE order_id = ${orderId} AND holder_email IS NOT NULL AND voided_at IS NULL
    RETURNING id`;
}

/** Queues the transfer mail again for each holder of a live ticket of an order. */
export function mailHolders(orderId: string): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO mail (order_id, ticket_id, kind)
    SELECT order_id, id, 'transferred' FROM ticket WHERE order_id = ${orderId} AND holder_email <> '' AND voided_at IS NULL`;
}
