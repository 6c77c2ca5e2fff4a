import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/ids.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { anyFree } from '../../platform/work/free-rows.sql.js';
import type { SeenIntent } from '../intents/intent.rules.js';
import { factInsertFrom } from '../payments.sql.js';
import { Prisma } from '../../generated/prisma/client.js';
import { toBeEnded } from './quarantine.sql.js';
import type { Stray, StrayDecision } from './quarantine.types.js';
import type { QuarantineReason } from './quarantine.rules.js';

/** Maximum number of strays per decision or page. */
const MAX_STRAYS = 10_000;

/** Matches strays whose money was taken and is still with us. */
const owing = Prisma.sql`captured AND refunded_minor < amount_minor`;
const endedToday = Prisma.sql`SELECT count(*)::int AS count FROM payment_stray
  WHERE decision = 'auto' AND seen_at > now() - interval '1 day'`;
/** In a minute at first, in an hour at last. */
const nextTry = (decidedAt: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`now() + LEAST(interval '1 hour', GREATEST(interval '1 minute', (now() - ${decidedAt}) / 4))`;

/** Quarantines and the intents they concern. */
@Injectable()
export class QuarantineRepository {
  constructor(private readonly prisma: PrismaService) {}

  async active(): Promise<{ id: string; reason: QuarantineReason } | null> {
    const row = await this.prisma.quarantine.findFirst({ where: { endedAt: null } });
    return row && { id: row.id, reason: row.reason as QuarantineReason };
  }

  /** Returns whether the provider's charges were compared, up to `at` or later; both by the database's clock, in seconds. */
  async isComparedSince(at: Date): Promise<boolean> {
    const row = await this.prisma.paymentSweep.findUnique({ where: { list: 'intents' } });
    return row !== null && row.cursor === null && row.windowTo >= Math.floor(at.getTime() / 1_000);
  }

  /**
   * Begins a quarantine and alerts a person; returns false if one is already active, or told of the same before.
   * @param of the stray that it is about, which may have been decided meanwhile; or since when a quarantine tells of it
   */
  async begin(reason: QuarantineReason, of: string | Date): Promise<boolean> {
    const id = newId('att');
    const isNews =
      of instanceof Date
        ? Prisma.sql`NOT EXISTS (SELECT FROM quarantine WHERE began_at > ${of})`
        : Prisma.sql`EXISTS (SELECT FROM payment_stray WHERE intent_id = ${of} AND decision IS NULL)`;
    const rows = await this.prisma.$transaction(async (tx) => {
      // waits for a decision that is being written, which the next statement then sees
      await tx.$queryRaw`SELECT id FROM quarantine WHERE ended_at IS NULL FOR UPDATE`;
      return await tx.$queryRaw<unknown[]>`
        WITH begun AS (INSERT INTO quarantine (id, reason) SELECT ${id}, ${reason} WHERE ${isNews} ON CONFLICT DO NOTHING RETURNING id, reason),
        fact AS (${factInsertFrom(Prisma.sql`SELECT '', 0, 'odd', jsonb_build_object('what', 'quarantine', 'intentId', NULL, 'detail', reason, 'ref', id),
          'odd:quarantine:' || id FROM begun`)})
        SELECT 1 FROM begun`;
    });
    return rows.length > 0;
  }

  /**
   * Ends a quarantine and decides its strays in one statement; the same verb again decides nothing more. Returns how many
   * it decided; null if there is no such quarantine, it was decided otherwise, another has begun since, or strays that
   * owe money are left beside `handled`.
   * @param id null: the active one, else the latest
   * @param handled captured strays that the verb was carried out for; null: it needs nothing done before
   */
  async end(verb: StrayDecision, id: string | null, handled: readonly string[] | null): Promise<number | null> {
    const intents = handled && [...handled];
    // a stray may be stored or captured after `handled` was read, and one decided without its order would be lost
    const [row] = await this.prisma.$queryRaw<{ isDecided: boolean; decided: number }[]>`
      WITH named AS (
        SELECT id, verb, ended_at FROM quarantine WHERE ${id}::text IS NULL OR id = ${id}::text
        ORDER BY ended_at IS NULL DESC, began_at DESC LIMIT 1 FOR UPDATE),
      ended AS (
        UPDATE quarantine SET ended_at = now(), verb = ${verb} FROM named
        WHERE quarantine.id = named.id AND quarantine.ended_at IS NULL AND NOT EXISTS (
          SELECT FROM payment_stray WHERE decision IS NULL AND ${owing} AND intent_id <> ALL(${intents}::text[]))
        RETURNING quarantine.id),
      decided AS (
        UPDATE payment_stray SET decision = ${verb}, decided_at = now() FROM named
        WHERE named.ended_at IS NULL AND decision IS NULL
          AND (${intents}::text[] IS NULL OR NOT (${owing}) OR intent_id = ANY(${intents}::text[])) RETURNING intent_id)
      SELECT EXISTS (SELECT FROM ended) OR EXISTS (SELECT FROM named WHERE named.verb = ${verb} AND NOT EXISTS (
          SELECT FROM quarantine other WHERE other.ended_at IS NULL AND other.id <> named.id)) AS "isDecided",
        (SELECT count(*)::int FROM decided) AS decided`;
    return row?.isDecided ? row.decided : null;
  }

  /**
   * Returns whether the verb may decide a quarantine, or completes what it decided; the same conditions as of `end`.
   * @param id null: the active one, else the latest
   */
  async mayEnd(verb: StrayDecision, id: string | null): Promise<boolean> {
    const [named, active] = await Promise.all([
      this.prisma.quarantine.findFirst({
        where: id === null ? {} : { id },
        orderBy: [{ endedAt: { sort: 'desc', nulls: 'first' } }, { beganAt: 'desc' }],
      }),
      this.active(),
    ]);
    if (!named) return false;
    return active === null ? named.verb === verb : active.id === named.id;
  }

  /** Returns when the newest payment here was begun. */
  async newestPaymentMs(): Promise<number | null> {
    const { _max: newest } = await this.prisma.payment.aggregate({ _max: { createdAt: true } });
    return newest.createdAt?.getTime() ?? null;
  }

  async endedLately(): Promise<number> {
    const [row] = await this.prisma.$queryRaw<{ count: number }[]>(endedToday);
    return row?.count ?? 0;
  }

  /** Returns the decision about an intent; null if it is unknown or undecided. */
  async decisionOf(intentId: string): Promise<StrayDecision | null> {
    const row = await this.prisma.paymentStray.findUnique({ where: { intentId }, select: { decision: true } });
    return (row?.decision ?? null) as StrayDecision | null;
  }

  async isUndecided(intentId: string): Promise<boolean> {
    return (await this.prisma.paymentStray.count({ where: { intentId, decision: null } })) > 0;
  }

  /**
   * Records that the intent may be ended automatically, unless `limit` of them were in the last day; the count and the
   * insert are atomic across nodes.
   */
  async keepAuto(seen: SeenIntent, limit: number): Promise<boolean> {
    return await this.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('payment_stray:auto'))`;
      const [row] = await tx.$queryRaw<{ count: number }[]>(endedToday);
      if (!row || row.count >= limit) return false;
      await tx.$executeRaw(insertStray(seen, 'auto'));
      return true;
    });
  }

  /** Stores the intent for a person to decide. */
  async keep(seen: SeenIntent): Promise<void> {
    await this.prisma.$executeRaw(insertStray(seen, null));
  }

  async undecided(): Promise<Stray[]> {
    const rows = await this.prisma.paymentStray.findMany({
      where: { decision: null },
      orderBy: { madeAt: 'asc' },
      take: MAX_STRAYS,
    });
    return rows.map((row) => ({
      ...row,
      amountMinor: Number(row.amountMinor),
      refundedMinor: Number(row.refundedMinor),
    }));
  }

  /** Stores that the intent could not be ended and is to be tried again; an undecided one stays undecided. */
  async endLater(seen: SeenIntent): Promise<void> {
    await this.prisma.$executeRaw`${strayFrom(seen, 'refund', nextTry(Prisma.sql`now()`))}
      ON CONFLICT (intent_id) DO UPDATE SET done_at = NULL, retry_at = GREATEST(payment_stray.retry_at, excluded.retry_at)`;
  }

  /**
   * Takes intents to be refunded or canceled, the longest waiting first, and leaves each alone for a while, so that
   * those that cannot be ended do not hold up the others.
   */
  async takeToEnd(limit: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ intentId: string }[]>`
      UPDATE payment_stray SET retry_at = ${nextTry(Prisma.sql`decided_at`)} WHERE intent_id = ${anyFree({
        select: Prisma.sql`intent_id`,
        from: Prisma.sql`payment_stray`,
        where: Prisma.sql`${toBeEnded} AND (retry_at IS NULL OR retry_at <= now())`,
        orderBy: Prisma.sql`retry_at NULLS FIRST, decided_at`,
        limit,
      })}
      RETURNING intent_id AS "intentId"`;
    return rows.map(({ intentId }) => intentId);
  }

  async done(intentId: string): Promise<void> {
    await this.prisma.paymentStray.updateMany({ where: { intentId }, data: { doneAt: new Date() } });
  }
}

function insertStray(seen: SeenIntent, decision: 'auto' | null): Prisma.Sql {
  return Prisma.sql`${strayFrom(seen, decision, Prisma.sql`NULL`)}
      ON CONFLICT (intent_id) DO UPDATE SET captured = excluded.captured,
        refunded_minor = GREATEST(payment_stray.refunded_minor, excluded.refunded_minor), decision = COALESCE(payment_stray.decision, excluded.decision)`;
}

function strayFrom(seen: SeenIntent, decision: 'auto' | 'refund' | null, retryAt: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO payment_stray (intent_id, order_id, attempt, sale_id, amount_minor, currency, captured, refunded_minor, made_at, decision, decided_at, retry_at)
      SELECT ${seen.id}, ${seen.orderId ?? ''}, ${Number.isSafeInteger(seen.attempt) ? seen.attempt : 0}::int, ${seen.saleId ?? ''},
        ${seen.amountMinor}::bigint, ${seen.currency}, ${seen.status === 'succeeded'}, ${seen.refundedMinor}::bigint, to_timestamp(${seen.madeAtMs / 1000}::float8),
        ${decision}::text, CASE WHEN ${decision}::text IS NULL THEN NULL ELSE now() END, (${retryAt})::timestamptz`;
}
