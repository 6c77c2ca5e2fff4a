import { doublingDelayMs } from '../../platform/work/retry.rules.js';

const PAUSES = { firstMs: 500, longestMs: 60_000 };
/** Stripe forgets idempotency keys after 24 hours; before that we stop to rely on one. */
const KEY_TRUSTED_MS = 20 * 3_600_000;
/** Answers of this many tries failed: from now on look for the outcome before asking again. */
const TRIES_BEFORE_LOOKUP = 4;

/** Pause before a call to the provider is tried again, in ms. */
export const retryDelayMs = (tries: number, random: number): number => doublingDelayMs(PAUSES, tries, random);

/** Whether the outcome of an earlier try must be looked up before the next, because the key may not tell it any more. */
export function mustLookFirst(wish: { tries: number; wantedAtMs: number }, nowMs: number): boolean {
  return wish.tries > 1 && nowMs - wish.wantedAtMs > KEY_TRUSTED_MS;
}

/** Whether to look for the outcome after a failed try, although the same key could be asked again. */
export function mustLookAfter(wish: { tries: number }): boolean {
  return wish.tries >= TRIES_BEFORE_LOOKUP;
}
