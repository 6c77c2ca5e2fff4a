import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/ids.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { SeenIntent } from '../intents/intent.rules.js';
import { factInsertFrom } from '../payments.sql.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { Stray, StrayDecision } from './quarantine.types.js';
import type { QuarantineReason } from './quarantine.rules.js';

/** Strays that one decision or one page takes. */
const MAX_STRAYS = 10_000;

/** Quarantines and the intents that they are about. */
@Injectable()
export class QuarantineRepository {
  constructor(private readonly prisma: PrismaService) {}

  async active(): Promise<{ id: string; reason: QuarantineReason } | null> {
    const row = await this.prisma.quarantine.findFirst({ where: { endedAt: null } });
    return row && { id: row.id, reason: row.reason as QuarantineReason };
  }

  /** Begins one and tells a person; false when there is one. */
  async begin(reason: QuarantineReason): Promise<boolean> {
    const id = newId('att');
    const rows = await this.prisma.$queryRaw<unknown[]>`
      WITH begun AS (INSERT INTO quarantine (id, reason) SELECT ${id}, ${reason} ON CONFLICT DO NOTHING RETURNING id, reason),
      fact AS (${factInsertFrom(Prisma.sql`SELECT '', 0, 'odd', jsonb_build_object('what', 'quarantine', 'intentId', NULL, 'detail', reason),
        'odd:quarantine:' || id FROM begun`)})
      SELECT 1 FROM begun`;
    return rows.length > 0;
  }

  /** Ends the open one and decides for its strays, in one statement. Returns how many it decided for; null: none is open. */
  async end(verb: StrayDecision): Promise<number | null> {
    const [row] = await this.prisma.$queryRaw<{ open: boolean; decided: number }[]>`
      WITH ended AS (UPDATE quarantine SET ended_at = now(), verb = ${verb} WHERE ended_at IS NULL RETURNING id),
      decided AS (UPDATE payment_stray SET decision = ${verb}, decided_at = now() FROM ended WHERE decision IS NULL RETURNING intent_id)
      SELECT EXISTS (SELECT FROM ended) AS open, (SELECT count(*)::int FROM decided) AS decided`;
    return row?.open ? row.decided : null;
  }

  /** When the newest payment was begun here. */
  async newestPaymentMs(): Promise<number | null> {
    const { _max: newest } = await this.prisma.payment.aggregate({ _max: { createdAt: true } });
    return newest.createdAt?.getTime() ?? null;
  }

  async endedLately(): Promise<number> {
    const dayAgo = new Date(Date.now() - 86_400_000);
    return await this.prisma.paymentStray.count({ where: { decision: 'auto', seenAt: { gt: dayAgo } } });
  }

  /** What was decided for an intent; null: it is not known, or nobody has decided. */
  async decisionOf(intentId: string): Promise<StrayDecision | null> {
    const row = await this.prisma.paymentStray.findUnique({ where: { intentId }, select: { decision: true } });
    return (row?.decision ?? null) as StrayDecision | null;
  }

  async keep(seen: SeenIntent, decision: 'auto' | null): Promise<void> {
    await this.prisma
      .$executeRaw`INSERT INTO payment_stray (intent_id, order_id, attempt, sale_id, amount_minor, currency, captured, made_at, decision, decided_at)
      SELECT ${seen.id}, ${seen.orderId ?? ''}, ${Number.isSafeInteger(seen.attempt) ? seen.attempt : 0}::int, ${seen.saleId ?? ''},
        ${seen.amountMinor}::bigint, ${seen.currency}, ${seen.status === 'succeeded'}, to_timestamp(${seen.madeAtMs / 1000}::float8),
        ${decision}::text, CASE WHEN ${decision}::text IS NULL THEN NULL ELSE now() END
      ON CONFLICT (intent_id) DO UPDATE SET captured = excluded.captured, decision = COALESCE(payment_stray.decision, excluded.decision)`;
  }

  async undecided(): Promise<Stray[]> {
    const rows = await this.prisma.paymentStray.findMany({
      where: { decision: null },
      orderBy: { madeAt: 'asc' },
      take: MAX_STRAYS,
    });
    return rows.map((row) => ({ ...row, amountMinor: Number(row.amountMinor) }));
  }

  /** Decided to be given back or canceled, and not done yet. */
  async toEnd(limit: number): Promise<string[]> {
    const rows = await this.prisma.paymentStray.findMany({
      where: { decision: 'refund', doneAt: null },
      orderBy: { decidedAt: 'asc' },
      take: limit,
      select: { intentId: true },
    });
    return rows.map(({ intentId }) => intentId);
  }

  async done(intentId: string): Promise<void> {
    await this.prisma.paymentStray.updateMany({ where: { intentId }, data: { doneAt: new Date() } });
  }
}
