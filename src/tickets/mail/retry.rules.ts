import { doublingDelayMs } from '../../platform/work/retry.rules.js';

/** Ten to twenty hours of tries in all; then a person is asked. */
export const MAX_TRIES = 13;
const PAUSES = { firstMs: 30_000, longestMs: 6 * 3_600_000 };

/** Pause before a mail is tried again, in ms. null: it was the last try. */
export const retryAfterMs = (tries: number, random?: number): number | null =>
  tries >= MAX_TRIES ? null : doublingDelayMs(PAUSES, tries, random);
