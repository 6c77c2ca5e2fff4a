import { describe, expect, it } from '@jest/globals';
import { integerIn, seededRandom, shuffled } from './random.js';

describe('seededRandom', () => {
  it('repeats its sequence for the same seed and differs for another', () => {
    const draw = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('spreads evenly over the range', () => {
    const random = seededRandom(1);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 4_000; i += 1) counts[integerIn([0, 3], random)]! += 1;
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});

describe('shuffled', () => {
  it('keeps every item and always changes the order of two or more', () => {
    const random = seededRandom(3);
    for (let size = 2; size < 30; size += 1) {
      const items = Array.from({ length: size }, (_, i) => i);
      const mixed = shuffled(items, random);
      expect(mixed).not.toEqual(items);
      expect([...mixed].sort((a, b) => a - b)).toEqual(items);
    }
  });
});
