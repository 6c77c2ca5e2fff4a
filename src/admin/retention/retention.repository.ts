import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { type RetentionRule, ROWS_AT_ONCE } from './retention.rules.js';

/** Applies retention rules in Postgres. SQL comes only from the list in code, never from input. */
@Injectable()
export class RetentionRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Runs one bounded step, skipping locked rows until the next round. Returns how many rows were affected. */
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
