/** Returns the value below which `share` of the values lie; 0 for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Returns the middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Returns the ratio of each measurement to its adjacent baseline, because a slow phase affects both. */
export function pairwiseRatios(measured: readonly number[], baseline: readonly number[]): number[] {
  return measured.flatMap((value, index) => {
    const beside = baseline[index];
    return beside ? [value / beside] : [];
  });
}
