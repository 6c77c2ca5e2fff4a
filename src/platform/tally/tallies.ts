import { Injectable } from '@nestjs/common';
import type { Tally } from '../../contract/line/abuse-shapes.js';

export interface SaleTallies {
  saleId: string;
  what: Tally;
  count: number;
}

/** Counts what this node refuses to fans. The task adds the counts up in Postgres. */
@Injectable()
export class Tallies {
  private counts = new Map<string, Map<Tally, number>>();

  add(saleId: string, what: Tally, count = 1): void {
    const own = this.counts.get(saleId) ?? new Map<Tally, number>();
    own.set(what, (own.get(what) ?? 0) + count);
    this.counts.set(saleId, own);
  }

  /** Returns what was counted since the last call. */
  take(): SaleTallies[] {
    const taken = this.counts;
    this.counts = new Map();
    return [...taken].flatMap(([saleId, own]) => [...own].map(([what, count]) => ({ saleId, what, count })));
  }

  putBack(rows: readonly SaleTallies[]): void {
    for (const { saleId, what, count } of rows) this.add(saleId, what, count);
  }
}
