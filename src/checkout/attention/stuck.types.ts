import type { Backlog } from '../../platform/work/backlog.js';
import type { AttentionKind } from './attention.rules.js';

export interface StuckRow {
  ref: string;
  orderId: string | null;
  saleId?: string | null;
  /** Shown to staff. Must be stable across rounds, or every round would create another item. */
  detail: Record<string, string | number | null>;
}

/** A queue that the watchdog inspects. */
export interface StuckSource {
  readonly kind: AttentionKind & `stuck_${string}`;
  /** Returns at most `limit` rows that have not moved for `minutes`, other than those in `known`. */
  find(minutes: number, limit: number, known: readonly string[]): Promise<readonly StuckRow[]>;
  /** Returns which of the rows still have not moved for `minutes`. */
  waiting(refs: readonly string[], minutes: number): Promise<readonly string[]>;
  backlog(): Promise<Backlog>;
  /** Retries at once; false if there is nothing to retry. */
  wakeUp(ref: string): Promise<boolean>;
}
