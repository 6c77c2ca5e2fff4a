import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { type RetentionRule, ROWS_AT_ONCE } from './retention.rules.js';

/** Carries out rules in Postgres. The SQL is of the list in the code, never of an input. */
@Injectable()
export class RetentionRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** One bounded step. Rows that somebody is writing are left for the next round. Returns how many were done. */
  async step(rule: Extract<RetentionRule, { keep: 'days' | 'anonymised' }>): Promise<number> {
    const keys = rule.key.map((column) => `t.${column}`).join(', ');
    const old = `SELECT ${keys} FROM ${rule.table} t WHERE ${rule.due} LIMIT ${ROWS_AT_ONCE} FOR UPDATE OF t SKIP LOCKED`;
    const own = rule.key.map((column) => `r.${column}`).join(', ');
    const sql =
      rule.keep === 'days'
        ? `DELETE FROM ${rule.table} r WHERE (${own}) IN (${old})`
        : `UPDATE ${rule.table} r SET ${rule.clear} WHERE (${own}) IN (${old})`;
    return await this.prisma.$executeRawUnsafe(sql, rule.days);
  }
}
