import type { PriceLine } from '../../contract/money/pricing.js';
import { Prisma } from '../../generated/prisma/client.js';
import { beginFrom, creatingPayment, openFrom } from '../../payments/payments.sql.js';
import type { Counted } from '../limits/counted.rules.js';
import { byKey } from '../../platform/prisma/by-key.js';
import { countsByCard } from '../limits/counted.sql.js';
import type { IntentOpened } from '../../payments/payments.types.js';

/** One ticket of an order, at the price shown to the fan. */
export interface OrderLine {
  poolId: string;
  ticketTypeId: string;
  seatId: string | null;
  label: string;
  priceMinor: number;
  /** Including fee, added tax and discount. */
  totalMinor: number;
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
  /** Language of the order's mails; defaults to English. */
  buyerLanguage?: string;
  /** Sale time in ms. */
  deadlineSaleMs: number;
  lines: readonly OrderLine[];
  /** Price lines other than tickets; null if none. */
  charges: readonly PriceLine[] | null;
  promoId: string | null;
  /** What the order counts towards the limits per identity, e-mail and card; null or absent: nothing. */
  counted?: readonly Counted[] | null;
  /** Digest of the network that the order came from. */
  network?: string | null;
  /** Requires authentication of the card by its bank. */
  threeDSecure?: boolean;
  /** Set if a partner sold the order and took the money. */
  sold?: ExternalSale;
  /** How far the order raises each quota, with its maximum. */
  quotas: readonly QuotaRaise[];
}

export interface ExternalSale {
  partnerId: string;
  channel: string;
  /** The partner's reference of the payment. */
  reference: string;
}

export interface QuotaRaise {
  scope: string;
  kind: 'place' | 'promo' | 'identity' | 'email';
  digest: string;
  n: number;
  max: number;
}

/** Lock key of recovery-locks.ts: exclusive for a rebuild, shared by statements that make an order committed. */
export const recoveryLockKey = (saleId: string): Prisma.Sql => recoveryLock(Prisma.sql`${saleId}::text`);

const recoveryLock = (saleId: Prisma.Sql): Prisma.Sql => Prisma.sql`hashtextextended('recovery:' || ${saleId}, 0)`;

/** Unpaid orders with an intent allowed per admission; more suggest stock blocking or card testing. */
const UNPAID_INTENTS = 3;

/**
 * Inserts pending orders with their lines and raises their quotas, each only in the epoch of its hold. Silently skips
 * an order whose key or partner's payment is known, whose fan has another open order, or whose admission has left
 * UNPAID_INTENTS orders unpaid, and every order of a canceled show. A quota over its maximum (quota_within_max) fails the
 * whole batch. Yields {id, current, canceled, inserted, spent} for each.
 */
export function insertOrders(orders: readonly NewOrder[]): Prisma.Sql {
  return Prisma.sql`
    WITH asked AS MATERIALIZED (
      SELECT wanted.*,
        EXISTS (SELECT FROM queue_sale q WHERE q.sale_id = wanted."saleId" AND q.epoch = wanted.epoch) AS current,
        EXISTS (SELECT FROM show_cancellation c WHERE c.sale_id = wanted."saleId") AS canceled,
        (SELECT count(*) FROM orders o WHERE o.fan_key = wanted."fanKey" AND o.admission_id = wanted."admissionId"
          AND o.attempt > 0 AND o.state NOT IN ('paid', 'refunded')) >= ${UNPAID_INTENTS}::int AS spent
      FROM jsonb_to_recordset(${JSON.stringify(orders)}::jsonb) AS wanted (id text, "saleId" text, "fanKey" text,
        "admissionId" text, lane text, "holdId" text, "idempotencyKey" text, "bodyHash" text, epoch int, "totalMinor" bigint,
        currency text, "buyerEmail" text, "buyerName" text, "buyerLanguage" text, "deadlineSaleMs" bigint, lines jsonb, charges jsonb, "promoId" text,
        sold jsonb, quotas jsonb, counted jsonb, network text, "threeDSecure" boolean)
    ),
    added AS (
      INSERT INTO orders (id, sale_id, fan_key, admission_id, lane, hold_id, idempotency_key, body_hash, epoch, state,
        total_minor, currency, buyer_email, buyer_name, buyer_language, deadline_sale_ms, charges, promo_id,
        channel, partner_id, external_reference, counted, network, three_d_secure)
      SELECT id, "saleId", "fanKey", "admissionId", lane, "holdId", "idempotencyKey", "bodyHash", epoch, 'pending',
        "totalMinor", currency, "buyerEmail", "buyerName", COALESCE("buyerLanguage", 'en'), "deadlineSaleMs", charges, "promoId",
        COALESCE(sold ->> 'channel', 'public'), sold ->> 'partnerId', sold ->> 'reference',
        counted, network, COALESCE("threeDSecure", false)
      -- in one order on all nodes, so that batches with the same fans do not wait for each other
      FROM asked WHERE current AND NOT canceled AND NOT spent ORDER BY "fanKey", "saleId", id ON CONFLICT DO NOTHING RETURNING id
    ),
    lines AS (
      INSERT INTO order_item (order_id, n, pool_id, ticket_type_id, seat_id, label, price_minor, total_minor)
      SELECT added.id, line.n, line."poolId", line."ticketTypeId", line."seatId", line.label, line."priceMinor", line."totalMinor"
      FROM added JOIN asked ON asked.id = added.id CROSS JOIN LATERAL ROWS FROM (
        jsonb_to_recordset(asked.lines) AS ("poolId" text, "ticketTypeId" text, "seatId" text, label text,
          "priceMinor" bigint, "totalMinor" bigint)
      ) WITH ORDINALITY AS line("poolId", "ticketTypeId", "seatId", label, "priceMinor", "totalMinor", n)
    ),
    quotas AS (
      INSERT INTO quota (scope, kind, digest, n, max)
      SELECT raise.scope, raise.kind, raise.digest, sum(raise.n)::int, max(raise.max)
      FROM added JOIN asked ON asked.id = added.id
        CROSS JOIN LATERAL jsonb_to_recordset(asked.quotas) AS raise(scope text, kind text, digest text, n int, max int)
      GROUP BY raise.scope, raise.kind, raise.digest ORDER BY raise.scope, raise.kind, raise.digest
      ON CONFLICT (scope, kind, digest) DO UPDATE SET n = quota.n + excluded.n, max = excluded.max
    )
    SELECT asked.id, asked.current, asked.canceled, asked.spent, added.id IS NOT NULL AS inserted FROM asked LEFT JOIN added ON added.id = asked.id`;
}

// Both moves of a pending order leave updated_at, which is indexed, as it is, so that the row's new version needs no
// entry in any index (HOT). An order that waits for its buyer is as old as its insertion.

/**
 * Moves payment none → creating, and writes the payment and its wish for the intent. From then on a rebuild counts
 * the order's units as committed, so this is refused during a rebuild of its sale and in another epoch.
 * Yields {id, attempt, createdAt, wish} of the orders that moved; the wish is null if an earlier attempt can still take money.
 */
export function askForPayments(
  asked: readonly { orderId: string; saleId: string }[],
  leaseSeconds: number,
): Prisma.Sql {
  return Prisma.sql`
    WITH asked AS MATERIALIZED (
      SELECT "orderId" AS order_id, "saleId" AS sale_id
      FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS ("orderId" text, "saleId" text)
    ),
    gate AS MATERIALIZED (
      SELECT sale.sale_id, pg_try_advisory_xact_lock_shared(${recoveryLock(Prisma.sql`sale.sale_id`)}) AS free
      FROM (SELECT DISTINCT sale_id FROM asked) sale
    ),
    locked AS (
      SELECT o.id FROM asked JOIN gate ON gate.sale_id = asked.sale_id AND gate.free
        -- one by one, however few orders a plan made in quiet times expects the table to hold
        CROSS JOIN LATERAL (SELECT id, sale_id, epoch FROM orders WHERE orders.id = asked.order_id OFFSET 0) found
        JOIN queue_sale q ON q.sale_id = found.sale_id AND q.epoch = found.epoch
        JOIN orders o ON o.id = found.id
      WHERE found.sale_id = asked.sale_id AND ${byKey(Prisma.sql`o.state = 'pending'`)} AND o.payment = 'none' ORDER BY o.id FOR UPDATE OF o
    ),
    moved AS (
      UPDATE orders o SET payment = 'creating', attempt = o.attempt + 1
      FROM locked WHERE o.id = locked.id AND ${byKey(Prisma.sql`o.state = 'pending'`)} AND o.payment = 'none'
      RETURNING o.id, o.attempt, o.total_minor, o.currency, o.sale_id, o.three_d_secure, o.counted, o.created_at
    ),
    begun AS (${beginFrom(
      Prisma.sql`SELECT id AS order_id, attempt, total_minor AS amount_minor, currency, sale_id, three_d_secure,
        ${countsByCard(Prisma.sql`counted`)} AS cards_only FROM moved`,
      leaseSeconds,
    )})
    SELECT moved.id, moved.attempt, moved.created_at AS "createdAt", begun.wish FROM moved LEFT JOIN begun ON begun.order_id = moved.id`;
}

/** Moves orders with their payments creating → open once intents exist. Yields the ids of the orders that moved. */
export function openOrders(news: readonly IntentOpened[]): Prisma.Sql {
  const rows = news.map(({ orderId, attempt, intentId, clientSecretSealed }) => ({
    orderId,
    attempt,
    intentId,
    clientSecretSealed,
  }));
  return Prisma.sql`
    WITH news AS MATERIALIZED (
      SELECT "orderId" AS order_id, attempt, "intentId" AS intent_id, "clientSecretSealed" AS secret
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS ("orderId" text, attempt int, "intentId" text, "clientSecretSealed" text)
    ),
    locked AS (
      SELECT o.id, news.intent_id, news.secret FROM news JOIN orders o ON o.id = news.order_id AND o.attempt = news.attempt
      WHERE ${byKey(Prisma.sql`o.state = 'pending'`)} AND o.payment = 'creating'
        AND EXISTS (${creatingPayment(Prisma.sql`news.order_id`, Prisma.sql`news.attempt`)}) ORDER BY o.id FOR UPDATE OF o
    ),
    moved AS (
      UPDATE orders o SET payment = 'open'
      FROM locked WHERE o.id = locked.id AND ${byKey(Prisma.sql`o.state = 'pending'`)} AND o.payment = 'creating'
      RETURNING o.id AS order_id, o.attempt, locked.intent_id, locked.secret
    ),
    opened AS (${openFrom(Prisma.sql`SELECT order_id, attempt, intent_id, secret FROM moved`)})
    SELECT order_id AS id FROM moved`;
}

/** Moves one order creating → open whose payment is open already. Yields its id if it moved. */
export function openPayment(orderId: string, attempt: number): Prisma.Sql {
  return Prisma.sql`
    UPDATE orders SET payment = 'open', updated_at = now()
    WHERE id = ${orderId} AND attempt = ${attempt}::int AND state = 'pending' AND payment = 'creating' RETURNING id`;
}
