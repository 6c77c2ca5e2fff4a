import { Prisma } from '../../generated/prisma/client.js';
import { MAX_TRANSFERS } from './transfer.rules.js';

export interface TransferOrder {
  ticketId: string;
  /** As it was when this was decided. */
  transfers: number;
  email: string;
  name: string;
  language: string;
  /** The buyer gives it, and is told as well: it may be somebody with a stolen link. */
  isBuyers: boolean;
}

/**
 * Gives a ticket a new holder and a new serial, and writes the mails that say so. Of several transfers of the same ticket
 * the one that finds it unchanged moves it; a scan or a refund in between stops them all.
 */
export function transferTicket(order: TransferOrder): Prisma.Sql {
  const { ticketId, transfers, email, name, language, isBuyers } = order;
  return Prisma.sql`
    WITH moved AS (
      UPDATE ticket SET holder_email = ${email}, holder_name = ${name}, holder_language = ${language},
        transfers = transfers + 1, serial = serial + 1, transferred_at = now(), passed_on = NOT ${isBuyers}::boolean
      WHERE id = ${ticketId} AND transfers = ${transfers}::int AND transfers < ${MAX_TRANSFERS}::int
        AND issued_at IS NOT NULL AND voided_at IS NULL AND held_at IS NULL AND admitted_at IS NULL
      RETURNING id, order_id
    ),
    told AS (
      INSERT INTO mail (order_id, ticket_id, kind)
      SELECT order_id, id, 'transferred' FROM moved UNION ALL SELECT order_id, id, 'passed_on' FROM moved WHERE ${isBuyers}::boolean
    )
    SELECT id FROM moved`;
}

/** Gives the live tickets of an order back to its buyer: links and barcodes of whoever holds them stop working. */
export function takeTicketsBack(orderId: string): Prisma.Sql {
  return Prisma.sql`
    UPDATE ticket SET holder_email = NULL, holder_name = NULL, holder_language = NULL, transferred_at = NULL, passed_on = false,
      transfers = transfers + 1, serial = serial + 1
    WHERE order_id = ${orderId} AND holder_email IS NOT NULL AND voided_at IS NULL
    RETURNING id`;
}

/** Mails to each holder of a live ticket of an order, once more. */
export function mailHolders(orderId: string): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO mail (order_id, ticket_id, kind)
    SELECT order_id, id, 'transferred' FROM ticket WHERE order_id = ${orderId} AND holder_email <> '' AND voided_at IS NULL`;
}
