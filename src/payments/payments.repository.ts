import { Injectable } from '@nestjs/common';
import { Prisma } from '../generated/prisma/client.js';
import { readsTogether } from '../platform/batch/reads-together.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { anyFree } from '../platform/work/free-rows.sql.js';
import type { KnownPayment } from './intents/intent.rules.js';
import { type PaymentState, statesBefore } from './payment.state.js';
import type { CancelReason, PaymentFactData, PaymentFactKind, PaymentWishKind } from './payments.events.js';
import { factInsertFrom } from './payments.sql.js';
import { wishCleared } from './wishes/wishes.repository.js';

export interface PaymentRow extends KnownPayment {
  wants: PaymentWishKind | null;
  clientSecretSealed: string | null;
}

/** A fact to be recorded once, keyed by `dedupe`. */
export interface NewFact<K extends PaymentFactKind = PaymentFactKind> {
  kind: K;
  data: PaymentFactData[K];
  dedupe: string;
}
interface Attempt {
  orderId: string;
  attempt: number;
}
export interface Move extends Attempt {
  to: PaymentState;
  intentId: string | null;
  clientSecretSealed?: string;
  fact: NewFact;
}

const columns = Prisma.sql`order_id AS "orderId", attempt, state, intent_id AS "intentId", amount_minor::float8 AS "amountMinor",
  currency, wants, client_secret_sealed AS "clientSecretSealed"`;

/** Payments and the facts of their moves: each change is one statement, so neither exists without the other. */
@Injectable()
export class PaymentsRepository {
  private readonly latest = readsTogether(async (orderIds) => {
    const rows = await this.prisma.rows<PaymentRow>(Prisma.sql`SELECT DISTINCT ON (order_id) ${columns} FROM payment
      WHERE order_id = ANY(${orderIds}::text[]) ORDER BY order_id, attempt DESC`);
    return new Map(rows.map((row) => [row.orderId, row]));
  });

  constructor(private readonly prisma: PrismaService) {}

  async find({ orderId, attempt }: Attempt): Promise<PaymentRow | null> {
    const [row] = await this.prisma.rows<PaymentRow>(Prisma.sql`SELECT ${columns} FROM payment
      WHERE order_id = ${orderId} AND attempt = ${attempt}`);
    return row ?? null;
  }

  async latestOf(orderId: string): Promise<PaymentRow | null> {
    return (await this.latest(orderId)) ?? null;
  }

  async byIntents(intentIds: readonly string[]): Promise<PaymentRow[]> {
    if (intentIds.length === 0) return [];
    return this.prisma.rows<PaymentRow>(Prisma.sql`SELECT ${columns} FROM payment WHERE intent_id = ANY(${intentIds})`);
  }

  /** Returns whether the intent of any payment is not stored yet. */
  async awaitsIntents(): Promise<boolean> {
    const rows = await this.prisma.rows<object>(
      Prisma.sql`SELECT 1 AS found FROM payment WHERE wants IS NOT NULL AND state = 'creating' LIMIT 1`,
    );
    return rows.length > 0;
  }

  /** Returns all attempts of the orders. */
  async ofOrders(orderIds: readonly string[]): Promise<PaymentRow[]> {
    return this.prisma.rows<PaymentRow>(Prisma.sql`SELECT ${columns} FROM payment WHERE order_id = ANY(${orderIds})`);
  }

  /** Returns the intents of unfinished payments checked longest ago, and marks them as checked now. */
  async takeUnchecked(quietSeconds: number, limit: number): Promise<string[]> {
    const rows = await this.prisma.rows<{ intentId: string }>(Prisma.sql`UPDATE payment SET checked_at = now()
      WHERE id = ${anyFree({
        from: Prisma.sql`payment`,
        where: Prisma.sql`state IN ('creating', 'open', 'authorized') AND intent_id IS NOT NULL
          AND checked_at < now() - make_interval(secs => ${quietSeconds})`,
        orderBy: Prisma.sql`checked_at`,
        limit,
      })}
      RETURNING intent_id AS "intentId"`);
    return rows.map((row) => row.intentId);
  }

  /**
   * Moves a payment up, records the fact and clears wishes that became moot; returns false if it had already moved. An
   * intent, once known, is never replaced.
   */
  async move(move: Move): Promise<boolean> {
    const moved = await this.prisma.rows<object>(Prisma.sql`WITH moved AS (
        UPDATE payment SET state = ${move.to}, intent_id = COALESCE(intent_id, ${move.intentId}), updated_at = now(),
          checked_at = now(), client_secret_sealed = COALESCE(client_secret_sealed, ${move.clientSecretSealed ?? null}),
          wants = CASE WHEN wants = ANY(${mootAfter[move.to]}) THEN NULL ELSE wants END,
          -- a cancel that waited for the intent
          due_at = CASE WHEN ${move.to} = 'open' AND wants = 'cancel' THEN now() ELSE due_at END
        WHERE order_id = ${move.orderId} AND attempt = ${move.attempt} AND state = ANY(${statesBefore(move.to)})
          AND (intent_id IS NULL OR intent_id = ${move.intentId})
        RETURNING order_id, attempt),
      fact AS (${factInsertFrom(Prisma.sql`SELECT order_id, attempt, ${move.fact.kind}::text,
        ${JSON.stringify(move.fact.data)}::jsonb, ${move.fact.dedupe}::text FROM moved`)})
      SELECT 1 FROM moved`);
    return moved.length > 0;
  }

  /** Records a fact that moves nothing. @param wish the wish that it completes */
  async tell(attempt: Attempt, fact: NewFact, wish: PaymentWishKind | null = null): Promise<void> {
    await this.prisma.$executeRaw`WITH done AS (${wishDone(attempt, wish)}) ${factInsertFrom(
      Prisma.sql`SELECT ${attempt.orderId}::text, ${attempt.attempt}::int, ${fact.kind}::text,
        ${JSON.stringify(fact.data)}::jsonb, ${fact.dedupe}::text`,
    )}`;
  }

  /** Ends an attempt whose intent was never requested; returns false if it may have been. */
  async endUnsent(attempt: Attempt): Promise<boolean> {
    const { kind, data, dedupe } = canceledFact(attempt, null, 'never_sent');
    const ended = await this.prisma.rows<object>(Prisma.sql`WITH ended AS (
        UPDATE payment SET state = 'canceled', wants = NULL, updated_at = now()
        WHERE order_id = ${attempt.orderId} AND attempt = ${attempt.attempt} AND state = 'creating' AND wants = 'cancel' AND tries <= 1
        RETURNING order_id, attempt),
      fact AS (${factInsertFrom(Prisma.sql`SELECT order_id, attempt, ${kind}::text, ${JSON.stringify(data)}::jsonb,
        ${dedupe}::text FROM ended`)})
      SELECT 1 FROM ended`);
    return ended.length > 0;
  }
}

/** Wishes that are fulfilled or can no longer be once a payment has moved. */
const mootAfter: Record<PaymentState, PaymentWishKind[]> = {
  creating: [],
  open: ['create'],
  authorized: ['create'],
  captured: ['create', 'capture', 'cancel'],
  refunded: ['create', 'capture', 'cancel'],
  canceled: ['create', 'capture', 'cancel'],
};

/** Dedupe key of the answer to a cancel wish, which is always answered, even if the payment was already canceled. */
export function cancelAnswer({ orderId, attempt }: Attempt): string {
  return `canceled:asked:${orderId}:${attempt}`;
}

export function canceledFact(attempt: Attempt, intentId: string | null, reason: CancelReason): NewFact<'canceled'> {
  const dedupe = reason === 'provider' ? `canceled:${attempt.orderId}:${attempt.attempt}` : cancelAnswer(attempt);
  return { kind: 'canceled', data: { intentId, reason }, dedupe };
}

function wishDone({ orderId, attempt }: Attempt, wish: PaymentWishKind | null): Prisma.Sql {
  return Prisma.sql`UPDATE payment SET ${wishCleared(wish)}
    WHERE order_id = ${orderId} AND attempt = ${attempt} AND wants = ${wish}::text`;
}
