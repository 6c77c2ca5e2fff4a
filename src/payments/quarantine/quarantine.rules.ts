export const quarantineReasons = ['charges_newer_than_orders', 'many_strays', 'store_jumped_back'] as const;
export type QuarantineReason = (typeof quarantineReasons)[number];

/** Intents of unknown orders that may be ended automatically per day; more are no accident. */
export const STRAYS_A_DAY = 5;

export interface StrayCircumstances {
  quarantined: boolean;
  /** When the newest local payment was begun; null: there is none. */
  newestLocalMs: number | null;
  /** The same as of the start of this process. */
  newestAtStartMs: number | null;
  startedAtMs: number;
  /** Intents ended automatically in the last day. */
  endedLately: number;
}

export type StrayVerdict = { kind: 'end' } | { kind: 'keep' } | { kind: 'quarantine'; reason: QuarantineReason };

/**
 * Decides about an intent whose order is unknown. An order is always written before its intent, so an intent newer than
 * all orders means that orders were lost: the database was restored from an older backup. For intents from before the
 * start, the newest order as of the start counts, because orders placed since would mask the loss.
 * @param madeAtMs creation time at the provider, with a resolution of one second
 */
export function judgeStray(madeAtMs: number, now: StrayCircumstances): StrayVerdict {
  if (now.quarantined) return { kind: 'keep' };
  const beforeStart = madeAtMs < now.startedAtMs;
  const known = beforeStart ? now.newestAtStartMs : now.newestLocalMs;
  if (known === null || madeAtMs > known) return { kind: 'quarantine', reason: 'charges_newer_than_orders' };
  if (now.endedLately >= STRAYS_A_DAY) return { kind: 'quarantine', reason: 'many_strays' };
  return { kind: 'end' };
}
