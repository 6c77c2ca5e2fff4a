/** A quiet sale becomes drowsy after this long… */
const DROWSY_AFTER_MS = 5_000;
/** …and falls asleep when nobody was there since: longer than the slowest page waits between two looks (30 s). */
const ASLEEP_AFTER_MS = 35_000;
/** A drowsy sale is hurried by any sign of life. Until then sale time runs on for a second, and signals count for five. */
const DROWSY_BEAT_MS = 950;
const DROWSY_LOOK_MS = 2_000;
const LOOK_MS = 1_000;
/** A sale is awake this long before a boundary, so that pages learn to look more often. */
export const NEAR_BOUNDARY_MS = 120_000;

/** How quiet a sale has been; times by a clock that never goes back. */
export interface Quiet {
  sinceMs: number | null;
  drowsySinceMs: number | null;
}
export const LIVELY: Quiet = { sinceMs: null, drowsySinceMs: null };

export const isDrowsy = (quiet: Quiet): boolean => quiet.drowsySinceMs !== null;

/** @param wishedMs as the tick asks for it */
export function nextBeatMs(quiet: Quiet, wishedMs: number): number {
  return isDrowsy(quiet) ? Math.max(wishedMs, DROWSY_BEAT_MS) : wishedMs;
}

export function isLookDue(quiet: Quiet, sinceLookMs: number): boolean {
  return sinceLookMs >= (isDrowsy(quiet) ? DROWSY_LOOK_MS : LOOK_MS);
}

/** What to do about a sale after a beat: nothing, or one of the two steps to sleep. */
export function restStep(quiet: Quiet, nowMs: number): 'drowsy' | 'asleep' | null {
  if (quiet.sinceMs === null) return null;
  if (quiet.drowsySinceMs === null) return nowMs - quiet.sinceMs >= DROWSY_AFTER_MS ? 'drowsy' : null;
  return nowMs - quiet.drowsySinceMs >= ASLEEP_AFTER_MS ? 'asleep' : null;
}

/** @param isLively somebody is there, or a boundary is near */
export function afterBeat(quiet: Quiet, isLively: boolean, nowMs: number): Quiet {
  if (isLively) return LIVELY;
  return { ...quiet, sinceMs: quiet.sinceMs ?? nowMs };
}

/** @param rests whether Redis agreed: a sign of life in between begins the quiet time anew */
export function afterRest(quiet: Quiet, rests: boolean, nowMs: number): Quiet {
  return rests ? { ...quiet, drowsySinceMs: nowMs } : { sinceMs: nowMs, drowsySinceMs: null };
}
