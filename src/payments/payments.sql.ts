import { Prisma } from '../generated/prisma/client.js';

/**
 * Asks for what `select` yields, to be put into a CTE of the statement that decides it, so that the change and the
 * command are written together. Asking again for the same (order, kind, attempt) changes nothing.
 * @param select yields order_id text, attempt int, kind text, data jsonb (PaymentCommandData of the kind)
 */
export function commandInsertFrom(select: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`INSERT INTO payment_command (order_id, attempt, kind, data) ${select}
    ON CONFLICT (order_id, kind, attempt) DO NOTHING RETURNING order_id, kind`;
}

/**
 * Tells what `select` yields, once per `dedupe`.
 * @param select yields order_id text, attempt int, kind text, data jsonb (PaymentFactData of the kind), dedupe text
 */
export function factInsertFrom(select: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`INSERT INTO payment_fact (order_id, attempt, kind, data, dedupe) ${select}
    ON CONFLICT (dedupe) DO NOTHING RETURNING id`;
}
