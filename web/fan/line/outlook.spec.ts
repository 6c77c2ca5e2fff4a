import { describe, expect, it } from '@jest/globals';
import { aheadOf, chanceOf, waitOf } from './outlook.js';

describe('outlook', () => {
  it('counts who stands between the fan and the serving counter', () => {
    expect(aheadOf(1203, 891)).toBe(311);
    expect(aheadOf(5, 4)).toBe(0);
    expect(aheadOf(3, 10)).toBe(0);
  });

  it('gives the wait as a range from the fastest to the slowest measured speed', () => {
    expect(waitOf(300, { measured: { from: 150, to: 300 } })).toEqual({ from: 60, to: 120 });
    expect(waitOf(300, { measured: { from: 0, to: 300 } })).toEqual({ from: 60, to: 240 });
    expect(waitOf(300, { measured: null })).toBeNull();
    expect(waitOf(300, { measured: { from: 0, to: 0 } })).toBeNull();
  });

  it('reads the chance between the published points', () => {
    const chance = [
      { ahead: 100, from: 0.8, to: 1 },
      { ahead: 300, from: 0.4, to: 0.6 },
    ];
    expect(chanceOf(50, { chance })).toEqual({ from: 0.8, to: 1 });
    expect(chanceOf(100, { chance })).toEqual({ from: 0.8, to: 1 });
    expect(chanceOf(200, { chance })?.from).toBeCloseTo(0.6);
    expect(chanceOf(900, { chance })).toEqual({ from: 0.4, to: 0.6 });
    expect(chanceOf(10, { chance: [] })).toBeNull();
  });
});
