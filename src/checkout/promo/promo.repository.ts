import { Injectable } from '@nestjs/common';
import { Prisma, type PromoCode } from '../../generated/prisma/client.js';
import { type AuditEntry, auditInsert } from '../../platform/audit/audit.sql.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { ALL_FANS, type PromoTerms } from './promo.rules.js';
import type { NewPromoCode, PromoCodeRecord } from './promo.types.js';

const UNIQUE_VIOLATION = 'P2002';
const PERCENT_SCALE = 1_000;

type UsableRow = Pick<
  PromoCode,
  'id' | 'code' | 'percentMilli' | 'amountMinor' | 'maxUses' | 'perFan' | 'ticketTypeIds'
>;

/** Promo codes and their use counts, which are quota rows that orders raise and lower. */
@Injectable()
export class PromoRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns null alike for codes that are unknown, void, expired, used up or of another sale. */
  async usable(saleId: string, code: string, fans: readonly string[]): Promise<PromoTerms | null> {
    const [row] = await this.prisma.$queryRaw<UsableRow[]>`
      SELECT p.id, p.code, p.percent_milli AS "percentMilli", p.amount_minor AS "amountMinor", p.max_uses AS "maxUses",
        p.per_fan AS "perFan", p.ticket_type_ids AS "ticketTypeIds"
      FROM promo_code p
      WHERE p.sale_id = ${saleId} AND p.code = ${code} AND p.voided_at IS NULL AND (p.ends_at IS NULL OR p.ends_at > now())
        AND NOT EXISTS (SELECT FROM quota q WHERE q.kind = 'promo' AND q.scope = p.id
          AND ((q.digest = ${ALL_FANS} AND q.n >= p.max_uses) OR (q.digest = ANY(${[...fans]}::text[]) AND q.n >= p.per_fan)))`;
    return row ? termsOf(row) : null;
  }

  /** Returns whether a code has no use left for one of the digests that its uses count by. */
  async isSpent(promoId: string, digests: readonly string[]): Promise<boolean> {
    const spent = await this.prisma.$queryRaw<unknown[]>`
      SELECT 1 FROM quota WHERE kind = 'promo' AND scope = ${promoId} AND digest = ANY(${[...digests]}::text[]) AND n >= max`;
    return spent.length > 0;
  }

  /** Inserts a code and logs it, in one transaction. Returns null if the sale already has this code. */
  async insert(id: string, { amountMinor, ...code }: NewPromoCode, entry: AuditEntry): Promise<PromoCodeRecord | null> {
    try {
      const data = { id, ...code, amountMinor: amountMinor === null ? null : BigInt(amountMinor) };
      return await this.prisma.$transaction(async (tx) => {
        const row = await tx.promoCode.create({ data });
        await tx.$executeRaw(auditInsert(entry));
        return recordOf(row, 0);
      });
    } catch (error) {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === UNIQUE_VIOLATION) return null;
      throw error;
    }
  }

  async byId(id: string): Promise<PromoCodeRecord | null> {
    const row = await this.prisma.promoCode.findUnique({ where: { id } });
    return row && ((await this.withUses([row]))[0] ?? null);
  }

  /** Returns codes, newest first. */
  async page(saleId: string | null, before: string | null, limit: number): Promise<PromoCodeRecord[]> {
    const rows = await this.prisma.promoCode.findMany({
      where: { ...(saleId !== null && { saleId }), ...(before !== null && { id: { lt: before } }) },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return await this.withUses(rows);
  }

  /** Voids a code and logs it, in one transaction. Returns false if the code does not exist or was already void. */
  async void(id: string, at: Date, entry: AuditEntry): Promise<boolean> {
    return await this.prisma.$transaction(async (tx) => {
      const { count } = await tx.promoCode.updateMany({ where: { id, voidedAt: null }, data: { voidedAt: at } });
      if (count > 0) await tx.$executeRaw(auditInsert(entry));
      return count > 0;
    });
  }

  private async withUses(rows: readonly PromoCode[]): Promise<PromoCodeRecord[]> {
    const uses = await this.prisma.quota.findMany({
      where: { kind: 'promo', digest: ALL_FANS, scope: { in: rows.map(({ id }) => id) } },
      select: { scope: true, n: true },
    });
    const byId = new Map(uses.map(({ scope, n }) => [scope, n]));
    return rows.map((row) => recordOf(row, byId.get(row.id) ?? 0));
  }
}

const percentOf = (milli: number | null): number | null => (milli === null ? null : milli / PERCENT_SCALE);
const amountOf = (amount: bigint | null): number | null => (amount === null ? null : Number(amount));

function termsOf({ id, code, percentMilli, amountMinor, maxUses, perFan, ticketTypeIds }: UsableRow): PromoTerms {
  const only = ticketTypeIds.length === 0 ? null : ticketTypeIds;
  const discount = {
    label: code,
    percent: percentOf(percentMilli),
    amountMinor: amountOf(amountMinor),
    ticketTypeIds: only,
  };
  return { kind: 'promo', id, maxUses, perFan, discount };
}

function recordOf(row: PromoCode, used: number): PromoCodeRecord {
  const { percentMilli, amountMinor, ...rest } = row;
  return { ...rest, percent: percentOf(percentMilli), amountMinor: amountOf(amountMinor), used };
}
