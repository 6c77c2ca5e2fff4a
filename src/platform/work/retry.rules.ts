export interface RetryTerms {
  firstMs: number;
  longestMs: number;
}

/** Beyond this many doublings every term here has reached its longest pause; the bound keeps 2 ** tries a finite number. */
const MAX_DOUBLINGS = 30;

/**
 * Pause before the next try, in ms: doubles from `firstMs` to `longestMs`, half of it random so that rows that failed
 * together do not come back together.
 * @param tries how often it was tried, from 1
 * @param random in [0, 1)
 */
export function doublingDelayMs({ firstMs, longestMs }: RetryTerms, tries: number, random = Math.random()): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(tries - 1, MAX_DOUBLINGS));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
