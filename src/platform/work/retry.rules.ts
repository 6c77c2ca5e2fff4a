export interface RetryTerms {
  firstMs: number;
  longestMs: number;
}

/** Beyond this many doublings every caller has reached its longest pause; the bound keeps 2 ** tries finite. */
const MAX_DOUBLINGS = 30;

/**
 * Returns the back-off before the next try, in ms: doubles from `firstMs` to `longestMs`, half of it jitter so that
 * rows that failed together do not return together.
 * @param tries number of tries so far, from 1
 * @param random in [0, 1)
 */
export function doublingDelayMs({ firstMs, longestMs }: RetryTerms, tries: number, random = Math.random()): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(tries - 1, MAX_DOUBLINGS));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
