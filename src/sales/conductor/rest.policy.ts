/** Quiet time after which a sale becomes drowsy. */
const DROWSY_AFTER_MS = 5_000;
/** Drowsy time after which a still quiet sale falls asleep; exceeds the longest polling interval (30 s). */
const ASLEEP_AFTER_MS = 35_000;
/**
 * Beat interval of a drowsy sale, which any sign of life wakes. Must stay below the 1 s for which sale time advances
 * without a beat and the 5 s for which signals are valid.
 */
const DROWSY_BEAT_MS = 950;
/** Every other drowsy beat: changed stock is told within 2 s in every state. */
const DROWSY_LOOK_MS = 2 * DROWSY_BEAT_MS;
const LOOK_MS = 1_000;
/** Time around a boundary during which a sale stays awake, so that pages learn to poll faster. */
export const NEAR_BOUNDARY_MS = 120_000;

/** How long a sale has been quiet; times by a monotonic clock. */
export interface Quiet {
  sinceMs: number | null;
  drowsySinceMs: number | null;
}
export const LIVELY: Quiet = { sinceMs: null, drowsySinceMs: null };

export const isDrowsy = (quiet: Quiet): boolean => quiet.drowsySinceMs !== null;

/** @param wishedMs interval requested by the tick */
export function nextBeatMs(quiet: Quiet, wishedMs: number): number {
  return isDrowsy(quiet) ? Math.max(wishedMs, DROWSY_BEAT_MS) : wishedMs;
}

export function isLookDue(quiet: Quiet, sinceLookMs: number): boolean {
  return sinceLookMs >= (isDrowsy(quiet) ? DROWSY_LOOK_MS : LOOK_MS);
}

/** Returns the next step towards sleep, if any, after a beat. */
export function restStep(quiet: Quiet, nowMs: number): 'drowsy' | 'asleep' | null {
  if (quiet.sinceMs === null) return null;
  if (quiet.drowsySinceMs === null) return nowMs - quiet.sinceMs >= DROWSY_AFTER_MS ? 'drowsy' : null;
  return nowMs - quiet.drowsySinceMs >= ASLEEP_AFTER_MS ? 'asleep' : null;
}

/** @param isLively whether anyone is present or a boundary is near */
export function afterBeat(quiet: Quiet, isLively: boolean, nowMs: number): Quiet {
  if (isLively) return LIVELY;
  return { ...quiet, sinceMs: quiet.sinceMs ?? nowMs };
}

/** @param rests whether Redis agreed; if not, a sign of life restarts the quiet time */
export function afterRest(quiet: Quiet, rests: boolean, nowMs: number): Quiet {
  return rests ? { ...quiet, drowsySinceMs: nowMs } : { sinceMs: nowMs, drowsySinceMs: null };
}
