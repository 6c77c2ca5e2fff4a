const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses before the second try and each one after it: about three days in all. */
const PAUSES_MS = [
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
/** Receivers that failed together must not be tried together: up to a fifth is added. */
const JITTER = 0.2;
export const DISABLE_AFTER_MS = 5 * 24 * HOUR;
/** As much of an answer as the log keeps. */
const NOTE_CHARACTERS = 200;

/** Milliseconds until the next try after `tries` failed ones; null when it was the last. `random` lies in [0, 1). */
export function pauseAfter(tries: number, random: number): number | null {
  const pause = PAUSES_MS[tries - 1];
  return pause === undefined ? null : Math.round(pause * (1 + JITTER * random));
}

/** Only 2xx is a yes. */
export const isDelivered = (status: number): boolean => status >= 200 && status < 300;

/** 410 is a receiver that asks not to be called any more. */
export const isGone = (status: number): boolean => status === 410;

/** What the log keeps of an answer or failure: printable, short. */
export function noteOf(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, NOTE_CHARACTERS);
}
