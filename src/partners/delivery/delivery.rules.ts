const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Back-off before the second and later attempts: about three days in total. */
export const PAUSES_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
/** Adds up to 20 %, so that receivers that failed together are not retried together. */
const JITTER = 0.2;
export const DISABLE_AFTER_MS = 5 * 24 * HOUR;
/** Characters of a response kept in the log. */
const NOTE_CHARACTERS = 200;

/**
 * Returns milliseconds until the next attempt after `tries` failed ones; null after the last. `random` lies in [0, 1).
 */
export function pauseAfter(tries: number, random: number): number | null {
  const pause = PAUSES_MS[tries - 1];
  return pause === undefined ? null : Math.round(pause * (1 + JITTER * random));
}

/** Longest pause that a receiver may request. */
const MAX_ASKED_PAUSE_MS = 24 * HOUR;

/** Returns the milliseconds requested by Retry-After (seconds or a date), at most a day; 0 if absent or unparsable. */
export function askedPause(retryAfter: string | null, nowMs: number): number {
  if (retryAfter === null) return 0;
  const asked = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * SECOND : Date.parse(retryAfter) - nowMs;
  return Number.isFinite(asked) ? Math.min(Math.max(0, asked), MAX_ASKED_PAUSE_MS) : 0;
}

/** Only 2xx acknowledges a delivery. */
export const isDelivered = (status: number): boolean => status >= 200 && status < 300;

/** 410 is the receiver's request not to be called again. */
export const isGone = (status: number): boolean => status === 410;

/** Returns a response or failure as logged: printable and short. */
export function noteOf(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, NOTE_CHARACTERS);
}
