import { Prisma } from '../../generated/prisma/client.js';

/** Selects an OrderRecord from `orders`, or from a CTE of that name. */
export const orderColumns = Prisma.sql`orders.id, orders.sale_id AS "saleId", orders.fan_key AS "fanKey",
    orders.admission_id AS "admissionId", orders.hold_id AS "holdId", orders.idempotency_key AS "idempotencyKey",
    orders.body_hash AS "bodyHash", orders.epoch, orders.state, orders.reason, orders.dispute, orders.payment, orders.attempt,
    orders.total_minor::float8 AS "totalMinor", orders.refunded_minor::float8 AS "refundedMinor", orders.currency, orders.channel,
    orders.partner_id AS "partnerId", orders.external_reference AS "externalReference",
    orders.buyer_email AS "buyerEmail", orders.buyer_name AS "buyerName", orders.buyer_language AS "buyerLanguage",
    orders.deadline_sale_ms AS "deadlineSaleMs",
    orders.access_generation AS "accessGeneration", orders.created_at AS "createdAt", orders.charges,
    (SELECT json_agg(json_build_object('label', label, 'priceMinor', price_minor) ORDER BY n)
     FROM order_item WHERE order_id = orders.id) AS lines`;
