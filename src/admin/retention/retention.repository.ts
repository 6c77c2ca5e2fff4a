import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { BackgroundPrisma } from '../../platform/prisma/prisma.service.js';
import { freeRows } from '../../platform/work/free-rows.sql.js';
import { type RetentionRule, ROWS_AT_ONCE } from './retention.rules.js';

/** Applies retention rules in Postgres. SQL comes only from the list in code, never from input. */
@Injectable()
export class RetentionRepository {
  constructor(private readonly prisma: BackgroundPrisma) {}

  /** Runs one bounded step, skipping locked rows until the next round. Returns how many rows were affected. */
  async step(rule: Extract<RetentionRule, { keep: 'days' | 'anonymised' }>): Promise<number> {
    const keys = rule.key.map((column) => `t.${column}`).join(', ');
    const { sql: old } = freeRows({
      select: Prisma.raw(keys),
      from: Prisma.raw(`${rule.table} t`),
      where: Prisma.raw(rule.due),
      limit: Prisma.raw(String(ROWS_AT_ONCE)),
      lock: Prisma.raw('t'),
    });
    const own = rule.key.map((column) => `r.${column}`).join(', ');
    const sql =
      rule.keep === 'days'
        ? `DELETE FROM ${rule.table} r WHERE (${own}) IN (${old})`
        : `UPDATE ${rule.table} r SET ${rule.clear} WHERE (${own}) IN (${old})`;
    return await this.prisma.$executeRawUnsafe(sql, rule.days);
  }
}
