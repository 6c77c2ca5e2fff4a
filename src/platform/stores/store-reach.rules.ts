/** How many nodes said lately that they reach both stores, and how many that they reach only the one that is asked. */
export interface Words {
  both: number;
  cut: number;
}

/** Since when this node does not reach a store; whether others do; and whether it should be taken out for it. */
export interface Reach {
  awaySinceMs: number | null;
  isBehind: boolean;
  isCut: boolean;
}

/**
 * What others said before they lost a store, too, counts for 5 s, and they may notice 4 s later: by then only those that
 * still reach it say so.
 */
export const CUT_AFTER_MS = 10_000;

/**
 * One node that reaches both is enough to leave it the sales. To leave it the fans, too, those that do must be at least as
 * many as those that do not: cut nodes still serve pages and places, and few would not bear the load of many.
 * @param heard what nodes say in the other store, this one included; null if unknown
 */
export function reachNow(
  isHere: boolean,
  nowMs: number,
  before: Reach | null = null,
  heard: Words | null = null,
): Reach {
  if (isHere) return { awaySinceMs: null, isBehind: false, isCut: false };
  const awaySinceMs = before?.awaySinceMs ?? nowMs;
  const isBehind = heard !== null && heard.both > 0 && nowMs - awaySinceMs >= CUT_AFTER_MS;
  return { awaySinceMs, isBehind, isCut: isBehind && heard.both >= heard.cut };
}
