import { Prisma } from '../../generated/prisma/client.js';

export interface DueRowsTerms {
  /** A table with the columns `id`, `next_at` and `tries`. */
  table: string;
  idType: 'bigint' | 'text';
  /** Condition for rows with work left; the table has a partial index on `next_at` under the same condition. */
  open: Prisma.Sql;
  /** Columns to return for each row. */
  columns: Prisma.Sql;
  /**
   * Lease of a row; after it expires, its holder is presumed dead and the work is repeated, so it must be idempotent.
   */
  leaseSeconds: number;
}

/** SQL for a table used as a work queue: rows are leased, retried later, and closed by their owner. */
export class DueRows {
  private readonly table: Prisma.Sql;
  private readonly ids: Prisma.Sql;

  constructor(private readonly terms: DueRowsTerms) {
    this.table = Prisma.raw(terms.table);
    this.ids = Prisma.raw(`${terms.idType}[]`);
  }

  /**
   * Leases due rows, oldest first. Each try is counted, so `tries` distinguishes a lease from a later one. Two nodes
   * never take the same row, and neither waits for the other. An array is selected once; `IN` may be run again for each
   * row of a join, which would lease more than `limit`.
   * @param among a further condition, for rows that go before others
   */
  take(limit: number, among: Prisma.Sql = Prisma.sql`true`): Prisma.Sql {
    const { open, columns, leaseSeconds } = this.terms;
    return Prisma.sql`
      UPDATE ${this.table} SET tries = tries + 1, next_at = now() + make_interval(secs => ${leaseSeconds}::int)
      WHERE id = ANY(ARRAY(
        SELECT id FROM ${this.table} WHERE ${open} AND ${among} AND next_at <= now()
        ORDER BY next_at, id LIMIT ${limit}::int FOR UPDATE SKIP LOCKED))
      RETURNING ${columns}`;
  }

  /** Postpones rows by `delayMs`; those closed meanwhile stay closed. */
  postpone(ids: readonly (bigint | string)[], delayMs: number): Prisma.Sql {
    return Prisma.sql`
      UPDATE ${this.table} SET next_at = now() + make_interval(secs => ${delayMs / 1_000}::float8)
      WHERE id = ANY(${ids}::${this.ids}) AND ${this.terms.open}`;
  }
}
