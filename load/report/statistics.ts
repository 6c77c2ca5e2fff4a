/** The value below which the share of the values lies; 0 of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The ratio of each measurement to the baseline measured right beside it: a slow minute slows both. */
export function pairwiseRatios(measured: readonly number[], baseline: readonly number[]): number[] {
  return measured.flatMap((value, index) => {
    const beside = baseline[index];
    return beside ? [value / beside] : [];
  });
}
