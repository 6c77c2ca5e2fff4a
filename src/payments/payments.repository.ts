import { Injectable } from '@nestjs/common';
import { Prisma } from '../generated/prisma/client.js';
import { newId } from '../platform/ids.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import type { KnownPayment } from './intents/intent.rules.js';
import { type PaymentState, statesBefore } from './payment.state.js';
import type { CancelReason, PaymentFactData, PaymentFactKind } from './payments.events.js';
import { factInsertFrom } from './payments.sql.js';

export interface PaymentRow extends KnownPayment {
  clientSecretSealed: string | null;
}

/** News to be told once; `dedupe` names it. */
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
  /** Done with the same statement, whether or not the payment still had to move. */
  commandId?: bigint | undefined;
}

const columns = Prisma.sql`order_id AS "orderId", attempt, state, intent_id AS "intentId", amount_minor AS "amountMinor",
  currency, client_secret_sealed AS "clientSecretSealed"`;

/** Payments and the facts that their moves tell: each change is one statement, so neither is ever there without the other. */
@Injectable()
export class PaymentsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** The payment of an attempt, made if it is new; null while an earlier attempt of the order can still take money. */
  async begin(attempt: Attempt, amountMinor: number, currency: string): Promise<PaymentRow | null> {
    const [row] = await this.prisma.$queryRaw<PaymentRow[]>`WITH made AS (
        INSERT INTO payment (id, order_id, attempt, state, amount_minor, currency)
        VALUES (${newId('pay')}, ${attempt.orderId}, ${attempt.attempt}, 'creating', ${amountMinor}, ${currency})
        ON CONFLICT DO NOTHING RETURNING *)
      SELECT ${columns} FROM made
      UNION ALL SELECT ${columns} FROM payment WHERE order_id = ${attempt.orderId} AND attempt = ${attempt.attempt}`;
    return row ?? null;
  }

  async find({ orderId, attempt }: Attempt): Promise<PaymentRow | null> {
    const [row] = await this.prisma.$queryRaw<PaymentRow[]>`SELECT ${columns} FROM payment
      WHERE order_id = ${orderId} AND attempt = ${attempt}`;
    return row ?? null;
  }

  async latestOf(orderId: string): Promise<PaymentRow | null> {
    const [row] = await this.prisma.$queryRaw<PaymentRow[]>`SELECT ${columns} FROM payment
      WHERE order_id = ${orderId} ORDER BY attempt DESC LIMIT 1`;
    return row ?? null;
  }

  /** Payments by their intents. */
  async byIntents(intentIds: readonly string[]): Promise<PaymentRow[]> {
    return this.prisma.$queryRaw<PaymentRow[]>`SELECT ${columns} FROM payment WHERE intent_id = ANY(${intentIds})`;
  }

  /** All attempts of the orders. */
  async ofOrders(orderIds: readonly string[]): Promise<PaymentRow[]> {
    return this.prisma.$queryRaw<PaymentRow[]>`SELECT ${columns} FROM payment WHERE order_id = ANY(${orderIds})`;
  }

  /** Intents of unfinished payments that nobody has asked the provider about for the longest; marks them as asked now. */
  async takeUnchecked(quietSeconds: number, limit: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ intentId: string }[]>`UPDATE payment SET checked_at = now()
      WHERE id IN (
        SELECT id FROM payment
        WHERE state IN ('creating', 'open', 'authorized') AND intent_id IS NOT NULL
          AND checked_at < now() - make_interval(secs => ${quietSeconds})
        ORDER BY checked_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING intent_id AS "intentId"`;
    return rows.map((row) => row.intentId);
  }

  /** Moves a payment up and tells so; false when it had moved already. An intent, once known, is never replaced. */
  async move(move: Move): Promise<boolean> {
    const moved = await this.prisma.$queryRaw<unknown[]>`WITH moved AS (
        UPDATE payment SET state = ${move.to}, intent_id = COALESCE(intent_id, ${move.intentId}), updated_at = now(),
          checked_at = now(), client_secret_sealed = COALESCE(client_secret_sealed, ${move.clientSecretSealed ?? null})
        WHERE order_id = ${move.orderId} AND attempt = ${move.attempt} AND state = ANY(${statesBefore(move.to)})
          AND (intent_id IS NULL OR intent_id = ${move.intentId})
        RETURNING order_id, attempt),
      fact AS (${factInsertFrom(Prisma.sql`SELECT order_id, attempt, ${move.fact.kind}::text,
        ${JSON.stringify(move.fact.data)}::jsonb, ${move.fact.dedupe}::text FROM moved`)}),
      done AS (${commandDone(move.commandId)})
      SELECT 1 FROM moved`;
    return moved.length > 0;
  }

  /** Tells news that moves nothing. */
  async tell(attempt: Attempt, fact: NewFact, commandId?: bigint): Promise<void> {
    await this.prisma.$executeRaw`WITH done AS (${commandDone(commandId)}) ${factInsertFrom(
      Prisma.sql`SELECT ${attempt.orderId}::text, ${attempt.attempt}::int, ${fact.kind}::text,
        ${JSON.stringify(fact.data)}::jsonb, ${fact.dedupe}::text`,
    )}`;
  }

  /** Counts a refund once, whoever made it, and tells the new total. */
  async refund(
    attempt: Attempt,
    refund: { refundId: string; intentId: string; amountMinor: number },
    commandId?: bigint,
  ): Promise<void> {
    const dedupe = `refunded:${refund.refundId}`;
    await this.prisma.$executeRaw`WITH locked AS (
        SELECT * FROM payment WHERE order_id = ${attempt.orderId} AND attempt = ${attempt.attempt} FOR UPDATE),
      fact AS (${factInsertFrom(Prisma.sql`SELECT order_id, attempt, 'refunded',
        jsonb_build_object('intentId', ${refund.intentId}::text, 'refundId', ${refund.refundId}::text,
          'amountMinor', ${refund.amountMinor}::int, 'totalRefundedMinor', refunded_minor + ${refund.amountMinor}::int),
        ${dedupe}::text FROM locked`)}),
      done AS (${commandDone(commandId)})
      UPDATE payment SET refunded_minor = payment.refunded_minor + ${refund.amountMinor}::int, updated_at = now(),
        state = CASE WHEN payment.refunded_minor + ${refund.amountMinor}::int >= payment.amount_minor
          THEN 'refunded' ELSE payment.state END
      FROM locked, fact WHERE payment.id = locked.id`;
  }

  /**
   * Ends an attempt whose intent was never asked for, or whose asking ended without an intent. False while its `create`
   * may have been sent and its outcome is open.
   */
  async endUnsent(attempt: Attempt, commandId: bigint): Promise<boolean> {
    const data: PaymentFactData['canceled'] = { intentId: null, reason: 'never_sent' };
    const ended = await this.prisma.$queryRaw<unknown[]>`WITH skipped AS (
        UPDATE payment_command SET done_at = now(), last_error = 'not needed any more'
        WHERE order_id = ${attempt.orderId} AND attempt = ${attempt.attempt} AND kind = 'create' AND tries = 0 AND done_at IS NULL
        RETURNING order_id, attempt),
      none AS (
        SELECT ${attempt.orderId}::text AS order_id, ${attempt.attempt}::int AS attempt WHERE NOT EXISTS (
          SELECT 1 FROM payment_command
          WHERE order_id = ${attempt.orderId} AND attempt = ${attempt.attempt} AND kind = 'create' AND done_at IS NULL)
        AND NOT EXISTS (
          SELECT 1 FROM payment
          WHERE order_id = ${attempt.orderId} AND attempt = ${attempt.attempt} AND state NOT IN ('creating', 'canceled'))),
      ended AS (SELECT * FROM skipped UNION SELECT * FROM none),
      payment_ended AS (
        UPDATE payment SET state = 'canceled', updated_at = now() FROM ended
        WHERE payment.order_id = ended.order_id AND payment.attempt = ended.attempt AND payment.state = 'creating'),
      fact AS (${factInsertFrom(Prisma.sql`SELECT order_id, attempt, 'canceled', ${JSON.stringify(data)}::jsonb,
        ${cancelAnswer(attempt)}::text FROM ended`)}),
      done AS (UPDATE payment_command SET done_at = now() FROM ended WHERE payment_command.id = ${commandId})
      SELECT 1 FROM ended`;
    return ended.length > 0;
  }
}

/** Names the answer to a command that cancels: such a command is always answered, also when the news is not new. */
export function cancelAnswer({ orderId, attempt }: Attempt): string {
  return `canceled:asked:${orderId}:${attempt}`;
}

export function canceledFact(attempt: Attempt, intentId: string | null, reason: CancelReason): NewFact<'canceled'> {
  const dedupe = reason === 'provider' ? `canceled:${attempt.orderId}:${attempt.attempt}` : cancelAnswer(attempt);
  return { kind: 'canceled', data: { intentId, reason }, dedupe };
}

function commandDone(commandId: bigint | undefined): Prisma.Sql {
  return Prisma.sql`UPDATE payment_command SET done_at = now(), last_error = NULL
    WHERE id = ${commandId ?? null}::bigint AND done_at IS NULL`;
}
