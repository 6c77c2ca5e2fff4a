import { doublingDelayMs } from '../../platform/work/retry.rules.js';

/** Ten to twenty hours of tries in total; then staff are alerted. */
export const MAX_TRIES = 13;
const PAUSES = { firstMs: 30_000, longestMs: 6 * 3_600_000 };

/** Returns the back-off before the next try in ms; null after the last. */
export const retryAfterMs = (tries: number, random?: number): number | null =>
  tries >= MAX_TRIES ? null : doublingDelayMs(PAUSES, tries, random);
