/**
 * Returns the longest gap between successes that ends at or after `fromMs`; 0 when there is none. An open end is not
 * counted.
 */
export function longestGapMs(successesAtMs: readonly number[], fromMs: number): number {
  let longest = 0;
  for (const [index, at] of successesAtMs.entries()) {
    const before = successesAtMs[index - 1];
    if (before !== undefined && at >= fromMs) longest = Math.max(longest, at - before);
  }
  return longest;
}

/**
 * Returns the time from `fromMs` until the samples are full again and stay so; null if they never dropped or never
 * recovered.
 */
export function backAfterMs(samples: readonly { atMs: number; isFull: boolean }[], fromMs: number): number | null {
  const after = samples.filter(({ atMs }) => atMs >= fromMs);
  const lastBad = after.findLastIndex(({ isFull }) => !isFull);
  const back = after[lastBad + 1];
  return lastBad === -1 || back === undefined ? null : back.atMs - fromMs;
}
