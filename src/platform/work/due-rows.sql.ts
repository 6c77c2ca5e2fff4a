import { Prisma } from '../../generated/prisma/client.js';
import { anyFree } from './free-rows.sql.js';

export interface DueRowsTerms {
  /** A table with the columns `id`, `tries` and the one of `due`. */
  table: string;
  idType: 'bigint' | 'text';
  /** Column with the time from which a row may be taken. */
  due?: 'next_at' | 'due_at';
  /** False for a table without `tries`: each try is like the first, and its rows are never given up. */
  countsTries?: boolean;
  /** Condition for rows with work left; the table has an index on the due column under the same condition. */
  open: Prisma.Sql;
  /** Further columns that a lease sets, as in `SET`. */
  sets?: Prisma.Sql;
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
  private readonly due: Prisma.Sql;
  private readonly leased: Prisma.Sql;

  constructor(private readonly terms: DueRowsTerms) {
    this.table = Prisma.raw(terms.table);
    this.ids = Prisma.raw(`${terms.idType}[]`);
    this.due = Prisma.raw(terms.due ?? 'next_at');
    const counted = terms.countsTries === false ? [] : [Prisma.sql`tries = tries + 1`];
    this.leased = Prisma.join([...counted, ...(terms.sets ? [terms.sets] : []), this.inSeconds(terms.leaseSeconds)]);
  }

  /**
   * Leases due rows, oldest first. Each try is counted, so `tries` distinguishes a lease from a later one.
   * @param among a further condition, for rows that go before others
   */
  take(limit: number, among: Prisma.Sql = Prisma.sql`true`): Prisma.Sql {
    const { open, columns } = this.terms;
    const where = Prisma.sql`${open} AND ${among} AND ${this.due} <= now()`;
    const orderBy = Prisma.sql`${this.due}, id`;
    return Prisma.sql`
      UPDATE ${this.table} SET ${this.leased}
      WHERE id = ${anyFree({ from: this.table, where, orderBy, limit })} RETURNING ${columns}`;
  }

  /** Postpones rows by `delayMs`; those closed meanwhile stay closed. */
  postpone(ids: readonly (bigint | string)[], delayMs: number): Prisma.Sql {
    return Prisma.sql`
      UPDATE ${this.table} SET ${this.inSeconds(delayMs / 1_000)}
      WHERE id = ANY(${ids}::${this.ids}) AND ${this.terms.open}`;
  }

  private inSeconds(seconds: number): Prisma.Sql {
    return Prisma.sql`${this.due} = now() + make_interval(secs => ${seconds}::float8)`;
  }
}
