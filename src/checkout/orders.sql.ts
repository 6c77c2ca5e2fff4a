import { Prisma } from '../generated/prisma/client.js';
import { commandInsertFrom } from '../payments/payments.sql.js';

/** One ticket that an order asks for, at the price it was shown at. */
export interface OrderLine {
  poolId: string;
  ticketTypeId: string;
  seatId: string | null;
  label: string;
  priceMinor: number;
}

export interface NewOrder {
  id: string;
  saleId: string;
  fanKey: string;
  admissionId: string | null;
  lane: string | null;
  holdId: string;
  idempotencyKey: string;
  bodyHash: string;
  epoch: number;
  totalMinor: number;
  currency: string;
  buyerEmail: string;
  buyerName: string;
  /** Sale time in ms. */
  deadlineSaleMs: number;
  lines: readonly OrderLine[];
  /** What this order adds to what one person has bought, and how much that may be. */
  quotas: readonly QuotaRaise[];
}

export interface QuotaRaise {
  scope: string;
  kind: 'place';
  digest: string;
  n: number;
  max: number;
}

/** Of recovery-locks.ts: held exclusively while a sale is rebuilt, shared by whoever makes an order count as committed. */
export const recoveryLockKey = (saleId: string): Prisma.Sql =>
  Prisma.sql`hashtextextended(${`recovery:${saleId}`}::text, 0)`;

/** Of one admission: orders that asked for an intent and were not paid. More is somebody who blocks stock or tries cards. */
const UNPAID_INTENTS = 3;

/**
 * Writes a pending order with its lines and raises its quotas, if the epoch is still the one it was held in.
 * A second one for the same key, or beside an open one of the fan, is not written and not an error.
 * A quota over its maximum fails the statement (quota_within_max). Nothing is written either for an admission that has left
 * UNPAID_INTENTS orders unpaid.
 * Yields one row {current, inserted, spent}.
 */
export function insertOrder(order: NewOrder): Prisma.Sql {
  return Prisma.sql`
    WITH current AS (
      SELECT 1 AS yes FROM queue_sale WHERE sale_id = ${order.saleId} AND epoch = ${order.epoch}::int
    ),
    spent AS (
      SELECT 1 AS yes FROM orders
      WHERE fan_key = ${order.fanKey} AND admission_id = ${order.admissionId} AND attempt > 0 AND state NOT IN ('paid', 'refunded')
      HAVING count(*) >= ${UNPAID_INTENTS}::int
    ),
    added AS (
      INSERT INTO orders (id, sale_id, fan_key, admission_id, lane, hold_id, idempotency_key, body_hash, epoch, state,
        total_minor, currency, buyer_email, buyer_name, deadline_sale_ms)
      SELECT ${order.id}, ${order.saleId}, ${order.fanKey}, ${order.admissionId}, ${order.lane}, ${order.holdId},
        ${order.idempotencyKey}, ${order.bodyHash}, ${order.epoch}::int, 'pending', ${order.totalMinor}::int, ${order.currency},
        ${order.buyerEmail}, ${order.buyerName}, ${order.deadlineSaleMs}::bigint
      FROM current WHERE NOT EXISTS (SELECT FROM spent) ON CONFLICT DO NOTHING RETURNING id
    ),
    lines AS (
      INSERT INTO order_item (order_id, n, pool_id, ticket_type_id, seat_id, label, price_minor)
      SELECT added.id, line.n, line."poolId", line."ticketTypeId", line."seatId", line.label, line."priceMinor"
      FROM added CROSS JOIN ROWS FROM (
        jsonb_to_recordset(${JSON.stringify(order.lines)}::jsonb)
          AS ("poolId" text, "ticketTypeId" text, "seatId" text, label text, "priceMinor" int)
      ) WITH ORDINALITY AS line("poolId", "ticketTypeId", "seatId", label, "priceMinor", n)
    ),
    quotas AS (
      INSERT INTO quota (scope, kind, digest, n, max)
      SELECT raise.scope, raise.kind, raise.digest, raise.n, raise.max
      FROM added CROSS JOIN jsonb_to_recordset(${JSON.stringify(order.quotas)}::jsonb)
        AS raise(scope text, kind text, digest text, n int, max int)
      ORDER BY raise.scope
      ON CONFLICT (scope, kind, digest) DO UPDATE SET n = quota.n + excluded.n, max = excluded.max
    )
    SELECT EXISTS (SELECT FROM current) AS current, EXISTS (SELECT FROM added) AS inserted,
      EXISTS (SELECT FROM spent) AS spent`;
}

/**
 * Payment none → creating, and the command to create the intent. From here a rebuild counts the order's units as
 * committed, so it is refused while the sale is being rebuilt and when its epoch is over.
 * Yields the order's id when it moved.
 */
export function askForPayment(orderId: string, saleId: string): Prisma.Sql {
  return Prisma.sql`
    WITH gate AS MATERIALIZED (SELECT pg_try_advisory_xact_lock_shared(${recoveryLockKey(saleId)}) AS free),
    moved AS (
      UPDATE orders o SET payment = 'creating', attempt = o.attempt + 1, updated_at = now()
      FROM gate, queue_sale q
      WHERE o.id = ${orderId} AND o.state = 'pending' AND o.payment = 'none'
        AND gate.free AND q.sale_id = o.sale_id AND q.epoch = o.epoch
      RETURNING o.id, o.attempt, o.total_minor, o.currency, o.sale_id
    ),
    asked AS (${commandInsertFrom(Prisma.sql`
      SELECT id, attempt, 'create', jsonb_build_object('amountMinor', total_minor, 'currency', currency, 'saleId', sale_id)
      FROM moved`)})
    SELECT id FROM moved`;
}

/** The intent is there: creating → open while the order still wants it. Yields the order's id when it moved. */
export function openPayment(orderId: string, attempt: number): Prisma.Sql {
  return Prisma.sql`
    UPDATE orders SET payment = 'open', updated_at = now()
    WHERE id = ${orderId} AND attempt = ${attempt}::int AND state = 'pending' AND payment = 'creating' RETURNING id`;
}
