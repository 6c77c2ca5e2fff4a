import { Prisma } from '../../generated/prisma/client.js';

/**
 * Details of orders in partner events: yields {orderId, lines, buyer, reference}. The buyer is a digest of the fan key,
 * which links orders of one buyer without revealing who that is.
 */
export function orderLines(orderIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT o.id AS "orderId", o.external_reference AS reference,
           jsonb_build_object('reference', left(encode(sha256(convert_to(o.fan_key, 'UTF8')), 'hex'), 24)) AS buyer,
           coalesce((SELECT jsonb_agg(jsonb_build_object('ticketTypeId', type.id, 'quantity', type.n, 'amount', type.amount) ORDER BY type.id)
              FROM (SELECT ticket_type_id AS id, count(*) AS n, sum(price_minor) AS amount
                      FROM order_item WHERE order_id = o.id GROUP BY ticket_type_id) type), '[]'::jsonb) AS lines
      FROM orders o WHERE o.id = ANY(${[...orderIds]}::text[])`;
}
