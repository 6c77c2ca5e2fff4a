import { doublingDelayMs } from '../../platform/work/retry.rules.js';

const PAUSES = { firstMs: 500, longestMs: 60_000 };
/** Stripe forgets idempotency keys after 24 hours; we stop relying on one earlier. */
export const KEY_TRUSTED_MS = 20 * 3_600_000;
/** After this many failed tries, look up the outcome before retrying. */
const TRIES_BEFORE_LOOKUP = 4;

/** Returns the back-off before a call to the provider is retried, in ms. */
export const retryDelayMs = (tries: number, random: number): number => doublingDelayMs(PAUSES, tries, random);

/**
 * Returns whether the outcome of an earlier try must be looked up first, because its idempotency key may have expired.
 */
export function mustLookFirst(wish: { tries: number; wantedAtMs: number }, nowMs: number): boolean {
  return wish.tries > 1 && nowMs - wish.wantedAtMs > KEY_TRUSTED_MS;
}

/** Returns whether to look up the outcome after a failed try, although the same key could be retried. */
export function mustLookAfter(wish: { tries: number }): boolean {
  return wish.tries >= TRIES_BEFORE_LOOKUP;
}
