import type { Backlog } from '../../platform/work/backlog.js';
import type { AttentionKind } from './attention.rules.js';

export interface StuckRow {
  ref: string;
  orderId: string | null;
  saleId?: string | null;
  /** Told to a person: never what changes from round to round, or each round would be another item. */
  detail: Record<string, string | number | null>;
}

/** A queue that the watchdog looks into. */
export interface StuckSource {
  readonly kind: AttentionKind & `stuck_${string}`;
  /** Rows that have not moved for so long, at most `limit`. */
  find(minutes: number, limit: number): Promise<readonly StuckRow[]>;
  backlog(): Promise<Backlog>;
  /** Tries again at once; false when there is nothing to try. */
  wakeUp(ref: string): Promise<boolean>;
}
