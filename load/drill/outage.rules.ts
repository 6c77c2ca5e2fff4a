import type { LiveShape } from '../../src/contract/live/live-shapes.js';
import type { Check } from '../report/verdict.js';

/** Judges that nobody was called between two looks, although people waited. */
export function callsStood(before: Pick<LiveShape, 'lanes'>, after: Pick<LiveShape, 'lanes'>): Check {
  const sum = ({ lanes }: Pick<LiveShape, 'lanes'>, what: 'serving' | 'waiting'): number =>
    Object.values(lanes).reduce((all, lane) => all + lane[what], 0);
  const called = sum(after, 'serving') - sum(before, 'serving');
  const waiting = sum(after, 'waiting');
  return {
    what: 'called while nobody could pay',
    found: `${called}, with ${waiting} waiting`,
    fine: called === 0 && waiting > 0,
  };
}

/**
 * Returns the longest gap between successes that ends at or after `fromMs`; 0 when there is none. An open end is
 * counted up to `untilMs`; null: it is not, because the successes were bound to end.
 */
export function longestGapMs(successesAtMs: readonly number[], fromMs: number, untilMs: number | null = null): number {
  const last = successesAtMs.at(-1);
  let longest = untilMs === null || last === undefined ? 0 : Math.max(0, untilMs - last);
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
