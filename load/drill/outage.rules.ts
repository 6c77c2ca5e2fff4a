/** The longest time without a success that ends at or after `fromMs`; 0 when each success follows at once. An open end is not counted. */
export function longestGapMs(successesAtMs: readonly number[], fromMs: number): number {
  let longest = 0;
  for (const [index, at] of successesAtMs.entries()) {
    const before = successesAtMs[index - 1];
    if (before !== undefined && at >= fromMs) longest = Math.max(longest, at - before);
  }
  return longest;
}

/** From `fromMs` until `value` is at `wanted` again and stays there; null when it never fell below, or never came back. */
export function backAfterMs(samples: readonly { atMs: number; isFull: boolean }[], fromMs: number): number | null {
  const after = samples.filter(({ atMs }) => atMs >= fromMs);
  const lastBad = after.findLastIndex(({ isFull }) => !isFull);
  const back = after[lastBad + 1];
  return lastBad === -1 || back === undefined ? null : back.atMs - fromMs;
}
