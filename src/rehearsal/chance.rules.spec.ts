import { describe, expect, it } from '@jest/globals';
import { chanceFrom, spread } from './chance.rules.js';

const drawn = (evenness?: number): number[] => {
  const chance = chanceFrom(7);
  return Array.from({ length: 4_000 }, () => spread(chance, 10, 1_000, evenness));
};
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const relativeDeviation = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2))) / mean(values);

describe('a time that is drawn', () => {
  it('keeps its mean, and lies the closer to it the more even times are', () => {
    for (const [evenness, deviation] of [
      [undefined, 1],
      [1, 1],
      [4, 0.5],
      [25, 0.2],
    ] as const) {
      expect(mean(drawn(evenness))).toBeCloseTo(10, 0);
      expect(relativeDeviation(drawn(evenness))).toBeCloseTo(deviation, 1);
    }
  });

  it('is never above its bound', () => {
    const chance = chanceFrom(7);
    expect(Math.max(...Array.from({ length: 1_000 }, () => spread(chance, 10, 12, 2)))).toBe(12);
  });
});
