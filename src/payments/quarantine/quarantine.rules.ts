export const quarantineReasons = ['charges_newer_than_orders', 'many_strays', 'store_jumped_back'] as const;
export type QuarantineReason = (typeof quarantineReasons)[number];

/** Intents of unknown orders that are ended by themselves in a day; more are no accident. */
export const STRAYS_A_DAY = 5;

export interface StrayCircumstances {
  quarantined: boolean;
  /** When the newest payment here was begun; null: there is none. */
  newestLocalMs: number | null;
  /** When it was when this process started. */
  newestAtStartMs: number | null;
  startedAtMs: number;
  /** Intents that were ended by themselves in the last day. */
  endedLately: number;
}

export type StrayVerdict = { kind: 'end' } | { kind: 'keep' } | { kind: 'quarantine'; reason: QuarantineReason };

/**
 * What becomes of an intent whose order is not here. An order is always written before its intent, so one that is newer
 * than all orders means that orders were lost: a database restored from an older copy. The newest order as of the start
 * counts too, because orders placed since would hide that.
 * @param madeAtMs when the provider made it, in whole seconds
 */
export function judgeStray(madeAtMs: number, now: StrayCircumstances): StrayVerdict {
  if (now.quarantined) return { kind: 'keep' };
  const beforeStart = madeAtMs < now.startedAtMs;
  const known = beforeStart ? now.newestAtStartMs : now.newestLocalMs;
  if (known === null || madeAtMs > known) return { kind: 'quarantine', reason: 'charges_newer_than_orders' };
  if (now.endedLately >= STRAYS_A_DAY) return { kind: 'quarantine', reason: 'many_strays' };
  return { kind: 'end' };
}
