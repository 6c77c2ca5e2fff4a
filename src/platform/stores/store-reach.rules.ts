/** Whether this node reaches a store; since when not; and whether others do. */
export interface Reach {
  awaySinceMs: number | null;
  isCut: boolean;
}

/**
 * What others said before they lost a store, too, counts for 5 s, and they may notice 4 s later: by then only those that
 * still reach it say so.
 */
export const CUT_AFTER_MS = 10_000;

/** @param isSeen whether another node reaches the store now */
export function reachNow(isHere: boolean, nowMs: number, before: Reach | null = null, isSeen = false): Reach {
  if (isHere) return { awaySinceMs: null, isCut: false };
  const awaySinceMs = before?.awaySinceMs ?? nowMs;
  return { awaySinceMs, isCut: isSeen && nowMs - awaySinceMs >= CUT_AFTER_MS };
}
