/** First and longest delay before a reconnect. A whole crowd loses its connection at once, so the spread matters more than the speed. */
export const backoffBaseMs = 1_000;
export const backoffCapMs = 30_000;

/**
 * Full jitter: anything between 0 and min(cap, base · 2^attempt). The stock Socket.IO client caps after its jitter, so from
 * the fifth attempt on everybody would come back in the same instant.
 * @param attempt 0 for the first retry
 * @param random 0 ≤ random < 1
 */
export function fullJitter(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(backoffCapMs, backoffBaseMs * 2 ** Math.min(attempt, 20));
  return Math.floor(random() * ceiling);
}

/** A pause spread over ± a fifth around what was asked for, so that pollers do not march in step. */
export function spread(ms: number, random: () => number = Math.random): number {
  return Math.round(ms * (0.8 + 0.4 * random()));
}
