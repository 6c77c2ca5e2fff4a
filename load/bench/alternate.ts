/**
 * Measures two sides in alternation (A B A B …), so that a slow phase of the machine affects both. Warms each up first.
 */
export async function alternate<A, B>(
  runs: number,
  measure: () => Promise<A>,
  baseline: () => Promise<B>,
): Promise<{ measured: A[]; baseline: B[] }> {
  await measure();
  await baseline();
  const results: { measured: A[]; baseline: B[] } = { measured: [], baseline: [] };
  for (let run = 0; run < runs; run += 1) {
    results.measured.push(await measure());
    results.baseline.push(await baseline());
  }
  return results;
}
