import { Injectable } from '@nestjs/common';
import { BackgroundPrisma } from '../../platform/prisma/prisma.service.js';
import type { SealedColumn } from './sealed-columns.rules.js';

export interface SealedRow {
  key: string;
  sealed: string;
}

/** Reads and replaces sealed values. Table and column names come only from the list in code, never from input. */
@Injectable()
export class SealedRowsRepository {
  constructor(private readonly prisma: BackgroundPrisma) {}

  /** Returns rows in key order, after the given key. */
  async page({ table, column, key }: SealedColumn, after: string, limit: number): Promise<SealedRow[]> {
    return await this.prisma.$queryRawUnsafe<SealedRow[]>(
      `SELECT ${key}::text AS key, ${column} AS sealed FROM ${table}
       WHERE ${column} IS NOT NULL AND ${key}::text > $1 ORDER BY ${key}::text LIMIT $2`,
      after,
      limit,
    );
  }

  /** Compare-and-set: skips rows replaced in the meantime. */
  async replace({ table, column, key }: SealedColumn, row: SealedRow, sealed: string): Promise<void> {
    await this.prisma.$executeRawUnsafe(
      `UPDATE ${table} SET ${column} = $1 WHERE ${key}::text = $2 AND ${column} = $3`,
      sealed,
      row.key,
      row.sealed,
    );
  }
}
