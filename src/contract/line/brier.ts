import type { Range } from '../sale/sale-shapes.js';

/** A chance that was told, and what came of it: 1 or 0. */
export interface ScoredChance {
  from: number;
  to: number;
  truth: 0 | 1;
}

export const middleOf = ({ from, to }: Range): number => (from + to) / 2;

/** Returns the Brier score: the mean squared distance between guess and truth; 0 is perfect, null without any. */
export function brier<T extends { truth: 0 | 1 }>(told: readonly T[], guess: (one: T) => number): number | null {
  if (told.length === 0) return null;
  return told.reduce((sum, one) => sum + (guess(one) - one.truth) ** 2, 0) / told.length;
}

/** Returns the score of always guessing how it ended on average. */
export function brierOfMean(told: readonly { truth: 0 | 1 }[]): number | null {
  const mean = told.reduce((sum, { truth }) => sum + truth, 0) / told.length;
  return brier(told, () => mean);
}
