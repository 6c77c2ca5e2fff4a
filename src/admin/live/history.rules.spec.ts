import { describe, expect, it } from '@jest/globals';
import { pointTime, stepSeconds } from './history.rules.js';

describe('points of the history', () => {
  it('stand for the same instant on every node', () => {
    expect(pointTime(1_000_004_999)).toEqual(new Date(1_000_000_000));
    expect(pointTime(1_000_005_000)).toEqual(new Date(1_000_005_000));
  });

  it.each([
    [30, 5],
    [60, 5],
    [90, 10],
    [360, 30],
    [1_440, 120],
    [10_080, 840],
  ])('of %i minutes are %i seconds apart', (minutes, seconds) => {
    expect(stepSeconds(minutes)).toBe(seconds);
    expect((minutes * 60) / stepSeconds(minutes)).toBeLessThanOrEqual(720);
  });
});
