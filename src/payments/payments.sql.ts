import { Prisma } from '../generated/prisma/client.js';
import { byKey } from '../platform/prisma/by-key.js';
import type { PaymentWishKind } from './payments.events.js';

/** A wish becomes due again this long after its node died; longer than one call, and renewed while the node lives. */
export const LEASE_SECONDS = 12;

/** Builds a PaymentWish as JSON from a row of payment. */
export const wishJson = Prisma.sql`jsonb_build_object('orderId', payment.order_id, 'attempt', payment.attempt,
  'saleId', payment.sale_id, 'state', payment.state, 'intentId', payment.intent_id, 'amountMinor', payment.amount_minor,
  'currency', payment.currency, 'threeDSecure', payment.three_d_secure, 'cardsOnly', payment.cards_only, 'wants', payment.wants, 'tries', payment.tries,
  'keyRound', payment.key_round, 'wantedAtMs', floor(extract(epoch FROM payment.wanted_at) * 1000))`;

/** `leaseSeconds` is above 0 if the process that runs the statement carries out the wish itself. */
const dueAfter = (leaseSeconds: number) => Prisma.sql`now() + make_interval(secs => ${leaseSeconds}::float8)`;
const triesWith = (leaseSeconds: number) => Prisma.sql`(${leaseSeconds}::float8 > 0)::int`;

/**
 * Starts payment attempts and wishes their intents; skips orders whose earlier attempt can still take money.
 * Yields order_id, wish.
 * @param select yields order_id, attempt, amount_minor, currency, sale_id, three_d_secure, cards_only
 */
export function beginFrom(select: Prisma.Sql, leaseSeconds: number): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO payment (id, order_id, attempt, state, amount_minor, currency, sale_id, three_d_secure, cards_only, wants, wanted_at, due_at, tries)
    SELECT 'pay_' || substr(begun.order_id, 5) || lpad(begun.attempt::text, 2, '0'), begun.order_id, begun.attempt, 'creating',
      begun.amount_minor, begun.currency, begun.sale_id, begun.three_d_secure, begun.cards_only, 'create', now(), ${dueAfter(leaseSeconds)}, ${triesWith(leaseSeconds)}
    FROM (${select}) begun ON CONFLICT DO NOTHING RETURNING order_id, ${wishJson} AS wish`;
}

const wishes: Record<Exclude<PaymentWishKind, 'create'>, Prisma.Sql> = {
  capture: Prisma.sql`wanted_at = now(), due_at = now(), tries = 0`,
  // the outcome of a create that may have been sent is resolved first, under its node's lease
  cancel: Prisma.sql`wanted_at = CASE WHEN wants = 'create' THEN wanted_at ELSE now() END,
    due_at = CASE WHEN wants = 'create' AND tries > 0 THEN due_at ELSE now() END,
    tries = CASE WHEN wants = 'create' THEN tries ELSE 0 END`,
};
const mayWish: Record<Exclude<PaymentWishKind, 'create'>, Prisma.Sql> = {
  capture: Prisma.sql`payment.state IN ('creating', 'open', 'authorized')`,
  // canceled payments too, because every cancel wish is answered
  cancel: Prisma.sql`payment.state NOT IN ('captured', 'refunded')`,
};

/**
 * Sets a wish unless already set. To be put into a CTE of the statement that decides it, so that the change and the
 * wish are written atomically; then call PaymentsService.wake(). Yields order_id.
 * @param select yields order_id, attempt
 */
export function wishFrom(kind: Exclude<PaymentWishKind, 'create'>, select: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    UPDATE payment SET wants = ${kind}, last_error = NULL, ${wishes[kind]}
    FROM (${select}) wished
    WHERE payment.order_id = wished.order_id AND payment.attempt = wished.attempt AND ${mayWish[kind]}
      AND payment.wants IS DISTINCT FROM ${kind} RETURNING payment.order_id`;
}

/**
 * Selects the rows of `news` that match their payment (intent, amount and currency) and are not yet known. Payments are
 * looked up one by one (OFFSET 0), however many a plan made in quiet times expects.
 * @param news name of a CTE with order_id, attempt, intent_id, amount_minor, currency
 * @param from states below the target state
 */
export function believableOf(news: Prisma.Sql, from: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT DISTINCT ON (payment.order_id) news.* FROM ${news} news
    CROSS JOIN LATERAL (SELECT * FROM payment WHERE payment.order_id = news.order_id AND payment.attempt = news.attempt OFFSET 0) payment
    WHERE payment.state = ANY(${[...from]}::text[]) AND (payment.intent_id IS NULL OR payment.intent_id = news.intent_id)
      AND payment.amount_minor = news.amount_minor AND payment.currency = news.currency`;
}

/** Finds the payment of an attempt while its intent is pending. */
export function creatingPayment(orderId: Prisma.Sql, attempt: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT FROM payment WHERE payment.order_id = ${orderId} AND payment.attempt = ${attempt} AND ${byKey(Prisma.sql`payment.state = 'creating'`)}`;
}

/**
 * creating → open, together with the order. A cancel wished meanwhile becomes due at once.
 * @param select yields order_id, attempt, intent_id, secret
 */
export function openFrom(select: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    UPDATE payment SET state = 'open', intent_id = moved.intent_id, client_secret_sealed = moved.secret,
      wants = NULLIF(wants, 'create'), due_at = CASE WHEN wants = 'create' THEN NULL ELSE now() END, tries = 0,
      updated_at = now(), checked_at = now()
    FROM (${select}) moved
    WHERE payment.order_id = moved.order_id AND payment.attempt = moved.attempt AND ${byKey(Prisma.sql`payment.state = 'creating'`)}
    RETURNING payment.order_id`;
}

/**
 * Moves to authorized together with the sold order, and wishes the capture. Yields order_id, wish.
 * @param select yields order_id, attempt, intent_id
 */
export function authorizeFrom(select: Prisma.Sql, leaseSeconds: number): Prisma.Sql {
  return Prisma.sql`
    UPDATE payment SET state = 'authorized', intent_id = moved.intent_id, wants = 'capture', wanted_at = now(),
      due_at = ${dueAfter(leaseSeconds)}, tries = ${triesWith(leaseSeconds)}, last_error = NULL, updated_at = now(), checked_at = now()
    FROM (${select}) moved
    WHERE payment.order_id = moved.order_id AND payment.attempt = moved.attempt AND ${byKey(Prisma.sql`payment.state IN ('creating', 'open')`)}
    RETURNING payment.order_id, ${wishJson} AS wish`;
}

/** Moves to captured together with the paid order. @param select yields order_id, attempt, intent_id */
export function captureFrom(select: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    UPDATE payment SET state = 'captured', intent_id = moved.intent_id, wants = NULLIF(NULLIF(NULLIF(wants, 'create'), 'capture'), 'cancel'),
      updated_at = now(), checked_at = now()
    FROM (${select}) moved
    WHERE payment.order_id = moved.order_id AND payment.attempt = moved.attempt
      AND ${byKey(Prisma.sql`payment.state IN ('creating', 'open', 'authorized')`)}
    RETURNING payment.order_id`;
}

/** Stores events on which the same statement has acted. @param select yields id, type, body */
export function handledEventsFrom(select: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`INSERT INTO stripe_event (id, type, body, handled_at) SELECT event.id, event.type, event.body, now()
    FROM (${select}) event ON CONFLICT (id) DO NOTHING`;
}

/**
 * Records what `select` yields, once per `dedupe`.
 * @param select yields order_id text, attempt int, kind text, data jsonb (PaymentFactData of the kind), dedupe text
 */
export function factInsertFrom(select: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`INSERT INTO payment_fact (order_id, attempt, kind, data, dedupe) ${select}
    ON CONFLICT (dedupe) DO NOTHING RETURNING id`;
}

/**
 * Marks a fact as counted, for effects that add up: a fact may be delivered again, also while its handler has more to
 * do. Yields its id the first time only.
 */
export function countedOnce(factId: bigint, condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`UPDATE payment_fact SET data = data || '{"counted": true}'::jsonb
    WHERE id = ${factId}::bigint AND data -> 'counted' IS NULL AND ${condition} RETURNING id`;
}
