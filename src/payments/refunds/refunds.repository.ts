import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { newId } from '../../platform/ids.js';
import { groupBy, readsTogether } from '../../platform/batch/reads-together.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { DueRows } from '../../platform/work/due-rows.sql.js';
import type { PaymentState } from '../payment.state.js';
import { factInsertFrom } from '../payments.sql.js';
import type { SeenRefund } from '../stripe/stripe.gateway.js';
import type { Postponement } from '../wishes/wishes.repository.js';
import type { RefundRow } from './refund.types.js';
import { factOf, sumsOf, ticketRefunding } from './refunds.sql.js';
import { ledToBy, type RefundNews, statesMovedBy } from './refund.state.js';

/** A refund leased to this node. Amounts are minor units. */
export interface LeasedRefund {
  id: string;
  orderId: string;
  attempt: number;
  amountMinor: number;
  intentId: string | null;
  payment: PaymentState;
  /** Including this try. */
  tries: number;
  keyRound: number;
  askedAtMs: number;
}

/** The provider's verdict on a refund of ours. */
export interface RefundOutcome {
  news: RefundNews;
  providerId: string | null;
  answer: string | null;
}

const ofPayment = Prisma.sql`payment p WHERE p.order_id = payment_refund.order_id AND p.attempt = payment_refund.attempt`;
const queue = new DueRows({
  table: 'payment_refund',
  idType: 'text',
  due: 'due_at',
  open: Prisma.sql`state IN ('asked', 'sent')`,
  sets: Prisma.sql`state = 'sent', sent_at = COALESCE(sent_at, now())`,
  columns: Prisma.sql`id, order_id AS "orderId", attempt, amount_minor::float8 AS "amountMinor",
    (SELECT p.intent_id FROM ${ofPayment}) AS "intentId", (SELECT p.state FROM ${ofPayment}) AS payment,
    tries, key_round AS "keyRound", (extract(epoch FROM asked_at) * 1000)::float8 AS "askedAtMs"`,
  leaseSeconds: 30,
});
const LONGEST_ANSWER = 300;
const MAX_OF_ORDER = 200;

/**
 * Refunds: one row per request, moved by compare-and-set together with the payment's sums and the fact that reports it.
 */
@Injectable()
export class RefundsRepository {
  private readonly read = readsTogether(async (orderIds) => {
    const rows = await this.prisma.rows<RefundRow>(Prisma.sql`SELECT ${columns} FROM payment_refund r
      WHERE r.order_id = ANY(${orderIds}::text[]) ORDER BY r.asked_at, r.id LIMIT ${MAX_OF_ORDER * orderIds.length}::int`);
    return groupBy(rows, ({ orderId }) => orderId);
  });

  constructor(private readonly prisma: PrismaService) {}

  /** Leases due refunds to this node, at most `limit`. From here on a call may have reached the provider. */
  async lease(limit: number): Promise<LeasedRefund[]> {
    return await this.prisma.$queryRaw<LeasedRefund[]>(queue.take(limit));
  }

  async postpone(id: string, { delayMs, reason, unsent = false, newRound = false }: Postponement): Promise<void> {
    await this.prisma.$executeRaw`UPDATE payment_refund
      SET due_at = now() + make_interval(secs => ${delayMs / 1000}::float8), answer = ${reason.slice(0, LONGEST_ANSWER)},
        state = CASE WHEN ${unsent} AND tries <= 1 THEN 'asked' ELSE state END,
        tries = GREATEST(0, tries - ${unsent ? 1 : 0}::int), key_round = key_round + ${newRound ? 1 : 0}::int
      WHERE id = ${id} AND state IN ('asked', 'sent')`;
  }

  /**
   * Applies the provider's verdict; returns false if already known. Throws if it violates the constraint on the sums.
   */
  async settle(id: string, { news, providerId, answer }: RefundOutcome): Promise<boolean> {
    const to = ledToBy[news];
    const rows = await this.prisma.$queryRaw<unknown[]>`
      WITH old AS (SELECT id, state AS was FROM payment_refund WHERE id = ${id} AND state = ANY(${statesMovedBy(news)}) FOR UPDATE),
      moved AS (
        UPDATE payment_refund r SET state = ${to}, provider_id = COALESCE(r.provider_id, ${providerId}),
          answer = ${answer?.slice(0, LONGEST_ANSWER) ?? null}, ended_at = now()
        FROM old WHERE r.id = old.id AND r.state = old.was
        RETURNING r.*, old.was),
      summed AS (${sumsOf(to)}),
      fact AS (${factInsertFrom(factOf(to))})
      SELECT 1 FROM moved`;
    return rows.length > 0;
  }

  /** Adopts a refund made directly at the provider; returns false if already known. Throws as settle does. */
  async adopt(of: { orderId: string; attempt: number }, refund: SeenRefund): Promise<boolean> {
    const rows = await this.prisma.$queryRaw<unknown[]>`
      WITH moved AS (
        INSERT INTO payment_refund (id, order_id, attempt, asking, origin, actor, amount_minor, state, provider_id, ended_at)
        SELECT ${newId('ref')}, ${of.orderId}, ${of.attempt}, ${`provider:${refund.id}`}, 'provider', 'provider',
          ${refund.amountMinor}::bigint, 'succeeded', ${refund.id}, now()
        ON CONFLICT DO NOTHING RETURNING *, 'refused' AS was),
      summed AS (${sumsOf('succeeded')}),
      fact AS (${factInsertFrom(factOf('succeeded'))})
      SELECT 1 FROM moved`;
    return rows.length > 0;
  }

  /** Returns requests that the provider has not answered, newest first. */
  async outstandingOf(of: { orderId: string; attempt: number }): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`SELECT id FROM payment_refund
      WHERE order_id = ${of.orderId} AND attempt = ${of.attempt} AND state IN ('asked', 'sent') ORDER BY asked_at DESC`;
    return rows.map(({ id }) => id);
  }

  /** Returns the rows of the provider's refunds, matched by our id in their metadata or by the provider's own. */
  async known(refundIds: readonly string[], providerIds: readonly string[]): Promise<RefundRow[]> {
    return await this.prisma.$queryRaw<RefundRow[]>`SELECT ${columns} FROM payment_refund r
      WHERE r.id = ANY(${[...refundIds]}) OR r.provider_id = ANY(${[...providerIds]})`;
  }

  /** Oldest first. */
  async ofOrder(orderId: string): Promise<RefundRow[]> {
    return (await this.read(orderId)) ?? [];
  }

  async isRefunding(orderId: string, ticketId: string): Promise<boolean> {
    const [row] = await this.prisma.rows<{ is: boolean }>(
      Prisma.sql`SELECT ${ticketRefunding(orderId, ticketId)} AS "is"`,
    );
    return row?.is ?? false;
  }

  async byId(id: string): Promise<RefundRow | null> {
    const [row] = await this.prisma.$queryRaw<RefundRow[]>`SELECT ${columns} FROM payment_refund r WHERE r.id = ${id}`;
    return row ?? null;
  }

  async byAsking(orderId: string, asking: string): Promise<RefundRow | null> {
    const [row] = await this.prisma.$queryRaw<RefundRow[]>`SELECT ${columns} FROM payment_refund r
      WHERE r.order_id = ${orderId} AND r.asking = ${asking}`;
    return row ?? null;
  }
}

const columns = Prisma.sql`r.id, r.order_id AS "orderId", r.attempt, r.origin, r.actor, r.body_hash AS "bodyHash",
  r.amount_minor::float8 AS "amountMinor", r.ticket_ids AS "ticketIds", r.reason, r.state, r.means, r.provider_id AS "providerId", r.answer,
  r.asked_at AS "askedAt", r.sent_at AS "sentAt", r.ended_at AS "endedAt"`;
