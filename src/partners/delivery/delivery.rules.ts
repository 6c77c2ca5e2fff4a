const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses before the second try and each later one: about three days in all. */
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
/** Up to a fifth is added, so that receivers that failed together are not retried together. */
const JITTER = 0.2;
export const DISABLE_AFTER_MS = 5 * 24 * HOUR;
/** Characters of an answer that the log keeps. */
const NOTE_CHARACTERS = 200;

/** Milliseconds until the next try after `tries` failed ones; null when it was the last. `random` lies in [0, 1). */
export function pauseAfter(tries: number, random: number): number | null {
  const pause = PAUSES_MS[tries - 1];
  return pause === undefined ? null : Math.round(pause * (1 + JITTER * random));
}

/** Longest pause that a receiver may ask for. */
const MAX_ASKED_PAUSE_MS = 24 * HOUR;

/** Milliseconds that a Retry-After (seconds or a date) asks for, at most a day; 0 if there is none, or none that can be read. */
export function askedPause(retryAfter: string | null, nowMs: number): number {
  if (retryAfter === null) return 0;
  const asked = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * SECOND : Date.parse(retryAfter) - nowMs;
  return Number.isFinite(asked) ? Math.min(Math.max(0, asked), MAX_ASKED_PAUSE_MS) : 0;
}

/** Only 2xx acknowledges a delivery. */
export const isDelivered = (status: number): boolean => status >= 200 && status < 300;

/** With 410 a receiver asks not to be called again. */
export const isGone = (status: number): boolean => status === 410;

/** What the log keeps of an answer or failure: printable, short. */
export function noteOf(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, NOTE_CHARACTERS);
}
